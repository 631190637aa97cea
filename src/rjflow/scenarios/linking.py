"""
Make scenarios of their shape: every name looked up in the workflow and in the file itself.

Problems go to `Findings`; what comes back is whole only if there are none.

Stands on: `linking_steps`, `linking_checks`, `names`, `model`.   Knows nothing of: YAML, engines.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import evolve

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Evidence, Workflow
from rjflow.frozen import frozen_map
from rjflow.instants import Instant
from rjflow.reader.findings import Findings
from rjflow.reader.kinds import keys_of
from rjflow.reader.scenario_shapes import EarlierShape, GivenShape, ScenarioShape, ScenariosShape, ThenShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Text
from rjflow.scenarios.linking_checks import link_checks
from rjflow.scenarios.linking_forms import link_register
from rjflow.scenarios.linking_steps import link_steps
from rjflow.scenarios.model import Earlier, Given, Saying, Scenario, ScenarioFile, Step, Wait, first_answer
from rjflow.scenarios.names import Names
from rjflow.sources.codes import problem


def link(shape: ScenariosShape, workflow: Workflow, findings: Findings) -> ScenarioFile:
    """
    Make a scenario file; every problem of meaning goes to *findings*.
    """
    names = Names(workflow, shape, findings)
    _check_people(names, shape)
    names.answers = names.sayings(shape.answers)
    names.scheme = names.scheme_events(items_of(shape.scheme))
    names.about = names.people_of(shape.about, names.people)
    backgrounds: dict[str, tuple[Step, ...]] = {}
    for name, steps in shape.backgrounds or ():
        backgrounds[name.value] = link_steps(names, items_of(steps), backgrounds)
    scenarios = tuple(_scenario(names, one, backgrounds) for one in items_of(shape.scenarios))
    _once_each(names, shape)
    return ScenarioFile(
        workflow=workflow,
        title=" ".join(shape.title.value.split()) if shape.title else workflow.title,
        workers=frozen_map({name: tuple(roles) for name, roles in names.workers.items()}),
        people=frozen_map(names.people),
        answers=names.answers,
        scenarios=scenarios,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _scenario(names: Names, shape: ScenarioShape, backgrounds: Mapping[str, tuple[Step, ...]]) -> Scenario:
    steps = link_steps(names, items_of(shape.when), backgrounds)
    name = " ".join(shape.scenario.value.split()) if shape.scenario else ""
    place = shape.scenario.span if shape.scenario else shape.span
    given = _given(names, shape.given, backgrounds)
    given = given if shape.given else evolve(given, span=place)
    then = link_checks(names, shape.then)
    _check_time(names, given.at, [*given.steps, *steps])
    if shape.when is None and not _says_something(shape.then) and not shape.unsure("when", "then"):
        help_ = "write what happens under `when`, or what must be so under `then`"
        names.findings.add(problem("RJ411", place, label="nothing can come of this", help=help_, word=name))
    because = " ".join(shape.because.value.split()) if shape.because else None
    return Scenario(name=name, because=because, given=given, steps=steps, then=then, span=place)


def _says_something(shape: ThenShape | None) -> bool:
    return shape is not None and any(getattr(shape, key.attribute) is not None for key in keys_of(ThenShape))


def _given(names: Names, shape: GivenShape | None, backgrounds: Mapping[str, tuple[Step, ...]]) -> Given:
    if shape is None:
        return Given(at=names.begins, about=_kinds(names, names.about), scheme=names.scheme, span=names.place)
    at = names.moment(shape.time) if shape.time else names.begins
    about = names.people_of(shape.about, names.about) if shape.about else names.about
    steps = tuple(
        step for name in items_of(shape.background) for step in backgrounds.get(names.background(name, backgrounds), ())
    )
    scheme = names.scheme_events(shape.scheme) if shape.scheme is not None else names.scheme
    stands = names.scheme_is(shape.scheme_is) if shape.scheme_is else None
    state = names.state(shape.state) if shape.state else None
    if state is None and (shape.evidence or shape.records or shape.everything_known):
        state = names.workflow.start
    held_from = names.state(shape.held_from) if shape.held_from else None
    if state and shape.state and held_from and not names.workflow.states[state].holds and shape.held_from:
        label = f"`{state}` does not remember where a case came from"
        help_ = "take `held-from` out, or give a state that has `holds: true`"
        names.findings.add(problem("RJ253", shape.state.span, label=label, help=help_, word=state))
    records = tuple(_evidence(names, shape, at, about))
    if shape.everything_known is not None and shape.everything_known.value:
        said = {(one.saying.evidence, one.saying.person) for one in records}
        records = (*(one for one in _everything(names, at, tuple(about)) if _about_whom(one) not in said), *records)
    return Given(
        at=at,
        about=_kinds(names, about),
        scheme=stands or scheme,
        register=tuple(link_register(names, shape.register)),
        steps=steps,
        state=state,
        held_from=held_from,
        records=records,
        span=shape.state.span if shape.state else shape.span,
    )


def _evidence(names: Names, shape: GivenShape, at: Instant, about: Sequence[str]) -> Iterator[Earlier]:
    for name, said in shape.evidence or ():
        for saying in names.saying(name, said):
            for each in names.each(saying, about):
                yield Earlier(each, _first_who_may(names, name, each, about) or "", at)
    for one in items_of(shape.records):
        yield from _earlier(names, one, at, about)


@lru_cache(maxsize=16)  # most scenarios of a file begin in the same moment, with the same people
def _everything(names: Names, at: Instant, about: tuple[str, ...]) -> tuple[Earlier, ...]:
    """
    Give a record of every piece of evidence, with what it says where nothing else is said, by the first who may make it.
    """
    workflow, found = names.workflow, []
    answers = {(one.evidence, one.person): one.answer for one in names.answers}
    for evidence in workflow.evidence.values():
        usual = answers.get((evidence.name, None), first_answer(evidence))
        for each in names.each(Saying(evidence.name, usual), about):
            by = _recorder(names, evidence, each.person, about)
            found.append(Earlier(evolve(each, answer=answers.get(_key(each), usual)), by or "", at))
    return tuple(found)


def _recorder(names: Names, evidence: Evidence, person: str | None, about: Sequence[str]) -> str | None:
    """
    Find the first who may record something, or else make an event happen that records it; workers before people.
    """
    events = (event.by for event in names.workflow.events.values() if evidence.name in event.records)
    for by in (evidence.recorded_by, *events):
        workers = (who for who, roles in names.workers.items() if any(role in by for role in roles))
        people = (who for who in about if person in (None, who) and any(_is_in(names, who, group) for group in by))
        found = next(iter((*workers, *people)), None)
        if found is not None:
            return found
    return None


def _is_in(names: Names, person: str, group: str) -> bool:
    kind = names.workflow.people.get(names.people.get(person, ""))
    return kind is not None and in_group(kind, group)


def _first_who_may(names: Names, name: Text, saying: Saying, about: Sequence[str]) -> str | None:
    """
    Find the first who may record something; of what comes with an event and in no other way, who may make that happen.
    """
    evidence = names.workflow.evidence[saying.evidence]
    if evidence.recorded_by:
        return names.recorder(name, saying.person)
    return _recorder(names, evidence, saying.person, about)


def _about_whom(one: Earlier) -> tuple[str, str | None]:
    return _key(one.saying)


def _key(saying: Saying) -> tuple[str, str | None]:
    return saying.evidence, saying.person


def _earlier(names: Names, shape: EarlierShape, at: Instant, about: Sequence[str]) -> Iterator[Earlier]:
    if shape.record is None or shape.is_ is None:
        return
    then = names.moment(shape.at) if shape.at else at
    if shape.at and then > at:
        label = "later than the scenario begins"
        names.findings.add(
            problem("RJ410", shape.at.span, label=label, help="write an earlier moment", word=names.said(shape.at))
        )
    void = names.voider(shape.record, shape.void_since) if shape.void_since else None
    for saying in names.recorded(shape.record, shape.is_, shape.of):
        for each in names.each(saying, about):
            by = names.somebody(shape.by) if shape.by else _first_who_may(names, shape.record, each, about)
            yield Earlier(each, by or "", min(then, at), void)


def _kinds(names: Names, people: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((person, names.people[person]) for person in people if person in names.people)


def _check_people(names: Names, shape: ScenariosShape) -> None:
    """
    Find those who are somebody twice, and kinds of which there are more than a case can ever be about.
    """
    workers = {name.value: name for name, _ in shape.workers or ()}
    for name, _ in shape.people or ():
        if name.value in workers:
            note, help_ = f"a worker on line {workers[name.value].span.line}", "give one of the two another name"
            names.findings.add(problem("RJ409", name.span, label="a person here", notes=(note,), help=help_, word=name))


def _check_time(names: Names, at: Instant, steps: Sequence[Step]) -> None:
    """
    Find moments that are over when their turn comes.
    """
    for step in steps:
        if isinstance(step.act, Wait):
            if step.act.until is not None and step.act.until < at:
                label = f"it is {names.spoken(at)} by then"
                help_ = "write a later moment; time never goes back"
                names.findings.add(
                    problem("RJ410", step.span, label=label, help=help_, word=names.spoken(step.act.until))
                )
            at = max(at + step.act.length, step.act.until or at)


def _once_each(names: Names, shape: ScenariosShape) -> None:
    """
    Find scenarios of one name: who reads that one of them failed must know which.
    """
    seen: dict[str, Text] = {}
    for one in items_of(shape.scenarios):
        if one.scenario is None:
            continue
        name = " ".join(one.scenario.value.split())
        first = seen.setdefault(name, one.scenario)
        if first is not one.scenario:
            note, help_ = f"first called so on line {first.span.line}", "give each scenario a name of its own"
            names.findings.add(
                problem("RJ408", one.scenario.span, label="again here", notes=(note,), help=help_, word=name)
            )
