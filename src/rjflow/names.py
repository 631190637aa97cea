"""
What a name may look like, and the words that mean something else already.

Stands on: nothing.   Knows nothing of: rjflow.
"""

import re

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")

# Words of the condition language; a thing of that name could not be spoken of.
RESERVED = frozenset(
    "and or not no every some is in at least of from kind final current missing true false same person scheme"
    " any all back clock participant contact contacts none unknown direct indirect".split()
)


def is_name(text: str) -> bool:
    """
    Tell whether *text* is a name: lower-case letters, digits and single hyphens, beginning with a letter.

    >>> is_name("consent-to-meet"), is_name("Consent"), is_name("a--b"), is_name("on")
    (True, False, False, True)
    """
    return NAME.match(text) is not None


def as_name(text: str) -> str | None:
    """
    Turn what somebody wrote into a name, if anything is left of it.

    >>> as_name("Meeting Held"), as_name("42")
    ('meeting-held', None)
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text)
    better = re.sub(r"[^a-z0-9]+", "-", parted.lower()).strip("-")
    return better if is_name(better) else None


def spoken(name: str) -> str:
    """
    Turn a name into words, for when nobody wrote a label.

    >>> spoken("risk-assessment")
    'risk assessment'
    """
    return name.replace("-", " ")
