"""
Where a case can come to rest, as far as the graph tells.
"""

from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import BACK, Way
from rjflow.guards.syntax import Among
from rjflow.verifier.chart import chart_of

SMALL = workflow(
    evidence("ready"),
    state("one"),
    state("two", guard=asks(Among("ready", ("yes",))), otherwise="fallen"),
    state("fallen"),
    state("never"),
    state("paused", holds=True),
    state("shelved", holds=True),
    event("on", ("start", "one"), ("one", "two")),
    event("pause", Way(from_states=("one", "two"), target="paused")),
    event("resume", Way(from_states=("paused",), target=BACK)),
    event("wake", ("never", "shelved"), ("shelved", "never")),
    event("stop", ("fallen", "end")),
)


def test_only_places_that_a_case_comes_to_are_there():
    """
    A state nobody leads to is left out, and so is being held from a state that nobody is held from.
    """
    chart = chart_of(SMALL)

    rests = [(name, None) for name in ("start", "end", "one", "two", "fallen")]

    assert [*rests, ("paused", "one"), ("paused", "two")] == [(place.state, place.origin) for place in chart.places]
    assert {"never": 0, "shelved": 0} == {name: chart.mask([name]) for name in ("never", "shelved")}


def test_ways_lead_only_from_places_that_are_there():
    """
    What nobody can do has nowhere to arrive; a way back leads to where cases are held from, and down from there.
    """
    chart = chart_of(SMALL)
    arrived = {
        (way.event.name, one.state): [(chart.places[target].state, sources) for target, sources in one.leads]
        for way in chart.ways
        for one in way.arrivals
    }
    paused = {
        origin: 1 << [(place.state, place.origin) for place in chart.places].index(("paused", origin))
        for origin in ("one", "two")
    }

    assert not any(name == "wake" for name, _ in arrived)
    assert [("one", paused["one"])] == arrived["resume", "one"]
    assert [("two", paused["two"])] == arrived["resume", "two"]
    assert [("fallen", paused["two"])] == arrived["resume", "fallen"]
