"""
Look names up: those of the workflow, and those of the scenario file itself.

What is not found goes to `Findings` with the name that was probably meant, and nothing is given for it.

Stands on: `model`, `reader.findings`, `sources.unknown`.   Knows nothing of: steps, YAML, engines.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from zoneinfo import ZoneInfo

from rjflow.definition.lookup import groups, in_group
from rjflow.definition.model import CLOCK, Day, Event, Evidence, Flag, Number, OneOf, Workflow
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, instant, moment
from rjflow.reader.findings import Findings
from rjflow.reader.scenario_shapes import Answers, SaidShape, ScenariosShape, SchemeIsShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Listing, MomentText, Text, Whole
from rjflow.rules.asking import is_value_of
from rjflow.scenarios.model import Answer, InDays, Saying, SchemeIs
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.sources.unknown import unknown
from rjflow.text import did_you_mean, quoted

_DAYS = re.compile(r"(?:in (\d{1,4}) (day|week)s?|(\d{1,4}) (day|week)s? ago|(today)|(tomorrow)|(yesterday))\Z")


class Names:
    """
    Everything that has a name in a scenario file, and in the workflow it is of.

    Args:
        workflow: The workflow.
        shape: The file, as written.
        findings: Where problems go.
    """

    def __init__(self, workflow: Workflow, shape: ScenariosShape, findings: Findings) -> None:
        self.workflow = workflow
        self.findings = findings
        self.place = shape.span
        self.begins = self.moment(shape.begins) if shape.begins else 0
        self.workers = {name.value: list(self._roles(roles)) for name, roles in shape.workers or ()}
        self.people = {name.value: kind.value for name, kind in shape.people or () if self._kind(kind)}
        self._named_people = {name.value: name for name, _ in shape.people or ()}
        self._spoilt = {name.value for name, _ in shape.people or ()} - set(self.people)
        self.answers: tuple[Saying, ...] = ()
        self.scheme: tuple[str, ...] = ()
        self.about: tuple[str, ...] = ()

    # ---- of the workflow ---------------------------------------------------------------------------------------------

    def state(self, text: Text) -> str | None:
        """Find a state."""
        return self._named("RJ220", text, self.workflow.states, "a state")

    def event(self, text: Text, *, of_scheme: bool = False) -> Event | None:
        """Find an event, of the case or of its scheme."""
        scheme = self.workflow.scheme
        events = scheme.workflow.events if of_scheme and scheme else self.workflow.events
        name = self._named("RJ225", text, events, "an event of the scheme" if of_scheme else "an event")
        return events[name] if name else None

    def evidence(self, text: Text) -> Evidence | None:
        """Find evidence."""
        name = self._named("RJ222", text, self.workflow.evidence, "evidence")
        return self.workflow.evidence[name] if name else None

    def notice(self, text: Text) -> str | None:
        """Find a notice."""
        return self._named("RJ402", text, self.workflow.notices, "a notice")

    def scheme_events(self, texts: Listing[Text] | Sequence[Text]) -> tuple[str, ...]:
        """Find events of the scheme, which there must be."""
        several = tuple(texts)
        if several and self.workflow.scheme is None:
            self.no_scheme(several[0].span)
            return ()
        found = [(text, self.event(text, of_scheme=True)) for text in several]
        return tuple(event.name for text, event in found if event and self.somebody_may(text, event, of_scheme=True))

    def scheme_is(self, shape: SchemeIsShape) -> SchemeIs | None:
        """Find how the scheme stands, which there must be."""
        link = self.workflow.scheme
        if link is None:
            self.no_scheme(shape.span)
            return None
        there = copy(self)
        there.workflow = link.workflow
        sayings = there.sayings(shape.evidence)
        state = there.state(shape.state) if shape.state else None
        return SchemeIs(state, sayings) if state else None

    def voider(self, evidence: Text, text: Text) -> str | None:
        """Find something that voids a piece of evidence."""
        one = self.workflow.evidence.get(evidence.value)
        if one is None:
            return None
        changes = (kind.name for kind in self.workflow.people.values()
                   if any(voider.kind == "change" and in_group(kind, voider.what) for voider in one.voided_by))  # fmt: skip
        known = [*(voider.what for voider in one.voided_by if voider.kind != "change"), *changes, "needs"]
        return self._named("RJ226", text, known, f"something that voids `{one.name}`")

    # ---- of the file -------------------------------------------------------------------------------------------------

    def somebody(self, text: Text) -> str | None:
        """Find a worker or a person."""
        if text.value in self._spoilt:
            return None
        return self._named(
            "RJ401", text, [*self.workers, *self.people], "a worker or person of this file", section="workers"
        )

    def person(self, text: Text) -> str | None:
        """Find a person."""
        if text.value in self._spoilt:
            return None
        others = dict.fromkeys(self.workers, "a worker")
        return self._named("RJ401", text, self.people, "a person of this file", section="people", others=others)

    def people_of(self, listing: Listing[Text] | None, otherwise: Collection[str]) -> tuple[str, ...]:
        """Find the people listed, or give others where there is no list; there may not be more than a case can be about."""
        texts = items_of(listing)
        found = [person for text in texts if (person := self.person(text))]
        people = tuple(otherwise) if listing is None else tuple(dict.fromkeys(found))
        for kind in self.workflow.people.values():
            most = kind.at_most
            several = [person for person in people if self.people.get(person) == kind.name]
            if most is not None and len(several) > most:
                last = next(
                    (text for text in reversed(texts) if text.value == several[-1]), self._named_people[several[-1]]
                )
                note = f"there is never more than {most} in `{kind.name}` at once"
                help_ = "take one out" if listing else "write under `about` whom a case is about at first"
                self.findings.add(problem("RJ252", last.span, label="one too many", notes=(note,), help=help_))
        return people

    def viewer(self, text: Text) -> str | None:
        """Find a worker, a person, or a role that anybody may have."""
        if text.value in self._spoilt:
            return None
        known = [*self.workers, *self.people, *self.workflow.roles]
        return self._named("RJ401", text, known, "a worker, person, or role", section="workers")

    def background(self, text: Text, known: Collection[str]) -> str:
        """Find a background that is written above."""
        note = ("a background can only begin with those above it",)
        return self._named("RJ403", text, known, "a background", section="backgrounds", notes=note) or ""

    def recorder(self, text: Text, person: str | None) -> str | None:
        """Find the first who may record something, by who they are alone."""
        evidence = self.workflow.evidence.get(text.value)
        if evidence is None:
            return None
        who = next(self._candidates(evidence.recorded_by, person), None)
        if who is None:
            self._nobody(text, f"record `{text.value}`", evidence.recorded_by)
        return who

    def first(self, place: Text, by: Sequence[str], deed: str) -> str | None:
        """Find the first of those who may do something; where anybody may, the first worker."""
        who = next(self._candidates(by, None), None) if by else next(iter(self.workers), None)
        if who is None:
            self._nobody(place, deed, by)
        return who

    def somebody_may(self, text: Text, event: Event, *, of_scheme: bool = False) -> bool:
        """Tell whether anybody of the file may make an event happen; say so where not."""
        if event.by == (CLOCK,):
            help_ = "let time pass with `wait` or `until`, so that its deadline is due"
            label = "only the clock does this"
            self.findings.add(problem("RJ406", text.span, label=label, help=help_, what=f"do `{text}`"))
            return False
        if next(self._candidates(event.by, None), None) is None:
            self._nobody(text, f"do `{text}`", event.by, of_scheme=of_scheme)
            return False
        return True

    # ---- what evidence says ------------------------------------------------------------------------------------------

    def sayings(self, shape: "Answers | None") -> tuple[Saying, ...]:
        """Look up what several pieces of evidence say."""
        return tuple(saying for name, said in shape or () for saying in self.saying(name, said))

    def saying(self, name: Text, said: object) -> Iterator[Saying]:
        """Look up what one piece of evidence says, of all or person by person."""
        evidence = self.evidence(name)
        if evidence is None:
            return
        if not isinstance(said, tuple):
            answer = self.answer(evidence, said)  # type: ignore[arg-type]  # structuring gives nothing else
            yield from [Saying(evidence.name, answer, span=name.span)] if answer is not None else []
            return
        for whom, one in said:
            person, answer = self.subject(evidence, whom), self.answer(evidence, one)
            yield from [Saying(evidence.name, answer, person, span=whom.span)] if person and answer is not None else []

    def recorded(self, name: Text, said: "SaidShape", of: Listing[Text] | None) -> Iterator[Saying]:
        """Look up what is recorded, of all or of those listed."""
        evidence = self.evidence(name)
        answer = self.answer(evidence, said) if evidence else None
        people = [self.subject(evidence, whom) for whom in items_of(of)] if evidence else []
        if evidence and answer is not None:
            whom = people if of is not None else [None]
            yield from (Saying(evidence.name, answer, one) for one in whom if of is None or one is not None)

    def each(self, saying: Saying, about: Sequence[str]) -> Iterator[Saying]:
        """Spread what is said of all over those whom a case is about."""
        group = self.workflow.evidence[saying.evidence].about
        if group is None or saying.person is not None:
            yield saying
            return
        for person in about:
            kind = self.workflow.people.get(self.people.get(person, ""))
            if kind is not None and in_group(kind, group):
                yield Saying(saying.evidence, saying.answer, person)

    def subject(self, evidence: Evidence, text: Text) -> str | None:
        """Find somebody whom a piece of evidence can be about."""
        person = self.person(text)
        if person is None:
            return None
        if evidence.about is None or not in_group(self.workflow.people[self.people[person]], evidence.about):
            about = f"about `{evidence.about}`" if evidence.about else "about the case, not about people"
            help_ = None if evidence.about else "write what it says without a name"
            words = {"evidence": evidence.name, "person": person}
            self.findings.add(problem("RJ405", text.span, label=f"it is {about}", help=help_, **words))
            return None
        return person

    def answer(self, evidence: Evidence, shape: "SaidShape") -> Answer | None:
        """Look up what one piece of evidence says."""
        if isinstance(evidence.values, Day) and isinstance(shape, Text):
            return self._day(evidence, shape)
        value: Value = shape.value
        if is_value_of(evidence, value):
            return value
        word = shape.value if isinstance(shape, Text | Whole) else str(shape.value).lower()
        self.findings.add(_not_said(evidence, str(word), shape))
        return None

    # ---- times -------------------------------------------------------------------------------------------------------

    def moment(self, text: MomentText) -> Instant:
        """Give the instant that a moment is, by the clocks of the workflow's time zone."""
        return instant(text.value.replace(tzinfo=ZoneInfo(self.workflow.time_zone)))

    def spoken(self, at: Instant) -> str:
        """Write an instant as moments are written."""
        return moment(at, self.workflow.time_zone).strftime("%Y-%m-%d %H:%M")

    def said(self, text: MomentText) -> str:
        """Write a moment as it was written."""
        return text.value.strftime("%Y-%m-%d" if text.alone else "%Y-%m-%d %H:%M")

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _named(
        self,
        code: str,
        text: Text,
        known: Collection[str],
        thing: str,
        *,
        section: str | None = None,
        others: Mapping[str, str] | None = None,
        notes: Sequence[str] = (),
    ) -> str | None:
        if text.value in known:
            return text.value
        self.findings.add(
            unknown(code, text.span, text.value, known, thing=thing, section=section, others=others, notes=notes)
        )
        return None

    def no_scheme(self, place: Span) -> None:
        """Say that there is no scheme."""
        help_ = "take it out, or name a workflow that works under a scheme"
        self.findings.add(problem("RJ248", place, label="this workflow has no scheme", help=help_))

    def _roles(self, roles: Listing[Text]) -> Iterator[str]:
        scheme = self.workflow.scheme
        known = [*self.workflow.roles, *(scheme.workflow.roles if scheme else ())]
        for role in roles:
            if self._named("RJ221", role, known, "a role"):
                yield role.value

    def _kind(self, text: Text) -> bool:
        return self._named("RJ224", text, self.workflow.people, "a kind of people") is not None

    def _candidates(self, by: Sequence[str], person: str | None) -> Iterator[str]:
        for name in by:
            yield from (worker for worker, roles in self.workers.items() if name in roles)
        for somebody, kind in self.people.items():
            if person in (None, somebody) and any(in_group(self.workflow.people[kind], name) for name in by):
                yield somebody

    def _nobody(self, text: Text, deed: str, by: Sequence[str], *, of_scheme: bool = False) -> None:
        of_people = () if of_scheme else groups(self.workflow)
        where = "people" if by and all(name in of_people for name in by) else "workers"
        note = f"it may be done by {quoted(by, 'or')}"
        help_ = f"write somebody who may under `{where}`"
        self.findings.add(problem("RJ406", text.span, label="by nobody", notes=(note,), help=help_, what=deed))

    def _day(self, evidence: Evidence, text: Text) -> Answer | None:
        try:
            return date.fromisoformat(text.value)
        except ValueError:
            found = _DAYS.match(text.value.strip())
        if found is None:
            self.findings.add(_not_said(evidence, text.value, text))
            return None
        ahead, unit, ago, other, *_ = found.groups()
        days = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(text.value.strip())
        if days is None:
            days = int(ahead or ago) * (7 if (unit or other) == "week" else 1) * (1 if ahead else -1)
        return InDays(days)


# ----------------------------------------------------------------------------------------------------------------------


def _not_said(evidence: Evidence, word: str, shape: "SaidShape") -> Diagnostic:
    """
    Say that evidence never says this, or nothing of this sort.
    """
    place: Span = shape.span
    sort = {"evidence": evidence.name, "word": word}
    match evidence.values:
        case OneOf(values):
            note = f"it can be {quoted(values, 'or')}"
            help_ = did_you_mean(word, values)
            return problem("RJ240", place, label="not one of its values", notes=(note,), help=help_, **sort)
        case Number(low, high):
            if isinstance(shape, Whole):
                note = f"it is a whole number from {low} to {high}"
                return problem("RJ240", place, label="out of its bounds", notes=(note,), **sort)
            return problem("RJ243", place, label="it is a whole number", help=f"write {low} or more", **sort)
        case Flag():
            help_ = "write `true` or `false`, without quotes"
            return problem("RJ243", place, label="it is true or false", help=help_, **sort)
        case Day():
            help_ = "write a date, such as `2026-03-12`, or `today`, `in 10 days`, or `2 weeks ago`"
            return problem("RJ243", place, label="it is a date", help=help_, **sort)
