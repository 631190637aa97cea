"""
What an audit finds, as data.

Stands on: `engine.replaying`.   Knows nothing of: how it was found, sentences.
"""

from typing import Literal

from rjflow.engine.replaying import Why
from rjflow.frozen import frozen

_OfCases = Literal[
    "entry",
    "row",
    "no row",
    "no entries",
    "due",
    "key",
    "message",
    "definition",
    "head",
    "gone",
    "keys head",
    "messages head",
]
What = _OfCases | Literal["personal", "person key", "wrapping key", "assigned", "read", "reads", "reads head"]


@frozen(kw_only=True)
class Flaw:
    """
    Something in a store that is not what was stored.

    Attributes:
        what: which kind of row. `entry`: it does not re-derive, as `why` says; what comes after it was not looked at. `row`: a case is
            kept as something else than its entries come to. `no row`, `no entries`: one is there without the other. `due`: another
            deadline is armed than should be. `key`, `definition`: it was edited. `message`: it was edited, or an export that the history tells of is gone or
            made up. `head`: an exported head is not in the
            history, so that its end is missing or was written anew. `keys head`, `messages head`: other idempotency keys, or messages, than were there
            with an exported head. `gone`: of an exported case, nothing is there. `personal`: a personal
            value is not the one that was told, is gone, or was never told, or was told after its person was erased. `person key`: the key of
            somebody is gone or another one, or is there though they were erased. `wrapping key`: what the key of somebody is wrapped with is not at
            hand, or somebody wrote another name there. `assigned`: who is given to a case is not who its forms name.
            `read`: what is logged of a read was edited. `reads`: of what somebody read, lines are missing. `reads head`: what somebody read does
            not begin with the lines that were exported.
        case: whose row it is; nothing for definitions.
        number: of the entry, of the exported revision, of the line that was logged, or of how many lines were exported.
        why: what is wrong with an entry.
        name: of a definition, with its version, of an idempotency key, of a personal value, of a person whose key it is, or of an actor.
    """

    what: What
    case: str | None = None
    number: int | None = None
    why: Why | None = None
    name: str | None = None


@frozen
class Audit:
    """What was found, and how much was looked at; `erased` are people whose personal values were destroyed, so that they are not missed."""

    cases: int
    entries: int
    flaws: tuple[Flaw, ...]
    erased: int = 0
