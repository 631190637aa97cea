"""
Cases that begin a round anew: what had to happen did, then comes what asks for it again, and the case goes on as if nothing had been.

A tour comes to each state once, so it never finds that what was done for the first round is taken to be good for the second.

Stands on: `touring`, `planning`.   Knows nothing of: sets, stories.
"""

from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Before, Happening
from rjflow.guards.syntax import And, Condition, ForPeople, IsCurrent
from rjflow.rules.viewing import holds
from rjflow.verifier.happening import Facts, Occurrence, people_of
from rjflow.verifier.planning import Planner
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.telling import SchemeAt
from rjflow.verifier.touring import Leg, Stop, Tour, go, legs, onward

_DONE, _BEGUN = 2, 4  # cases for which it was done, and of those that then begin anew: each goes on as long as a tour


def once_more(workflow: Workflow, form: Before, stops: Tour, find: Find) -> Iterator[Stop]:
    """
    Give cases for which what a form asks happened, then what it must happen after, and which then went on, each as far as it got.

    Args:
        workflow: Where to go round. It is not changed.
        form: What must have happened, and since what.
        stops: A tour that was made.
        find: Finds what the scheme has to go through on the way.
    """
    scheme_at, wanted = scheme_finder(workflow, find), _wanted(workflow, form)
    for done in islice(_done(workflow, wanted, stops, scheme_at), _DONE if form.since else 0):
        round_again = onward(workflow, done, find)
        begun = zip_longest(*(_begun(workflow, one, wanted, round_again, scheme_at) for one in form.since))
        for stop in islice(
            filter(None, chain.from_iterable(begun)), _BEGUN
        ):  # each thing that asks for it again takes its turn
            yield from onward(workflow, stop, find).values()


def at_last(workflow: Workflow, form: Before, stops: Tour, find: Find) -> Iterator[Stop]:
    """
    Give cases that stood before a move which a form speaks of, for which what it asks had happened, then what it must happen after, and
    which made the move with whatever that asks for and no more.
    """
    scheme_at, wanted = scheme_finder(workflow, find), _wanted(workflow, form)
    for state, stop in stops.items() if form.since else ():
        watched = [leg for leg in legs(workflow, state) if any(_is_it(workflow, one, leg) for one in form.event)]
        for since in form.since if watched else ():
            for begun in _begun(workflow, since, wanted, {state: stop}, scheme_at):
                onward_from = [leg for leg in watched if leg.source == begun.now.state]
                further = (go(workflow, begun, leg, scheme_at) for leg in onward_from)
                yield from (one for one in further if isinstance(one, Stop))


# ----------------------------------------------------------------------------------------------------------------------


def _wanted(workflow: Workflow, form: Before) -> Condition:
    """
    Give what records can bring about of what must have happened.
    """
    found: list[Condition] = []
    for one in form.must_have:
        if one.kind == "evidence":
            about = workflow.evidence[one.name].about
            said = one.values or IsCurrent(one.name)
            found.append(ForPeople("every", 0, about, said) if about else said)
    return And(tuple(found))


def _done(workflow: Workflow, wanted: Condition, stops: Tour, scheme_at: SchemeAt) -> Iterator[Stop]:
    """
    Give the cases of a tour in which what was wanted is so, or can be brought about where they stand.
    """
    for state, stop in stops.items():
        planner = Planner(workflow, stop.opened, scheme_at, decisions=stop.decisions)
        planner.bring_about_all(wanted)
        if planner.now.state == state and holds(workflow, planner.now, wanted, observer=True) is True:
            yield Stop(stop.opened, tuple(planner.decisions))


def _begun(workflow: Workflow, since: Happening, wanted: Condition, stops: Tour, scheme_at: SchemeAt) -> Iterator[Stop]:
    """
    Give cases in which what was wanted is so, and something happens then.
    """
    for stop in _done(workflow, wanted, stops, scheme_at):
        planner = Planner(workflow, stop.opened, scheme_at, decisions=stop.decisions)
        if since.kind == "notice" and planner.notify(since.name):
            yield Stop(stop.opened, tuple(planner.decisions))
        for leg in legs(workflow, stop.now.state):
            there = go(workflow, stop, leg, scheme_at) if _is_it(workflow, since, leg) else None
            if isinstance(there, Stop):
                yield there


def _is_it(workflow: Workflow, since: Happening, leg: Leg) -> bool:
    facts = Facts(leg.event, leg.target, (Occurrence("event", leg.event.name),))
    return bool(people_of(workflow, (since,), facts))
