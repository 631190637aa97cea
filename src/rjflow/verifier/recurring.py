"""
Cases that begin a round anew: what had to happen did, then comes what asks for it again, and the case goes on as if nothing had been.

A tour comes to each state once, so it never finds that what was done for the first round is taken to be good for the second. Nor does it
go on with a case that came back to a state with what it lacked there before, so such cases are sought one move further.

Stands on: `touring`, `planning`.   Knows nothing of: sets, stories.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from rjflow.definition.lookup import as_condition, in_group
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import After, Before, Happening
from rjflow.guards.syntax import And, Condition, ForPeople, IsCurrent
from rjflow.rules.viewing import holds
from rjflow.verifier.happening import Facts, Occurrence, people_of
from rjflow.verifier.planning import Planner
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.telling import SchemeAt
from rjflow.verifier.touring import Leg, Stop, Tour, go, legs, onward
from rjflow.verifier.wanting import Wish

_DONE, _BEGUN = 2, 4  # cases for which it was done, and of those that then begin anew: each goes on as long as a tour


def once_more(workflow: Workflow, form: Before, stops: Tour, further: Iterable[Stop], find: Find) -> Iterator[Stop]:
    """
    Give cases for which what a form asks happened, then what it must happen after, and which then went on, each as far as it got.

    Args:
        workflow: Where to go round. It is not changed.
        form: What must have happened, and since what.
        stops: A tour that was made.
        further: Its cases one move further.
        find: Finds what the scheme has to go through on the way.
    """
    if not form.since:
        return
    scheme_at, wanted = scheme_finder(workflow, find), _wanted(workflow, form)
    on_tour = _done(workflow, wanted, stops, scheme_at)
    by_a_move = _done_by_a_move(workflow, wanted, stops, further, scheme_at)
    for done in chain(islice(on_tour, _DONE), islice(by_a_move, _DONE)):
        round_again = onward(workflow, done, find)
        begun = zip_longest(*(_begun(workflow, one, wanted, round_again, scheme_at) for one in form.since))
        for stop in islice(
            filter(None, chain.from_iterable(begun)), _BEGUN
        ):  # each thing that asks for it again takes its turn
            yield from onward(workflow, stop, find).values()


def at_last(workflow: Workflow, form: Before | After, stops: Tour, find: Find) -> Iterator[Stop]:
    """
    Give cases that stood before a move which a form speaks of, also one that leaves them where they are, and made it with whatever that asks
    for and no more: as they stood, and after what the form asks had happened, and then what it must happen after.
    """
    scheme_at = scheme_finder(workflow, find)
    asked, since = (form.event, form.since) if isinstance(form, Before) else (form.not_before, form.event)
    wanted = _wanted(workflow, form) if isinstance(form, Before) else And(())
    for state, stop in stops.items():
        watched = [leg for leg in legs(workflow, state, staying=True) if _makes(workflow, asked, leg)]
        begun = (_begun(workflow, one, wanted, {state: stop}, scheme_at) for one in since)
        for start in chain([stop], *begun) if watched else ():
            onward_from = [leg for leg in watched if leg.source == start.now.state]
            further = (_made(workflow, start, leg, asked, scheme_at) for leg in onward_from)
            yield from (one for one in further if isinstance(one, Stop))


# ----------------------------------------------------------------------------------------------------------------------


def _wanted(workflow: Workflow, form: Before) -> Condition:
    """
    Give what records can bring about of what must have happened.
    """
    return And(tuple(_said(workflow, one) for one in form.must_have if one.kind == "evidence"))


def _said(workflow: Workflow, happening: Happening) -> Condition:
    """
    Give that evidence is recorded as it is spoken of, of everybody whom it is about.
    """
    about = workflow.evidence[happening.name].about
    said = happening.values or IsCurrent(happening.name)
    return ForPeople("every", 0, about, said) if about else said


def _done(workflow: Workflow, wanted: Condition, stops: Tour, scheme_at: SchemeAt) -> Iterator[Stop]:
    """
    Give the cases of a tour in which what was wanted is so, or can be brought about where they stand.
    """
    for state, stop in stops.items():
        planner = Planner(workflow, stop.opened, scheme_at, decisions=stop.decisions)
        planner.bring_about_all(wanted)
        if planner.now.state == state and holds(workflow, planner.now, wanted, observer=True) is True:
            yield Stop(stop.opened, tuple(planner.decisions))


def _done_by_a_move(
    workflow: Workflow, wanted: Condition, stops: Tour, further: Iterable[Stop], scheme_at: SchemeAt
) -> Iterator[Stop]:
    """
    Give cases in which what was wanted is so after a move that brought it about or within reach, one for each state in which it is not so on
    the tour.
    """
    had = {stop.now.state for stop in _done(workflow, wanted, stops, scheme_at)}
    for moved in further:
        if moved.decisions[-1].before.state in had or moved.now.state in had:
            continue
        for done in _done(workflow, wanted, {moved.now.state: moved}, scheme_at):
            had.add(done.now.state)
            yield done


def _begun(workflow: Workflow, since: Happening, wanted: Condition, stops: Tour, scheme_at: SchemeAt) -> Iterator[Stop]:
    """
    Give cases in which what was wanted is so, and something happens then.
    """
    for stop in _done(workflow, wanted, stops, scheme_at):
        planner = Planner(workflow, stop.opened, scheme_at, decisions=stop.decisions)
        if since.kind == "notice" and planner.notify(since.name):
            yield Stop(stop.opened, tuple(planner.decisions))
        if since.kind == "evidence":
            planner.bring_about_all(_said(workflow, since))
            yield Stop(stop.opened, tuple(planner.decisions))
        for leg in legs(workflow, stop.now.state):
            there = go(workflow, stop, leg, scheme_at) if _is_it(workflow, since, leg) else None
            if isinstance(there, Stop):
                yield there


def _makes(workflow: Workflow, happenings: Sequence[Happening], leg: Leg) -> bool:
    """
    Tell whether a move may be, or may record, one of what is spoken of.
    """
    return any(
        _is_it(workflow, one, leg) or (one.kind == "evidence" and one.name in leg.event.records) for one in happenings
    )


def _made(
    workflow: Workflow, stop: Stop, leg: Leg, happenings: Sequence[Happening], scheme_at: SchemeAt
) -> Stop | frozenset[Wish]:
    """
    Take a case along a move; what is spoken of and it records counts there, if that can be.
    """
    planner = Planner(workflow, stop.opened, scheme_at, decisions=stop.decisions)
    for one in happenings:
        if one.kind == "evidence" and one.name in leg.event.records:
            evidence = workflow.evidence[one.name]
            there = [(person.id, workflow.people[person.kind]) for person in stop.now.people]
            about = [id for id, kind in there if evidence.about and in_group(kind, evidence.about)]
            for person in about if evidence.about else [None]:
                planner.bring_about_all(as_condition(evidence.needs), person)
    return go(workflow, Stop(stop.opened, tuple(planner.decisions)), leg, scheme_at)


def _is_it(workflow: Workflow, since: Happening, leg: Leg) -> bool:
    facts = Facts(leg.event, leg.target, (Occurrence("event", leg.event.name),))
    return bool(people_of(workflow, (since,), facts))
