"""
What is said of a mutant is so: by brute force, asking every safeguard and acting out every scenario of every mutant.
"""

from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from tests.effort import sampled

from rjflow.definition.difference import difference
from rjflow.definition.fingerprint import plain
from rjflow.mutating.equalling import compared
from rjflow.mutating.guarding import notice
from rjflow.mutating.judging import Policy, looked_at_again, policy_of, tried
from rjflow.mutating.mutant import Tried
from rjflow.mutating.rehearsing import likeliest, notices
from rjflow.mutating.trying import Mutated, Source, try_all
from rjflow.reader.reading import read
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.overlapping import overlaps
from rjflow.verifier.verifying import judge_one

FOLDER = Path(__file__).parent / "files"
HALL = FOLDER / "hall.workflow.yaml"
SCENARIOS = FOLDER / "hall.scenarios.yaml"


def source(path: Path) -> Source:
    """
    Give a file of this folder.
    """
    return Source(path.read_bytes(), path.name, FOLDER)


@cache
def hall() -> Policy:
    """
    Read the hall, with its scenarios.
    """
    files = [read_scenarios(SCENARIOS.read_bytes(), name=SCENARIOS.name, folder=FOLDER)]
    return policy_of(HALL.read_bytes(), name=HALL.name, folder=FOLDER, files=files)


@cache
def everything() -> Mutated:
    """
    Try every mutant of the hall, by safeguards and scenarios alike.
    """
    return try_all(source(HALL), [source(SCENARIOS)], thoroughly=True)


def valid() -> list[Tried]:
    """
    Give the mutants that the reader does not refuse.
    """
    return [one for one in everything().tried if one.outcome != "refused"]


def found(kind: str, name: str, was: str | None = None, now: str | None = None) -> Tried:
    """
    Find the one mutant that does this.
    """
    (only,) = [
        one
        for one in everything().tried
        if (one.mutant.kind, one.mutant.name) == (kind, name)
        and was in (None, one.mutant.was)
        and now in (None, one.mutant.now)
    ]
    return only


# ---- brute force -----------------------------------------------------------------------------------------------------


def test_a_safeguard_notices_exactly_where_one_is_not_kept_any_more():
    """
    Judging only what may rest on the change finds a safeguard exactly where judging all of them anew does.
    """
    policy = hall()
    for one in sampled(valid(), 2):
        new = policy.read(one.mutant.applied(policy.text))
        lost = {safeguard.id for safeguard in new.safeguards if judge_one(new, safeguard, None).judged != "kept"}
        twice = {(each.event, each.state) for each in overlaps(new)} - {
            (each.event, each.state) for each in overlaps(policy.workflow)
        }

        assert bool(lost or twice) is bool(one.outcome == "safeguard" and not one.blinds), one
        assert (
            not one.safeguards or one.blinds or one.safeguards[0] in {*lost, *(["two ways at once"] if twice else [])}
        )


def test_a_scenario_notices_exactly_where_it_does_not_pass_any_more():
    """
    Acting out only what touches the change finds each scenario that fails, and no other.
    """
    policy = hall()
    for one in sampled(valid(), 2):
        new = policy.read(one.mutant.applied(policy.text))
        changes = difference(policy.workflow, new).changes
        for each in policy.scenarios:
            passes = run(evolve(each.file, workflow=new), each.scenario).passed

            assert notices(new, changes, each) is not passes, (one.mutant, each.scenario.name)


def test_whatever_is_left_out_of_a_judgement_would_have_changed_nothing():
    """
    A safeguard that is not asked because nothing it rests on has changed is kept all the same.
    """
    policy = hall()
    unnoticed = ("equivalent", "stricter", "survived", "not known")
    for one in sampled([each for each in valid() if each.outcome in unnoticed], 2):
        new = policy.read(one.mutant.applied(policy.text))

        assert notice(policy.workflow, new, difference(policy.workflow, new).changes, policy.guards) is None
        assert all(judge_one(new, safeguard, None).judged == "kept" for safeguard in new.safeguards)


