"""A workflow and one safeguard as plain rules over finite variables: a second opinion on what the language means."""
