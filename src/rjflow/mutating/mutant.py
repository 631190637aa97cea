"""
A mutant: a policy with one small change in its text, and what came of it.

Stands on: `sources.span`.   Knows nothing of: how mutants are made, who notices them, sentences.
"""

from typing import Literal

from attrs import evolve, field

from rjflow.frozen import frozen
from rjflow.sources.span import Span

# What is done to the text, as `--only` names it.
Kind = Literal[
    "condition-dropped",        # something is not asked any more
    "and-to-or",                # of several things that were asked, one is enough
    "or-to-and",                # of several things of which one was enough, all are asked
    "alternative-lost",         # of several things of which one was enough, one is none any more
    "everybody-to-somebody",    # what was asked of everybody is asked of one of them
    "somebody-forgotten",       # what was asked of everybody is not asked of one kind of people
    "answer-widened",           # one more answer will do, or any
    "window-widened",           # evidence lasts longer
    "ever-instead-of-currently",  # evidence lasts for the whole case
    "voiding-lost",             # something does not undo evidence any more
    "same-person",              # one person may do both things
    "wrong-role",               # somebody else may do it, too
    "role-replaced",            # somebody else may do it, instead of one who could
    "asked-only-at-the-door",   # what a state asks is asked on the way in, and not while a case is there
    "asked-too-early",          # what an event asks is asked by the one before it
    "gate-lost",                # a state asks nothing
    "extra-edge",               # an event leaves one more state
    "wildcard-widened",         # a wildcard covers one more state
    "wildcard-into-meeting",    # an event that leads into a meeting leaves every state
    "way-lost",                 # people cannot do any more by themselves what they could, in one state or at all
    "form-shortened",           # an event does not record something any more
    "reason-added",             # a case is closed for one more reason
    "deadline-lost",            # the clock does not do something any more, in one state or at all
    "deadline-later",           # the clock does it later
    "meaning-lost",             # something does not count any more as what safeguards speak of
    "meaning-widened",          # one more answer counts as it
    "contact-unmarked",         # a contact, or a meeting, is not called one
    "people-unbounded",         # people need not be there, take no part, or are admitted without end
    "coming-and-going",         # people come or go where they may not
    "told-unasked",             # others are told as if it were a duty, and nothing is asked for it
    "told-more",                # others are told one fact more
    "told-to-others",           # somebody else is told, too
    "shown-to-others",          # somebody else sees it, too
    "register-not-asked",       # somebody of a register need not be named, or need not be fit
    "scheme-not-asked",         # the service around the case is not asked
    "safeguard-removed",        # the policy does not promise something any more
    "overlay-undone",           # what an overlay changes or takes away stays as its base has it
]  # fmt: skip  # one kind to a line, and what it is

Outcome = Literal["refused", "safeguard", "scenario", "equivalent", "stricter", "not known", "survived"]


@frozen
class Edit:
    """The characters of a text from *start* to *end* replaced by others."""

    start: int
    end: int
    text: str


@frozen(kw_only=True)
class Mutant:
    """
    One change of a policy's text.

    Attributes:
        number: counted from 1, in file order within each section; other options give a mutant no other number.
        section, name: what of the policy is changed.
        was, now: what stood there, and what stands there now, in the author's own words; either may be nothing.
        edits: how the text changes, in order and apart.
        place: the line that changes, or the first of several.
    """

    number: int = 0
    kind: Kind
    section: str
    name: str
    was: str = ""
    now: str = ""
    edits: tuple[Edit, ...]
    place: Span | None = field(default=None, eq=False, repr=False)

    def applied(self, text: str) -> str:
        """Give the text with the change made."""
        for one in sorted(self.edits, key=lambda edit: edit.start, reverse=True):
            text = f"{text[: one.start]}{one.text}{text[one.end :]}"
        return text

    def numbered(self, number: int) -> "Mutant":
        """Give the mutant under a number."""
        return evolve(self, number=number)


@frozen(kw_only=True)
class Tried:
    """
    What came of one mutant.

    Attributes:
        outcome: `refused` by the reader, or noticed by a `safeguard` or a `scenario`, whichever of these comes first; `equivalent` where
            it is proved that a case can do exactly what it could, and `stricter` where it can do nothing that it could not; `not known`
            where that was too much to find out; otherwise it `survived`.
        codes: of diagnostics, where the reader refused it.
        safeguards: who of them notices, of those that were asked until one did.
        is_broken: whether the first of these is broken, and not only not shown to be kept.
        scenarios: which of them notice, of those that were asked until one did.
        blinds: the safeguards that speak of less than they did, or are gone, where no case can do anything else than before.
        leaves: of a mutant that blinds safeguards, the number of another one that nobody notices then.
    """

    mutant: Mutant
    outcome: Outcome
    codes: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()
    is_broken: bool = False
    scenarios: tuple[str, ...] = ()
    blinds: tuple[str, ...] = ()
    leaves: int | None = None
