"""
The stories of practice, each told twice with other hidden answers: whoever they are hidden from is shown the same, byte for byte.

Views, options, refusals of every event and of every record, the history, exports, and forms; for each shipped programme.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.small import unproved
from tests.twins import Twins

from rjflow import Casebook, CaseNotFound, FixedClock, MemoryStore, WrappingKeys
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.lookup import in_group, names_somebody
from rjflow.definition.model import Flag, Number, OneOf, Workflow
from rjflow.definition.papers import Field, Form, Records, Rows
from rjflow.definition.safeguards import Hidden
from rjflow.engine.case import Case
from rjflow.engine.history import NO_ENTRY, Entry, Open
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, instant, moment
from rjflow.report.seen import entries_document, view_document, view_text
from rjflow.rules.commands import Fire, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.seeing import at_work
from rjflow.scenarios.model import ScenarioFile, first_answer
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.scenarios.runs import See, scheme_seen
from rjflow.scenarios.watching import Watch
from rjflow.sealing.keys import new_line
from rjflow.shipped import folder

PROGRAMMES = ("ew-post-sentence", "pre-sentence-court", "nz-pre-sentence", "sexual-harm", "police-out-of-court")
BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@cache
def stories(name: str) -> ScenarioFile:
    """
    Read the scenarios of a programme.
    """
    path = folder() / f"{name}.scenarios.yaml"
    return read_scenarios(path.read_bytes(), name=path.name, folder=folder())


@cache
def told(name: str, place: int) -> tuple[Entry, ...]:
    """
    Act one scenario out, and give what was written down in it.
    """
    file, watch = stories(name), Watch()
    run(file, file.scenarios[place], watch=watch)
    return tuple(entry for step in watch.steps for entry in step.entries)


def hidden_from(workflow: Workflow, role: str) -> list[str]:
    """
    Give everything written or recorded that the safeguards hide from a role, by its own name or as one of a group.
    """
    forms = [one.form for one in workflow.safeguards if isinstance(one.form, Hidden)]
    kind = workflow.people.get(role)
    meant = [one for one in forms if role in one.roles or (kind and any(in_group(kind, each) for each in one.roles))]
    return [name for form in meant for name in form.evidence if name not in workflow.notices]


def watched_roles(workflow: Workflow) -> list[str]:
    """
    Give everybody from whom something is hidden, and who is shown anything of a case at all.
    """
    return sorted(role for role in (*at_work(workflow), *workflow.people) if hidden_from(workflow, role))


def ready_scheme(workflow: Workflow, at: Instant) -> Case:
    """
    Give a scheme that is ready, with everything in it recorded.
    """
    assert workflow.scheme is not None
    scheme, day = workflow.scheme.workflow, moment(at).date()
    answers = ((name, first_answer(one)) for name, one in scheme.evidence.items() if one.about is None)
    records = tuple((name, said if isinstance(said, str | bool | int) else day) for name, said in answers)
    situation = scheme_seen(workflow, See("ready", records, at))
    return Case(id="scheme", fingerprint=fingerprint(scheme), situation=situation, revision=1, head=NO_ENTRY)


def told_twice(name: str, place: int, hidden: list[str]) -> Twins:
    """
    Tell one story twice: in the second each answer that is hidden is another one, wherever the story goes the same way.
    """
    file = stories(name)
    workflow, entries = file.workflow, told(name, place)
    clock = FixedClock(moment(entries[0].at))
    everybody = {role: [role] for role in (*workflow.roles, *file.workers)}
    roles = SameRoles({**everybody, **file.workers}, acts_for={person: [person] for person in file.people})
    scheme = ready_scheme(workflow, entries[0].at)
    engine = Engine(unproved(workflow), roles=roles, clock=clock, scheme=lambda: scheme, registers_elsewhere=True)
    twins = Twins(engine, clock, hidden, dict(entries[0].command.people), entries[0].actor.id)
    for entry in entries[1:]:
        clock.forward(microseconds=max(entry.at - instant(clock.now()), 0))
        again(twins, entry)
    return twins


def again(twins: Twins, entry: Entry) -> None:
    """
    Let happen to both what happened in the story, with other hidden answers in one of them if both go the same way.
    """
    engine, who, command = twins.engine, entry.actor.id, entry.command
    match command:
        case RecordEvidence(given=one):
            twins.record(one.evidence, one.value, one.person, who) or plainly(
                twins, lambda: twins.record(one.evidence, one.value, one.person, who)
            )
        case Fire(event=name, given=values, reason=reason):
            forms: list[tuple[str, Value, str | None]] = [(one.evidence, one.value, one.person) for one in values]
            twins.fire(name, forms, who, reason) or plainly(twins, lambda: twins.fire(name, forms, who, reason))
        case GiveNotice(notice=notice):
            twins.take([engine.notice(case, notice, actor=who) for case, *_ in twins.pair])
        case Join(person=person, kind=kind):
            twins.take([engine.join(case, person, kind, actor=who) for case, *_ in twins.pair])
        case Leave(person=person):
            twins.take([engine.leave(case, person, actor=who) for case, *_ in twins.pair])
        case _:
            twins.take([engine.advance(case) for case, *_ in twins.pair])


def plainly(twins: Twins, do: Any) -> None:
    """
    Do something with nothing altered.
    """
    hidden, twins.hidden = twins.hidden, []
    do()
    twins.hidden = hidden


@settings(max_examples=15)
@given(st.sampled_from(PROGRAMMES), st.data())
def test_each_story_is_the_same_to_whom_it_is_hidden_from(name: str, data: st.DataObject):
    """
    Whoever looks, at the end of any story of practice, sees and is told nothing that depends on what is hidden from them.
    """
    file = stories(name)
    role = data.draw(st.sampled_from(watched_roles(file.workflow)))
    place = data.draw(st.integers(0, len(file.scenarios) - 1))
    # Others begin in the middle of a case, or all that is tried in them is refused.
    assume([Open] == [type(one.command) for one in told(name, place)[:1]])
    twins = told_twice(name, place, hidden_from(file.workflow, role))
    people = [one.id for one in twins.pair[0][0].situation.people if one.kind == role]
    if role not in file.workflow.roles and not people:
        return
    event(f"{name}: {'they differ' if twins.differ() else 'nothing hidden was recorded'}")
    one, other = twins.looks(people[0] if people else role, role)

    assert one == other


def test_whoever_may_see_it_sees_the_difference():
    """
    The same comparison tells the two stories apart for somebody from whom nothing of it is hidden.
    """
    twins = told_twice("police-out-of-court", 0, ["consent-to-contact", "vulnerability-screen"])
    one, other = twins.looks("facilitator", "facilitator")

    assert twins.differ()
    assert one != other


# ---- what is written in forms ----------------------------------------------------------------------------------------


def written(form: Form, words: str) -> dict[str, Any]:
    """
    Fill a form in: the first answer where there are some, these words where words are asked for.
    """
    return {name: said for name, field in form.fields.items() if (said := answer_to(field, words)) is not None}


def answer_to(field: Field, words: str) -> Any:
    """
    Give what is written in one field.
    """
    match field.kind:
        case OneOf(values):
            return values[0]
        case Flag():
            return True
        case Number(low, _):
            return low
        case Rows(cells):
            row = {name: said for name, cell in cells.items() if (said := answer_to(cell, words)) is not None}
            return [row]
        case Records():
            return None
        case _:
            return words if "Words" in type(field.kind).__name__ else None


def with_evidence(workflow: Workflow, form: Form, words: str) -> dict[str, Any]:
    """
    Fill a form in, with the first answer of each piece of evidence that it records.
    """
    recorded = {name: field.kind.evidence for name, field in form.fields.items() if isinstance(field.kind, Records)}
    return {**written(form, words), **{name: first_answer(workflow.evidence[one]) for name, one in recorded.items()}}


def book_with(workflow: Workflow, words: str) -> tuple[Casebook, list[str]]:
    """
    Give a casebook with one case, in which every form is filled in that somebody may fill in at once; and which these are.
    """
    roles = SameRoles({role: [role] for role in workflow.roles}, acts_for={kind: [kind] for kind in workflow.people})
    book = Casebook(
        MemoryStore(), [unproved(workflow)], roles=roles, clock=FixedClock(BEGINNING), keys=WrappingKeys(new_line("k"))
    )
    people = {kind: kind for kind in workflow.people}
    book.open("case-1", people=people, actor=next(iter(workflow.roles)))
    filled = []
    for form in workflow.forms.values():
        worker = next((one for one in form.filled_by if one in workflow.roles), None)
        person = next((one for one in people if form.about and in_group(workflow.people[one], form.about)), None)
        if form.event is None and worker is not None and not names_somebody(form):
            step = book.submit("case-1", form.name, with_evidence(workflow, form, words), actor=worker, person=person)
            filled += [form.name] if step.allowed else []
    return book, filled


def pages(workflow: Workflow, book: Casebook, reader: str) -> Iterator[str]:
    """
    Give all that somebody is shown of the case and of its forms.
    """
    if reader in workflow.roles and reader not in at_work(workflow):
        with pytest.raises(CaseNotFound):
            book.view("case-1", reader)
        return
    view = book.view("case-1", reader)
    yield json.dumps(view_document(workflow, view))
    yield view_text(workflow, view)
    yield json.dumps(entries_document(workflow, book.seen("case-1", reader)))
    yield repr([(one.form, one.person, dict(one.values)) for one in book.filed("case-1", reader)])
    yield repr(book.shares("case-1", reader))


@pytest.mark.parametrize("name", ["ew-post-sentence", "pre-sentence-court", "police-out-of-court"])
def test_words_in_forms_reach_nobody_they_are_hidden_from(name: str):
    """
    Two cases that differ in every word that is written in their forms look the same to whoever none of these forms is for.
    """
    workflow = stories(name).workflow
    one, filled = book_with(workflow, "12 Mill Lane")
    other, _ = book_with(workflow, "40 High Street")
    told_apart = set()
    for reader in (*workflow.roles, *workflow.people):
        forms = {
            form.name for form in workflow.forms.values()
            if any(reader == who or (reader in workflow.people and in_group(workflow.people[reader], who)) for who in form.visible_to)
        }  # fmt: skip
        same = list(pages(workflow, one, reader)) == list(pages(workflow, other, reader))
        told_apart |= set() if same else {reader}
        assert same or forms & set(filled), reader
        hidden = {
            each.partition(".")[0] for each in hidden_from(workflow, reader) if each.partition(".")[0] in workflow.forms
        }
        assert not hidden & forms

    assert len(filled) >= 3
    assert told_apart


@pytest.mark.parametrize("name", ["ew-post-sentence", "pre-sentence-court", "police-out-of-court"])
def test_a_notice_that_is_hidden_from_them_changes_nothing_they_are_shown(name: str):
    """
    Two cases of which one was given a warning look the same to whoever it is hidden from, and not to whoever gave it.
    """
    workflow = stories(name).workflow
    [form] = [one.form for one in workflow.safeguards if one.id == "F1-warnings"]
    kinds = [kind.name for kind in workflow.people.values() if any(in_group(kind, who) for who in form.roles)]
    assert {"victim", "offender"} <= {*kinds}
    one, _ = book_with(workflow, "words")
    other, _ = book_with(workflow, "words")
    for warning in form.evidence:
        assert other.notice("case-1", warning, actor="facilitator").allowed
    for reader in (*kinds, *form.roles):
        if reader in (*workflow.people, *workflow.roles):
            assert list(pages(workflow, one, reader)) == list(pages(workflow, other, reader)), reader
    assert list(pages(workflow, one, "facilitator")) != list(pages(workflow, other, "facilitator"))


def set_aside_and_left(found: str) -> tuple[Workflow, Engine, Case, tuple[Entry, ...]]:
    """
    Let a case of the police be classified otherwise, say what was found about abuse, and let it go back to be investigated.
    """
    workflow = stories("police-out-of-court").workflow
    roles = SameRoles({role: [role] for role in workflow.roles}, acts_for={one: [one] for one in ("robin", "kit")})
    scheme = ready_scheme(workflow, instant(BEGINNING))
    clock = FixedClock(BEGINNING)
    engine = Engine(unproved(workflow), roles=roles, clock=clock, scheme=lambda: scheme, registers_elsewhere=True)
    steps = [engine.open("case-1", people={"robin": "victim", "kit": "offender"}, actor="officer")]
    for evidence, by, person, value in (
        ("incident-record", "officer", None, "lawful"),
        ("scope-check", "officer", None, "in-scope"),
        ("responsibility", "officer", "kit", "admits"),
        ("domestic-abuse", "officer", None, "none-found"),
        ("exclusion-check", "supervisor", None, "agrees"),
        ("facilitator-allocation", "supervisor", None, "allocated"),
        ("safeguarding-check", "supervisor", None, "nothing-open"),
    ):
        steps.append(engine.record(steps[-1].case, evidence, value, actor=by, person=person))
    steps.append(engine.fire(steps[-1].case, "accept-incident", actor="supervisor"))
    steps.append(engine.notice(steps[-1].case, "reclassified", actor="officer"))
    steps.append(engine.record(steps[-1].case, "domestic-abuse", found, actor="officer"))
    steps.append(engine.fire(steps[-1].case, "exclude", actor="supervisor"))
    steps.append(engine.fire(steps[-1].case, "tell-others", actor="facilitator", given={"others-told": "told"}))
    steps.append(engine.fire(steps[-1].case, "close-case", actor="supervisor", reason="out-of-scope"))
    return workflow, engine, steps[-1].case, tuple(entry for step in steps for entry in step.entries)


@pytest.mark.parametrize("reader", ["robin", "kit"])
def test_how_a_case_of_the_police_ended_does_not_tell_that_abuse_was_found(reader: str):
    """
    A case that ended because abuse was found and one that ended for what the offence is called now look the same to those in it.
    """
    workflow, engine, one, history = set_aside_and_left("found")
    _, again, other, beside = set_aside_and_left("none-found")

    assert "out-of-scope" == one.situation.reason == other.situation.reason
    assert view_document(workflow, engine.view(one, reader)) == view_document(workflow, again.view(other, reader))
    assert entries_document(workflow, engine.seen(one, history, reader)) == entries_document(
        workflow, again.seen(other, beside, reader)
    )


@pytest.mark.parametrize("name", PROGRAMMES)
def test_nothing_that_everybody_sees_names_abuse(name: str):
    """
    Where a case stands, what happened, and why it ended can be seen by everybody in it; none of these has a name or a label that accuses.
    """
    workflow = stories(name).workflow
    shown = [f"{one.name} {one.label}" for one in (*workflow.states.values(), *workflow.events.values())]
    shown += [reason for state in workflow.states.values() for reason in state.reasons]

    assert [] == [one for one in shown if any(word in one for word in ("abus", "violen", "coerc", "threat"))]
