"""
How commands, people and moves are called, each in a few words.
"""

import pytest
from attrs import evolve
from tests.small import MONDAY, asks, event, evidence, opened, workflow

from rjflow.definition.model import CLOCK, Gate, Kind, Notice, SchemeLink, Way
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, GateHolds, InState, OfScheme
from rjflow.rules.commands import Advance, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.decision import Move
from rjflow.rules.situation import NEVER_COUNTED, THE_CLOCK, Actor
from rjflow.rules.wording import Cast, arrived, cast_in, cast_of, deed, moved, state_label, voided_by, whoever

SCHEME = evolve(
    workflow(evidence("register"), subject="scheme"),
    gates=frozen_map({"is-open": Gate(name="is-open", label="is open", asks=asks(Among("register", ("yes",))))}),
)
WORDED = evolve(
    workflow(
        evidence("fact", voided_by=()),
        evidence("wish", about="guest"),
        event("go", ("start", "end")),
        Kind(name="guest", label="guest"),
        Kind(name="host", label="host"),
        Notice(name="alarm", label="an alarm"),
    ),
    scheme=SchemeLink(workflow=SCHEME, needs=("is-open",)),
)
ANN = Actor("ann", frozenset({"worker"}))
CAST = Cast({"g1": "the guest", "g2": "Kim (a guest)"}, {"ann": "Ann"})
AT = {"actor": ANN, "at": MONDAY}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (Fire(event="go", **AT), "go"),
        (Fire(event="fly", **AT), "fly"),
        (
            Fire(event="go", given=(Given("wish", "yes", "g1"), Given("wish", "yes", "g2"), Given("fact", "no")), **AT),
            "go, with “wish” of the guest and Kim (a guest): “yes”, with “fact”: “no”",
        ),
        (Fire(event="go", reason="done", **AT), "go, because: “done”"),
        (RecordEvidence(given=Given("wish", "yes", "g1"), **AT), "record “wish” of the guest: “yes”"),
        (GiveNotice(notice="alarm", **AT), "give notice: an alarm"),
        (GiveNotice(notice="flood", **AT), "give notice: flood"),
        (Join(person="g1", kind="guest", **AT), "add the guest"),
        (Join(person="g2", kind="host", **AT), "add Kim (a guest)"),
        (Join(person="g3", kind="host", **AT), "add g3 (host)"),
        (Join(person="g3", kind="ghost", **AT), "add g3 (ghost)"),
        (Leave(person="g1", **AT), "remove the guest"),
        (SeeScheme(scheme=None, **AT), "see how the scheme stands: nobody can say any more"),
        (SeeScheme(scheme=opened(SCHEME), **AT), "see how the scheme stands: “is open” is not so"),
        (Advance(at=MONDAY), "let time pass"),
    ],
)
def test_what_a_command_asks_for_is_said(command, said):
    """
    One short phrase for each command; what the workflow does not know is called by its name.
    """
    assert said == deed(WORDED, command, CAST)


def test_of_a_scheme_of_which_nothing_is_asked_nothing_is_said():
    """
    Where contacts need nothing of the scheme, how it stands makes no difference.
    """
    command = SeeScheme(scheme=opened(SCHEME), **AT)
    nothing = evolve(WORDED, scheme=SchemeLink(workflow=SCHEME, needs=()))

    assert "see how the scheme stands: nothing is asked of it" == deed(nothing, command, CAST)
    assert "see how the scheme stands: nothing is asked of it" == deed(evolve(WORDED, scheme=None), command, CAST)


def test_what_an_event_asks_of_a_scheme_is_said_where_contacts_need_nothing():
    """
    Each thing that is asked somewhere is answered once; what is not known is no.
    """
    asked = (OfScheme(GateHolds("is-open")), OfScheme(InState("start")))
    ways = (Way(from_states=("start",), target="end", needs=asks(*asked, asked[0])),)
    asking = evolve(
        WORDED,
        scheme=SchemeLink(workflow=SCHEME, needs=()),
        events=frozen_map({"go": evolve(WORDED.events["go"], ways=ways)}),
    )
    command = SeeScheme(scheme=opened(SCHEME), **AT)

    assert "see how the scheme stands: is open: no; the scheme is in “start”: yes" == deed(asking, command, CAST)


