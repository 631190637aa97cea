"""
What the verifier found: a verdict for each safeguard, a story for each broken one, and the key to the engine.

Stands on: `definition`, `rules`.   Knows nothing of: how it was found, sentences.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, final

from attrs import field

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Event, Voider, Way, Workflow
from rjflow.definition.safeguards import Exemption, Safeguard
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.guards.values import Truth
from rjflow.instants import Instant
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Used
from rjflow.rules.situation import Situation
from rjflow.sources.errors import RjflowError
from rjflow.sources.span import Span

if TYPE_CHECKING:
    from rjflow.certifying.certificate import Certificate


@frozen(kw_only=True)
class StoryStep:
    """One step of a story: what was commanded, decided by the rules themselves."""

    decision: Decision


@frozen(kw_only=True)
class Ending:
    """
    What is wrong where a story ends.

    Attributes:
        condition: what should have been true there, for safeguards that ask a condition.
        truth: what it was instead.
        used: the evidence it rests on.
        people: whose records or steps the ending is about.
        event: the event at fault: what happened too early, or is not allowed.
        loop: the states a case can then go round in for ever.
    """

    condition: Condition | None = None
    truth: Truth = None
    used: tuple[Used, ...] = ()
    people: tuple[str, ...] = ()
    event: str | None = None
    loop: tuple[str, ...] = ()


@frozen(kw_only=True)
class Story:
    """
    How a safeguard is broken, from the opening of a case to the step that breaks it.

    Every step was allowed by `decide` when the story was made; `verifier.telling` never gives one that does not replay.
    `unasked`: the way of the last event, which let it through.
    """

    opened: Situation
    steps: tuple[StoryStep, ...]
    ending: Ending
    event: Event | None = None
    way: Way | None = None

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Whom the case of the story is about, as (id, kind) pairs."""
        return tuple((person.id, person.kind) for person in self.opened.people)

    @property
    def last(self) -> Situation:
        """The situation the story ends in."""
        return self.steps[-1].decision.after if self.steps else self.opened


Judged = Literal["kept", "broken", "unfinished"]
How = Literal["searched", "not judged", "only so many people", "only impossible times", "too large"]


@frozen(kw_only=True)
class Repair:
    """
    A change of one line after which a broken safeguard is kept. It was tried: the changed workflow was judged.

    Attributes:
        sort: `ask`: the way *number* of the event *name* needs the condition; `gate`: the gate *name* asks it; `stay`: the state *name*
            asks it all the while, and a case goes to *otherwise* where it ends; `void`: the evidence *name* is void after these;
            `not-by`: nobody does, or records, *name* who is behind *other*; `from`: that way does not begin in the state *other*.
        breaks: the safeguards, by their ids, that were not broken and then are.
        unproved: those that were kept and then could not be proved in the time there is.
        span: where the line stands, or belongs.
    """

    sort: Literal["ask", "gate", "stay", "void", "not-by", "from"]
    name: str
    number: int = 0
    condition: Condition | None = None
    otherwise: str | None = None
    voiders: tuple[Voider, ...] = ()
    other: str = ""
    breaks: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Verdict:
    """
    The judgement on one safeguard.

    Attributes:
        judged: `kept` only after a complete search; `broken` only with a story; otherwise `unfinished`.
        how: what it rests on. `searched`: everything reachable was considered, for any number of people.
            `only so many people`: nothing was found with the people in *considered*, but more were not shown to be harmless.
            `only impossible times`: the only ways found to break it need days that cannot be. `too large`: it did not fit in memory.
        considered: kinds of people and how many of each, where only so many were considered.
        situations: how many situations were considered, where that was counted.
        exemption: who answers for not keeping it, if somebody does and the date has not passed.
        repairs: for a broken one, changes of one line that were tried and keep it, the smallest first; where somebody asked for them.
    """

    safeguard: Safeguard
    judged: Judged
    how: How
    story: Story | None = None
    considered: tuple[tuple[str, int], ...] = ()
    situations: int | None = None
    exemption: Exemption | None = None
    repairs: tuple[Repair, ...] = ()


@frozen(kw_only=True)
class Overlap:
    """
    Two ways of one event, by their numbers in the file, that may be open in one situation.

    `story` tells how a case gets there; without one it was not shown that they never are.
    """

    event: str
    first: int
    second: int
    state: str
    story: Story | None = None


