"""
What a row is sealed with.

Stands on: nothing.   Knows nothing of: which rows there are.
"""

from hashlib import sha256
from json import JSONEncoder

_listed = JSONEncoder(ensure_ascii=False).encode


def digest(*parts: str | int | None) -> str:
    """
    Give the SHA-256 of several parts, none of which can be taken for two.
    """
    return digest_of(str(parts[0]) if len(parts) == 1 else _listed(parts))


def digest_of(text: str) -> str:
    """
    Give the SHA-256 of a text.
    """
    return sha256(text.encode()).hexdigest()