def test_of_a_scheme_it_is_said_what_is_asked_of_it_besides_what_contacts_need():
    """
    Another gate that something asks is told, too, whether it is open or not; what else is asked is told where it is so.
    """
    ready = evolve(SCHEME.gates["is-open"], name="is-paid", label="is paid for")
    scheme = evolve(SCHEME, gates=frozen_map({**SCHEME.gates, "is-paid": ready}))
    asked = (OfScheme(GateHolds("is-paid")), OfScheme(InState("start")), OfScheme(InState("end")))
    ways = (Way(from_states=("start",), target="end", needs=asks(*asked)),)
    asking = evolve(
        WORDED,
        scheme=SchemeLink(workflow=scheme, needs=("is-open",)),
        events=frozen_map({"go": evolve(WORDED.events["go"], ways=ways)}),
    )
    command = SeeScheme(scheme=opened(scheme), **AT)

    said = "see how the scheme stands: “is open” is not so and “is paid for” is not so; the scheme is in “start”: yes"
    assert said == deed(asking, command, CAST)


def test_people_are_called_by_their_names_or_by_what_they_are():
    """
    One of a kind is the one, several are numbered, and a name that is given is used.
    """
    people = (("g1", "guest"), ("h1", "host"), ("h2", "host"))
    cast = cast_of(WORDED, people, {"h2": "Kim"})

    assert ["the guest", "host 1", "Kim", "x"] == [cast.person(one) for one in ("g1", "h1", "h2", "x")]
    assert ["the clock", "Kim", "the guest", "x"] == [cast.actor(one) for one in (CLOCK, "h2", "g1", "x")]
    assert "the guest" == cast_in(WORDED, opened(WORDED, g1="guest")).person("g1")


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        (ANN, "Ann (the worker)"),
        (Actor("ann", frozenset({"worker", "lead"}), frozenset({"g1", "gone"})), "Ann (the worker, the lead, and the guest)"),
        (Actor("ann"), "Ann"),
        (Actor("g2", frozenset({"worker"})), "Kim (a guest)"),
        (THE_CLOCK, "the clock"),
    ],
)  # fmt: skip  # one to a line reads best
def test_whoever_acts_is_called_by_what_they_are(actor, said):
    """
    Roles that the workflow has, and people whom they speak for, stand behind the name, unless it says so itself.
    """
    assert said == whoever(WORDED, (("g1", "guest"),), actor, CAST)


@pytest.mark.parametrize(
    ("cause", "event_", "said"),
    [
        ("event", "go", "start → end"),
        ("deadline", "go", "start → end (a deadline: go)"),
        ("fell", None, "start → end (its gate has closed)"),
        ("migrated", None, "start → end (under another version)"),
    ],
)
def test_why_a_case_moved_is_said(cause, event_, said):
    """
    What nobody did by hand is told with the move.
    """
    move = Move(cause, "start", "end", MONDAY, event_)

    assert said == moved(WORDED, move)
    assert said.partition(" ")[2] == arrived(WORDED, move)


@pytest.mark.parametrize(
    ("void", "said"),
    [
        (NEVER_COUNTED, "it does not count: what it needs was not true yet"),
        ("guest", "void since who is there changed (guest)"),
        ("go", "void since “go” came after it"),
    ],
)
def test_why_a_record_is_void_is_said(void, said):
    """
    It never counted, people changed, or something came after it.
    """
    assert said == voided_by(WORDED, void)


def test_a_state_that_only_an_earlier_version_has_is_called_by_its_name():
    """
    Hyphens are read as blanks.
    """
    assert "waiting for an answer" == state_label(WORDED, "waiting-for-an-answer")
