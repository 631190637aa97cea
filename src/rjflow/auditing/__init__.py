"""Everything that is stored, derived anew."""

from rjflow.auditing.checking import audit
from rjflow.auditing.flaws import Audit, Flaw
from rjflow.auditing.heads import (
    Head,
    NotHeads,
    NotSigned,
    ReadsHead,
    as_lines,
    from_lines,
    heads,
    says_it_is_signed,
    signed,
)

__all__ = [
    "Audit",
    "Flaw",
    "Head",
    "NotHeads",
    "NotSigned",
    "ReadsHead",
    "as_lines",
    "audit",
    "from_lines",
    "heads",
    "says_it_is_signed",
    "signed",
]