@frozen(kw_only=True)
class Structure:
    """
    What the graph of states and events tells by itself.

    Attributes:
        unreachable: states no path leads to.
        trapped: states that are not final and from which no final state can be reached, wherever a case there is held from.
        dead_events: events that can never happen.
        must_pass: for each meeting state, the conditions that every path to it passes, as (state, gate names).
        loops: rounds a case can go for ever, by the clock alone or without a way out, as the states they go through.
        idle: notices that void nothing and evidence that nothing asks for.
    """

    unreachable: tuple[str, ...] = ()
    trapped: tuple[str, ...] = ()
    dead_events: tuple[str, ...] = ()
    must_pass: tuple[tuple[str, tuple[str, ...]], ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()
    idle: tuple[str, ...] = ()


@frozen(kw_only=True)
class Report:
    """Everything the verifier found about a workflow."""

    workflow: Workflow
    fingerprint: str
    verdicts: tuple[Verdict, ...]
    structure: Structure = field(factory=Structure)
    overlaps: tuple[Overlap, ...] = ()

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """The verdicts on safeguards that are broken and that nobody answers for."""
        return tuple(one for one in self.verdicts if one.judged == "broken" and one.exemption is None)

    @property
    def unfinished(self) -> tuple[Verdict, ...]:
        """The verdicts that could not be finished."""
        return tuple(one for one in self.verdicts if one.judged == "unfinished" and one.exemption is None)

    @property
    def stories(self) -> tuple[Story, ...]:
        """Everything that was told: of verdicts, and of events that are ambiguous."""
        told = [one.story for one in self.verdicts] + [one.story for one in self.overlaps]
        return tuple(story for story in told if story is not None)

    @property
    def is_safe(self) -> bool:
        """Whether every safeguard is kept and no event is ambiguous."""
        return not self.broken and not self.unfinished and not self.overlaps

    @property
    def good_until(self) -> date | None:
        """The last day on which somebody answers for every safeguard that is not kept; nothing when all are kept."""
        return min(
            (one.exemption.until for one in self.verdicts if one.exemption and one.judged != "kept"), default=None
        )

    def require(self) -> "VerifiedWorkflow":
        """
        Give the key to an engine. Where safeguards are not kept and somebody answers for them, it fits until the first such date.

        Raises:
            BrokenSafeguard: a safeguard is broken or unfinished, or an event is ambiguous.
        """
        if not self.is_safe:
            raise BrokenSafeguard(self)
        return VerifiedWorkflow(self.workflow, until=self.good_until, _cut_by=_VERIFIER)


class BrokenSafeguard(RjflowError):
    """
    A workflow that may not run.

    Attributes:
        report: what was found, with the stories.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        names = [
            f"{one.safeguard.id} ({one.safeguard.label}): {one.judged}" for one in (*report.broken, *report.unfinished)
        ]
        names += [f"event {one.event}: two ways are open at once in {one.state}" for one in report.overlaps]
        super().__init__(
            f"{report.workflow.name}, version {report.workflow.version}, may not run:\n  " + "\n  ".join(names)
        )


@frozen(kw_only=True)
class Waiver:
    """Who let a workflow run without proof, when and why."""

    by: str
    reason: str
    at: Instant


class NobodyAnswers(RjflowError, ValueError):
    """A waiver without a name or without a reason: whoever lets a workflow run unproved says who they are, and why."""


_VERIFIER = object()


@final
class VerifiedWorkflow:
    """
    A workflow that may run: the only thing an engine accepts. It never changes.

    It is made by `Report.require`; from a certificate of what a search proved; or, loudly, by `without_proof`, which every history made
    under it repeats.

    Attributes:
        workflow: what may run.
        fingerprint: the fingerprint of the workflow, worked out here.
        waiver: who let it run without proof, if somebody did.
        until: the last day on which somebody answers for every safeguard that is not kept, where there is one that is not.
    """

    __slots__ = ("fingerprint", "until", "waiver", "workflow")

    workflow: Workflow
    fingerprint: str
    waiver: Waiver | None
    until: date | None

    def __init__(
        self, workflow: Workflow, *, waiver: Waiver | None = None, until: date | None = None, _cut_by: object = None
    ) -> None:
        if _cut_by is not _VERIFIER:
            raise TypeError("a VerifiedWorkflow is made by verify(workflow).require(), or from a certificate")
        values = {"workflow": workflow, "fingerprint": fingerprint(workflow), "waiver": waiver, "until": until}
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_certificate(
        cls, workflow: Workflow, certificate: "Certificate", *, today: date | None = None
    ) -> "VerifiedWorkflow":
        """
        Let a workflow run of which a certificate proves that it keeps its safeguards; nothing is searched.

        The certificate is not believed: everything it says is checked, by rules that the search has no part in. What is made is the same
        as `verify(workflow).require()` makes.

        Args:
            workflow: The definition, which must be the one that was proved.
            certificate: What `certify` wrote, or anybody else.
            today: The date by which exemptions are judged; without it none is in force.

        Raises:
            CertificateRefused: it does not prove that every safeguard of this workflow is kept.
        """
        from rjflow.certifying.checking import check_certificate

        return cls(workflow, until=check_certificate(workflow, certificate, today=today), _cut_by=_VERIFIER)

    @classmethod
    def without_proof(cls, workflow: Workflow, waiver: Waiver) -> "VerifiedWorkflow":
        """
        Let a workflow run that was not proved safe, on the responsibility of whoever *waiver* names.

        Raises:
            NobodyAnswers: the waiver names nobody, or gives no reason.
        """
        for said in (waiver.by, waiver.reason):
            if type(said) is not str or not said.strip():
                raise NobodyAnswers("whoever lets a workflow run without proof gives their name and a reason")
        return cls(workflow, waiver=waiver, _cut_by=_VERIFIER)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a VerifiedWorkflow never changes, so `{name}` cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a VerifiedWorkflow never changes, so `{name}` cannot be removed")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored, (self.workflow, self.waiver, self.until))


def _restored(workflow: Workflow, waiver: Waiver | None, until: date | None) -> VerifiedWorkflow:
    return VerifiedWorkflow(workflow, waiver=waiver, until=until, _cut_by=_VERIFIER)
