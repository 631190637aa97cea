"""
A certificate as data: for each safeguard, which situations a case can be in at most.

Stands on: `looking`.   Knows nothing of: how it was made, how it is written down.
"""

from typing import Literal

from attrs import field

from rjflow.certifying.looking import Scope
from rjflow.errors import RjflowError
from rjflow.frozen import frozen

FORMAT = 1
"""The number of the format; a later one is not read."""

Why = Literal[
    "no certificate", "newer format", "another workflow", "missing", "not a safeguard", "people",
    "evidence", "sets", "begins outside", "leaves it", "is bad", "is stuck",
]  # fmt: skip


class CertificateRefused(RjflowError):
    """
    A certificate that does not prove that a workflow keeps its safeguards.

    Attributes:
        why: what is wrong, in a word or two that programs may rely on.
        safeguard: which safeguard, or `event: state`, it is wrong about.
        state: in which state, where it is about one.
        rule: what happens there that the certificate does not allow for.
        detail: more that can be said.
    """

    def __init__(self, why: Why, detail: str = "", *, safeguard: str = "", state: str = "", rule: str = "") -> None:
        self.why: Why = why
        self.safeguard = safeguard
        self.state = state
        self.rule = rule
        self.detail = detail
        super().__init__(why, detail, safeguard, state, rule)

    def __str__(self) -> str:
        found: list[str] = [self.why]
        found += [f"safeguard {self.safeguard}"] if self.safeguard else []
        found += [f"in {self.state}"] if self.state else []
        found += [self.rule] if self.rule else []
        found += [self.detail] if self.detail else []
        return "the certificate is refused: " + ": ".join(found)


@frozen(kw_only=True)
class Proof:
    """
    Situations that hold every case that can be, seen through one scope: what is proved by them is true of all.

    Attributes:
        scope: whom and what it is about.
        variables: name and values of each variable, in the order in which nodes ask them.
        nodes: one for each set that asks something: the number of a variable, and a set for each of its values. Set 0 is nothing,
            set 1 everything, and set n + 2 is node n; a node leads only to sets before it.
        situations: places, and the set of situations a case can be in there. In places that are not named no case can be.
    """

    scope: Scope = Scope()
    variables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    nodes: tuple[tuple[int, tuple[int, ...]], ...] = ()
    situations: tuple[tuple[tuple[str, ...], int], ...] = ()


@frozen(kw_only=True)
class Kept:
    """A safeguard, or an event with two ways, and its proofs: one for the whole, or one for each part in turn."""

    name: str
    whole: bool = True
    proofs: tuple[Proof, ...] = ()


@frozen(kw_only=True)
class Certificate:
    """
    What somebody claims to have proved of a workflow. Nothing in it is believed before it is checked.

    Attributes:
        made_by: the version of rjflow it was made by; nothing rests on it.
        name, version, fingerprint: which workflow.
        scheme: the fingerprint of its scheme, if it has one.
        safeguards: the proof of each safeguard that is kept, in file order.
        events: for each event of which two ways are not plainly apart, in each state, the proof that they are.
    """

    format: int = FORMAT
    made_by: str = ""
    name: str
    version: int
    fingerprint: str
    scheme: str | None = None
    safeguards: tuple[Kept, ...] = ()
    events: tuple[Kept, ...] = field(default=())