# ---- who notices -----------------------------------------------------------------------------------------------------

OUTCOMES = [
    ("refused", "extra-edge", "resume", None, "meeting"),
    ("safeguard", "same-person", "approval", "risk", None),
    ("safeguard", "answer-widened", "all-agree", None, "every participant: agreement is current"),
    ("safeguard", "way-lost", "called-off", "meeting", None),
    ("scenario", "voiding-lost", "agreement", "alarm", None),
    ("scenario", "window-widened", "agreement", None, None),
    ("scenario", "wrong-role", "begin", None, "keeper"),
    ("scenario", "wrong-role", "begin", None, "asked"),
    ("scenario", "role-replaced", "begin", "host", "keeper"),
    ("survived", "wrong-role", "risk", None, "asker"),
    ("survived", "role-replaced", "risk", "keeper", "guard"),
    ("survived", "shown-to-others", "plan", None, "guest"),
    ("scenario", "told-more", "ending", None, "reason"),
    ("scenario", "told-to-others", "ending", None, "host"),
    ("refused", "told-more", "ending", None, "agreement"),
    ("refused", "told-unasked", "ending", None, None),
    ("equivalent", "condition-dropped", "begin", "searched", None),
    ("equivalent", "alternative-lost", "searched", "search is clean", None),
    ("stricter", "alternative-lost", "searched", "risk is low", None),
    ("stricter", "or-to-and", "searched", None, None),
    ("survived", "deadline-later", "review", None, None),
    ("survived", "window-widened", "plan", None, None),
    ("survived", "voiding-lost", "risk", "plan", None),
]  # fmt: skip  # one mutant to a line reads best


@pytest.mark.parametrize(("outcome", "kind", "name", "was", "now"), OUTCOMES)
def test_mutants_are_told_apart(outcome, kind, name, was, now):
    """
    Each outcome comes of a mutant of which it can be seen why.
    """
    assert outcome == found(kind, name, was, now).outcome


def test_who_notices_is_named():
    """
    A safeguard by its id, with whether it is broken; a scenario by its name; the reader by the code of what is wrong.
    """
    same_person, alarm = found("same-person", "approval"), found("voiding-lost", "agreement", "alarm")

    assert (("T3",), True) == (same_person.safeguards, same_person.is_broken)
    assert ("nobody meets after an alarm",) == alarm.scenarios
    assert all(one.codes for one in everything().of("refused"))


def test_a_scenario_that_fails_already_notices_nothing():
    """
    What does not pass with the policy as it is says nothing about a mutant of it, and is told.
    """
    text = SCENARIOS.read_bytes().replace(
        b"then: {state: over, reason: met, told: {guard: [state]}}", b"then: {state: waiting}"
    )
    mutated = try_all(source(HALL), [Source(text, "wrong.scenarios.yaml", FOLDER)], only=["reason-added"])

    assert ("two who agree meet, and part",) == mutated.failed
    assert 3 == mutated.scenarios


def test_a_safeguard_that_is_not_kept_already_notices_nothing():
    """
    What is broken with the policy as it is says nothing about a mutant of it, and is told.
    """
    text = HALL.read_bytes().replace(b"not-by: [risk]", b"not-by: [plan]")
    mutated = try_all(Source(text, HALL.name, FOLDER), only=["same-person"])

    assert ("T3",) == mutated.not_kept
    assert all("T3" not in one.safeguards for one in mutated.tried)


CALLING = """\
rjflow: 1
workflow: calling
version: 1
title: Somebody is called
roles: {host: {}}
people: {guest: {at-least: 1}}
states: {outside: {start: true}, inside: {}, away: {final: true, reasons: [done]}}
events:
  call: {from: outside, to: inside, by: [host], contacts: [guest]}
  write: {from: inside, to: inside, by: [host], contact: indirect}
  leave: {from: inside, to: away, by: [host], reason: done}
safeguards:
  - {id: C0, label: whoever is gone is left in peace, after: final, not-before: [contact, contacts guest]}
"""
SAYS_SO = "  - {id: C1, label: a call is one, counted: [call], as: contacts guest}\n  - {id: C2, label: a letter is one, counted: [write], as: contact indirect}\n"


