"""
Who may see what: one small case, everybody who might look, and what each of them sees.
"""

import pytest
from attrs import evolve
from tests.small import MONDAY, asks, evidence, opened, workflow

from rjflow.definition.model import Gate, Kind, Notice
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, ForPeople, GateHolds
from rjflow.rules.finding import Finding, Used
from rjflow.rules.seeing import eyes_among, eyes_of, is_shown
from rjflow.rules.situation import THE_CLOCK, Actor

SMALL = evolve(
    workflow(
        evidence("fact", visible_to=("lead", "guest"), known_to=("lead", "guest", "helper"), recorded_by=("lead",)),
        evidence("word", about="guest", visible_to=("lead", "participant", "helper"), recorded_by=("lead",)),
        evidence("talk", about="helper", visible_to=("worker",), known_to=("lead", "helper"), recorded_by=("worker",)),
        evidence("plan", visible_to=("worker",), recorded_by=("worker",)),
        Kind(name="guest", label="guest", takes_part=True),
        Kind(name="helper", label="helper", visible_to=("lead", "guest")),
        Notice(name="open", label="open"),
        Notice(name="alarm", label="alarm", visible_to=("lead", "helper")),
    ),
    gates=frozen_map({"heard": Gate(name="heard", label="heard", asks=asks(Among("plan", ("yes",))))}),
)
CASE = opened(SMALL, ann="guest", bob="guest", eve="helper")
WHO = {
    "lead": Actor("l", frozenset({"lead"})),
    "worker": Actor("w", frozenset({"worker"})),
    "ann": Actor("a", frozenset(), frozenset({"ann"})),
    "eve": Actor("e", frozenset(), frozenset({"eve"})),
    "both": Actor("b", frozenset(), frozenset({"ann", "eve"})),
    "stranger": Actor("s", frozenset({"tourist"}), frozenset({"nobody"})),
    "clock": THE_CLOCK,
}


def those_who(ask):
    """
    Name those of whom something is true.
    """
    return {name for name, actor in WHO.items() if ask(eyes_of(SMALL, CASE, actor))}


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("have_part()", "lead worker ann eve both"),
        ("among(('lead',))", "lead"),
        ("among(('guest', 'worker'))", "worker ann both"),
        ("among(('participant',))", "ann both"),
        ("among(())", ""),
        ("among(('guest',), 'guest', 'ann')", "ann both"),
        ("among(('guest',), 'guest', 'bob')", ""),
        ("among(('helper', 'guest'), 'guest', 'bob')", "eve both"),
        ("among(('guest',), 'helper', 'eve')", "ann both"),
        ("see_kind('guest')", "lead worker ann eve both"),
        ("see_kind('helper')", "lead ann both"),
        ("see_kind('ghost')", ""),
        ("see_person('ann')", "lead worker ann eve both"),
        ("see_person('eve')", "lead ann eve both"),
        ("see_person('nobody')", ""),
        ("see_notice('open')", "lead worker ann eve both"),
        ("see_notice('alarm')", "lead eve both"),
        ("see_notice('flood')", ""),
        ("see('fact', None)", "lead ann both"),
        ("see('plan', None)", "worker"),
        ("see('word', 'ann')", "lead ann eve both"),
        ("see('word', 'bob')", "lead eve both"),
        ("see('word', 'eve')", "lead eve both"),
        ("see('word', 'nobody')", ""),
        ("see('gossip', None)", ""),
        ("know_of('fact', None)", "lead ann eve both"),
        ("know_of('talk', 'eve')", "lead eve both"),
        ("know_of('talk', 'ann')", "lead"),
        ("know_of('word', 'ann')", ""),
        ("see('talk', None)", "worker"),
        ("see('talk', 'eve')", ""),
        ("see_used(Used('word', 'ann', 'absent'))", "lead ann eve both"),
        ("see_used(Used('plan', None, 'absent'))", "worker"),
        ("told_void('talk') is None", "lead worker ann eve both stranger clock"),
        ("see_used(Used('word', 'bob', 'absent'))", "lead eve both"),
        ("see_used(Used('plan', None, 'absent', of_scheme=True))", "lead worker ann eve both stranger clock"),
        ("told_void(None) is None", "lead worker ann eve both stranger clock"),
        ("told_void('plan') == 'plan'", "worker"),
        ("told_void('word') == 'word'", "lead eve both"),
        ("told_void('alarm') == 'alarm'", "lead eve both"),
        ("told_void('go') == 'go'", "lead worker ann eve both stranger clock"),
        ("told_void('plan') is None", "lead ann eve both stranger clock"),
        ("told_void('alarm') is None", "worker ann stranger clock"),
        ("see_actor(Actor('x', frozenset({'any'}), frozenset({'eve'})))", "lead worker ann eve both stranger clock"),
        ("see_actor(Actor('x', frozenset(), frozenset({'nobody'})))", "lead worker ann eve both stranger clock"),
        ("see_actor(Actor('x', frozenset(), frozenset({'eve'})))", "lead ann eve both"),
        ("see_actor(Actor('x', frozenset(), frozenset({'eve', 'bob'})))", "lead worker ann eve both"),
        ("see_finding(Finding(asked='state', truth=True))", "lead worker ann eve both stranger clock"),
        ("see_finding(asking(Among('plan', ('yes',)), Used('plan', None, 'absent')))", "worker"),
        ("see_finding(asking(ForPeople('some', 0, 'helper', GateHolds('heard'))))", "lead ann both"),
        ("see_finding(asking(ForPeople('no', 0, 'participant', GateHolds('heard'))))", "lead worker ann eve both"),
        ("see_finding(asking(GateHolds('heard'), Used('fact', None, 'absent'), Used('plan', None, 'absent')))", ""),
    ],
)
def test_everybody_sees_just_what_is_theirs_to_see(asked, who):
    """
    Roles see what the file shows them; people see themselves, what is about them, and what their group is shown; strangers nothing.
    """
    names = {"Used": Used, "Finding": Finding, "Actor": Actor, "Among": Among, "ForPeople": ForPeople}

    def asking(condition, *used):
        (requirement,) = asks(condition).items
        return Finding(asked="needs", truth=True, requirement=requirement, used=used)

    names |= {"GateHolds": GateHolds, "frozenset": frozenset, "asking": asking}

    assert set(who.split()) == those_who(lambda eyes: eval(f"eyes.{asked}", {"eyes": eyes, **names}))


def test_of_what_was_those_see_who_are_there_now():
    """
    Somebody who left speaks for nobody any more, though they were there; whoever is there sees them among those who were.
    """
    people = {"ann": "guest", "eve": "helper"}
    eyes = eyes_among(SMALL, WHO["both"], ["ann"], people)

    assert ({"ann": "guest"}, people) == (eyes.own, eyes.people)
    assert {} == eyes_among(SMALL, THE_CLOCK, ["ann"], people).own
    assert (SMALL, WHO["both"]) == (eyes.workflow, eyes.actor)
    assert people | {"bob": "guest"} == eyes_of(SMALL, CASE, WHO["ann"]).people
    assert CASE.now == MONDAY


def test_a_kind_is_shown_to_the_roles_it_names_or_to_all():
    """
    Where a kind of people names nobody who sees it, every role does.
    """
    assert [True, True] == [is_shown(SMALL.people["guest"], role) for role in ("lead", "worker")]
    assert [True, False] == [is_shown(SMALL.people["helper"], role) for role in ("lead", "worker")]
