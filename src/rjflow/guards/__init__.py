"""The condition language: small, typed, finite, three-valued."""