def test_whoever_calls_something_contact_no_more_is_noticed_where_it_must_count():
    """
    No other safeguard speaks of a contact that is not called one; what says that it must be is broken by it.
    """
    for text, outcome, noticed in (
        (CALLING, "survived", [(), ()]),
        (CALLING + SAYS_SO, "safeguard", [("C1",), ("C2",)]),
    ):
        policy = policy_of(text, name="calling.workflow.yaml", folder=None)
        unmarked = [tried(policy, one) for one in policy.mutants if one.kind == "contact-unmarked"]

        assert [one.outcome for one in unmarked] == [outcome, outcome]
        assert [one.safeguards for one in unmarked] == noticed


# ---- promises that are gone ------------------------------------------------------------------------------------------


def test_a_promise_that_is_gone_is_missed_when_another_mutant_goes_unnoticed_then():
    """
    Without the safeguard that alone notices a mutant, nobody would; that one is named.
    """
    gone = found("safeguard-removed", "T3")
    left = next(one for one in everything().tried if one.mutant.number == gone.leaves)

    assert ("survived", ("T3",)) == (gone.outcome, gone.blinds)
    assert ("T3",) == left.safeguards


def test_a_promise_that_is_gone_is_not_missed_where_others_notice_the_same():
    """
    Where each mutant that it notices is noticed by somebody else, too, nothing goes unnoticed.
    """
    gone = found("safeguard-removed", "T3")
    others = {one.mutant.number: evolve(one, scenarios=("somebody",)) for one in everything().tried}
    again = looked_at_again(hall(), evolve(gone, leaves=None), others)

    assert ("scenario", ("somebody",)) == (again.outcome, again.scenarios)


def test_a_whole_file_of_promises_that_is_gone_is_missed_by_what_it_promised(tmp_path):
    """
    A policy that does not say any more that it keeps a file does all that it did: what is missed are the promises of that file, and not
    that these notice when something else is called a wish, which changes nothing that cases do.
    """
    promises = '- {id: U1, label: nobody is talked into it, entering: kind meeting, must: "no participant: refusal"}'
    head = "rjflow: 1\nsafeguards-file: ours\nversion: 1\ntitle: Ours\nsafeguards:\n  "
    (tmp_path / "ours.yaml").write_text(f"{head}{promises}\n", "utf-8")
    text = HALL.read_text("utf-8").replace("\nroles:", "\nsatisfies: [ours.yaml]\nroles:")
    text = text.replace("wish: [given]", "refusal: [refused]")
    policy = policy_of(text, name=HALL.name, folder=tmp_path)
    (gone,) = [one for one in policy.mutants if one.section == "satisfies"]

    assert Tried(mutant=gone, outcome="survived", blinds=("U1",)) == tried(policy, gone)

    (wider,) = [one for one in policy.mutants if (one.kind, one.now) == ("meaning-widened", "given")]
    seen = tried(policy, wider)
    others = {one.mutant.number: one for one in (seen, tried(policy, gone))}

    assert ("U1",) == seen.safeguards
    assert "equivalent" == looked_at_again(policy, tried(policy, gone), others).outcome


def test_in_a_part_of_all_mutants_it_is_left_open():
    """
    Whether a promise is missed is only seen beside all other mutants.
    """
    (only, *_) = try_all(source(HALL), only=["safeguard-removed"], most=1).tried

    assert "not known" == only.outcome


# ---- no danger -------------------------------------------------------------------------------------------------------


def test_what_no_case_can_do_otherwise_is_equivalent():
    """
    Of mutants that are called equivalent, difference and searches say so in both directions.
    """
    policy, several = hall(), everything().of("equivalent")
    news = [policy.read(one.mutant.applied(policy.text)) for one in several]

    assert several
    assert {"same", "equivalent"} >= {
        compared(policy.workflow, new, difference(policy.workflow, new).changes) for new in news
    }


def test_what_only_asks_more_is_stricter():
    """
    One condition more lets nothing happen that could not; that is no danger, and not the same. The other way round it is more.
    """
    policy = hall()
    text = policy.text.replace("needs: [plan is current, risk is current]", "needs: [plan is current]")
    loose, strict = read(text, name="loose.yaml"), policy.workflow

    assert "stricter" == compared(loose, strict, difference(loose, strict).changes)
    assert "more" == compared(strict, loose, difference(strict, loose).changes)


def test_the_scenario_that_is_refused_because_of_what_changed_is_asked_first():
    """
    Of all scenarios the one that is likely to notice comes first, wherever it stands, and none is left out.
    """
    refused = "  - scenario: no plan\n    when: [{by: hal, do: make-ready, refused-because: plan}]\n"
    file = read_scenarios(f"{SCENARIOS.read_text('utf-8')}{refused}", name=SCENARIOS.name, folder=FOLDER)
    policy = policy_of(HALL.read_bytes(), name=HALL.name, folder=FOLDER, files=[file], guards=())
    (mutant,) = [
        one for one in policy.mutants if (one.name, one.was) == ("make-ready", "plan is current") and not one.now
    ]
    changes = difference(policy.workflow, policy.read(mutant.applied(policy.text))).changes
    first, *others = likeliest(policy.workflow, policy.scenarios, changes)

    assert "no plan" == first.scenario.name
    assert {one.scenario.name for one in policy.scenarios} == {"no plan", *(one.scenario.name for one in others)}
    assert ("no plan",) == tried(policy, mutant).scenarios


def test_a_scenario_of_who_was_told_touches_all_that_exports_ask():
    """
    Whoever looks at what was told is acted out again when something changes that an export asks or tells; whoever does not is left alone.
    """
    head, _ = SCENARIOS.read_text("utf-8").split("scenarios:\n")
    given = "    given: {state: meeting, everything-known: true}\n    when: [{by: hal, do: finish, reason: met}]\n"
    told = f"  - scenario: told\n{given}    then: {{told: {{guard: [state]}}}}\n"
    text = f"{head}scenarios:\n{told}  - scenario: not told\n{given}"
    file = read_scenarios(text, name=SCENARIOS.name, folder=FOLDER)
    policy = policy_of(HALL.read_bytes(), name=HALL.name, folder=FOLDER, files=[file], guards=())
    touches = {one.scenario.name: one.touches for one in policy.scenarios}
    asked = {("exports", "told"), ("evidence", "plan")}

    assert asked <= touches["told"]
    assert asked.isdisjoint(touches["not told"])


# ---- how they are tried ----------------------------------------------------------------------------------------------


def test_two_processes_find_what_one_does():
    """
    Mutants do not know each other, so it makes no difference who judges them.
    """
    kinds = ["same-person", "reason-added"]
    alone, together = (try_all(source(HALL), [source(SCENARIOS)], only=kinds, jobs=jobs) for jobs in (1, 2))

    assert alone.tried == together.tried


def test_a_scenario_is_asked_before_the_safeguards():
    """
    What a scenario notices is not judged by safeguards, unless thoroughly; the outcome names whoever was asked.
    """
    policy = hall()
    both = next(one for one in everything().tried if one.safeguards and one.scenarios)
    quick = tried(policy, both.mutant)

    assert ("safeguard", "scenario") == (both.outcome, quick.outcome)
    assert both.scenarios == quick.scenarios
    assert () == quick.safeguards


def test_a_policy_with_mistakes_is_refused():
    """
    What cannot be read has no mutants.
    """
    with pytest.raises(InvalidWorkflow):
        try_all(Source(b"rjflow: 1\nworkflow: x\n", "x.yaml", None))


def test_proofs_are_of_the_policys_own_safeguards():
    """
    Every safeguard that is kept was proved, with what its proof looks at.
    """
    policy = hall()

    assert ["T1", "T2", "T3", "T4"] == [one.safeguard.id for one in policy.guards]
    assert all(plain(one.safeguard.form) for one in policy.guards)
    assert all(one.parts for one in policy.guards)
