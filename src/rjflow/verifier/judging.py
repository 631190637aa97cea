"""
Judge one safeguard: prove it for any number of people, or tell a shortest story that breaks it.

First with one followed person of each kind the safeguard speaks of, and all others free to do anything: what is kept so is kept for any
number of people. Evidence is tracked only once a story depends on it, so most safeguards need very little. If a story remains, it is
looked for again among people who are all followed, so that it can be acted out.

Stands on: `searching`, `telling`.   Knows nothing of: networkx, sentences.
"""

from collections.abc import Iterator

from attrs import frozen

from rjflow.definition.lookup import every_condition, kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible, DifferentPeople, Entering, Hidden, Safeguard
from rjflow.guards.syntax import Condition, ForPeople
from rjflow.verifier.acting import Acting
from rjflow.verifier.action import Action, names_in, reads_of
from rjflow.verifier.bdd import OutOfRoom
from rjflow.verifier.cooperating import stuck
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Cast, Focus, Frame
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.searching import Edge, Hit, Search
from rjflow.verifier.telling import tell
from rjflow.verifier.trailing import trail
from rjflow.verifier.verdict import Ending, How, Story, Verdict
from rjflow.verifier.watching import Watched, condition_of, happenings_of, listened_for, memories, watcher

MOST_FOLLOWED = 2
_NODES = (1 << 16, 1 << 20, 1 << 23)
_SMALL = 12

Banned = tuple[str, str, str | None, int]


@frozen(eq=False)
class Outcome:
    """What a search with one cast came to: nothing broken, or a trail on which everything that matters is tracked."""

    focus: Focus
    frame: Frame
    hit: Hit | None
    begin: tuple[int, ...] = ()
    trail: tuple[tuple[Edge, tuple[int, ...]], ...] = ()


def judge(workflow: Workflow, safeguard: Safeguard) -> Verdict:
    """
    Judge a safeguard.

    Guarantees: *kept* only when everything reachable was considered, for any number of people the file admits; *broken* only with a
    story that `decide` allows step by step and that ends in what the safeguard forbids. Everything else is *unfinished*, and says why.

    Not seen: two windows that need each other's times are judged by one story at a time; where none of those found can happen in
    real days the verdict is unfinished. `hidden` is not judged; `ends` is judged by `ending`.
    """
    form = safeguard.form
    if isinstance(form, Hidden):
        return Verdict(safeguard=safeguard, judged="unfinished", how="not judged")
    outcome = examine(workflow, form, _spotlight(workflow, form), _first_focus(workflow, form))
    if outcome is None:
        return Verdict(safeguard=safeguard, judged="unfinished", how="too large")
    if outcome.hit is None:
        return Verdict(safeguard=safeguard, judged="kept", how="searched")
    return _among_followed(workflow, safeguard, outcome.focus)


def find(workflow: Workflow, form: Watched) -> Story | None:
    """
    Find a shortest story that breaks a form, among so many people; nothing when none was found.
    """
    for cast in _followed_casts(workflow):
        outcome = examine(workflow, form, cast, _first_focus(workflow, form))
        if outcome is not None and outcome.hit is not None:
            return _story(workflow, form, cast, outcome)
    return None


def may_be_broken(workflow: Workflow, form: Watched) -> tuple[bool, Story | None]:
    """
    Tell whether a form was not shown to be kept, with a story that breaks it if there is one.
    """
    outcome = examine(workflow, form, _spotlight(workflow, form), _first_focus(workflow, form))
    if outcome is not None and outcome.hit is None:
        return False, None
    return True, find(workflow, form)


def examine(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, banned: frozenset[Banned] = frozenset()
) -> Outcome | None:
    """
    Search with one cast, tracking more until nothing is broken or everything that the trail reads is tracked.

    Returns nothing when the sets do not fit in memory.
    """
    for nodes in _NODES:
        try:
            return _refined(workflow, form, cast, focus, banned, nodes)
        except OutOfRoom:
            continue
    return None


def _refined(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, banned: frozenset[Banned], nodes: int
) -> Outcome:
    """
    Search, tracking more each time; at last count every step, if there is little enough to count.
    """
    outcome = _search(workflow, form, cast, focus, banned, nodes, quietly=True)
    while outcome.hit is not None and outcome.focus != focus:
        focus = outcome.focus
        outcome = _search(workflow, form, cast, focus, banned, nodes, quietly=True)
    if outcome.hit is None or cast.others or not _is_small(outcome.frame):
        return outcome
    counted = _search(workflow, form, cast, focus, banned, nodes, quietly=False)
    return counted if counted.focus == focus else _refined(workflow, form, cast, counted.focus, banned, nodes)


def _is_small(frame: Frame) -> bool:
    """
    Tell whether every single step can be counted, so that a story is a shortest one.
    """
    return sum(key[0] == "value" for key in frame.sizes) <= _SMALL


# ---- one search ------------------------------------------------------------------------------------------------------


def _search(
    workflow: Workflow, form: Watched, cast: Cast, focus: Focus, banned: frozenset[Banned], nodes: int, *, quietly: bool
) -> Outcome:
    """
    Search once; the focus of the outcome is what the next search must track.
    """
    remembers = memories(workflow, form, cast)
    frame = Frame(workflow, cast, focus, remembers, nodes)
    formulas = Formulas(frame)
    actions = Acting(formulas, listened_for(form)).actions()
    allowed = [one for one in actions if _name(one) not in banned]
    search = Search(formulas, allowed, watcher(formulas, form), quietly=quietly)
    if isinstance(form, Always | Entering) and search.every_step_keeps_it():
        return Outcome(focus, frame, None)
    hit = search.run()
    reads: frozenset[object] = frozenset()
    if isinstance(form, AlwaysPossible):
        hit, reads = stuck(search, form)
    if hit is None:
        return Outcome(focus, frame, None)
    begin, found = trail(search, hit)
    reads |= reads_of(workflow, workflow.states[workflow.start].guard) | search.watcher.reads(hit.state)
    reads = reads.union(*(edge.reads for edge, _ in found))
    nearest = _widened(focus, reads & _near(workflow, focus))
    return Outcome(nearest if nearest != focus else _widened(focus, reads), frame, hit, begin, tuple(found))


def _near(workflow: Workflow, focus: Focus) -> frozenset[object]:
    """
    Give the evidence that what is tracked needs, or is voided by: most often it is enough to track that too.
    """
    found: set[object] = set()
    for name in focus.evidence:
        evidence = workflow.evidence[name]
        found |= reads_of(workflow, evidence.needs)
        found |= {voider.what for voider in evidence.voided_by if voider.kind == "evidence"}
    return frozenset(found)


def _widened(focus: Focus, reads: frozenset[object]) -> Focus:
    """
    Track what was read, too.
    """
    evidence, scheme, authors = set(focus.evidence), list(focus.scheme), list(focus.authors)
    for one in sorted(reads, key=repr):
        match one:
            case str():
                evidence.add(one)
            case ("scheme", condition) if isinstance(condition, Condition) and condition not in scheme:
                scheme.append(condition)
            case ("author", str() as name) if name not in authors:
                authors.append(name)
            case _:
                pass
    return Focus(frozenset(evidence), tuple(scheme), tuple(authors))


def _first_focus(workflow: Workflow, form: Watched) -> Focus:
    """
    Track at first what the safeguard itself speaks of.
    """
    condition = condition_of(form)
    reads = names_in(workflow, condition) if condition is not None else set[object]()
    if isinstance(form, DifferentPeople):
        both = (*form.first, *form.second)
        reads |= {("author", name) for name in both} | {name for name in both if name in workflow.evidence}
    reads |= {one.name for one in happenings_of(form) if one.kind == "evidence"}
    return _widened(Focus(), frozenset(reads))


# ---- people ----------------------------------------------------------------------------------------------------------


def _spotlight(workflow: Workflow, form: Watched) -> Cast:
    """
    Follow one person of each kind that the safeguard speaks of; there may be others of every kind that admits them.
    """
    followed = {kind.name for group in _groups(workflow, form) for kind in kinds_in(workflow, group)}
    others = {
        kind.name
        for kind in workflow.people.values()
        if kind.at_most is None or kind.at_most > (1 if kind.name in followed else 0)
    }
    return Cast(tuple((f"{name}-1", name) for name in workflow.people if name in followed), frozenset(others))


def _groups(workflow: Workflow, form: Watched) -> Iterator[str]:
    """
    Give the groups of people that a safeguard speaks of.
    """
    condition = condition_of(form)
    for part in every_condition(workflow, condition) if condition is not None else ():
        if isinstance(part, ForPeople):
            yield part.group
    happenings = (one.name for one in happenings_of(form) if one.kind == "evidence")
    yield from (about for name in happenings if (about := workflow.evidence[name].about) is not None)
    if isinstance(form, DifferentPeople):
        abouts = (workflow.evidence[name].about for name in (*form.first, *form.second) if name in workflow.evidence)
        yield from (about for about in abouts if about is not None)


def _followed_casts(workflow: Workflow) -> Iterator[Cast]:
    """
    Give casts in which everybody is followed: first cases that begin with the people they need, one of each kind, then more; then
    cases that begin with anybody or nobody.
    """
    for gathered in (True, False):
        for most in range(1, MOST_FOLLOWED + 1):
            counts = {kind.name: _count(kind.at_least, kind.at_most, most) for kind in workflow.people.values()}
            followed = tuple((f"{name}-{n + 1}", name) for name, count in counts.items() for n in range(count))
            yield Cast(followed, gathered=gathered)


def _count(at_least: int, at_most: int | None, most: int) -> int:
    wanted = max(at_least, most)
    return wanted if at_most is None else min(wanted, at_most)


def _is_everybody(workflow: Workflow, cast: Cast) -> bool:
    """
    Tell whether a case can never be about more people than are followed.
    """
    kinds = [kind for _, kind in cast.followed]
    return not cast.gathered and all(
        kind.at_most is not None and kinds.count(kind.name) >= kind.at_most for kind in workflow.people.values()
    )


# ---- stories ---------------------------------------------------------------------------------------------------------


def _among_followed(workflow: Workflow, safeguard: Safeguard, focus: Focus) -> Verdict:
    """
    Look for a story among people who are all followed.
    """
    how: How = "only so many people"
    considered: tuple[tuple[str, int], ...] = ()
    for cast in _followed_casts(workflow):
        outcome = examine(workflow, safeguard.form, cast, focus)
        if outcome is None:
            return Verdict(safeguard=safeguard, judged="unfinished", how="too large")
        if outcome.hit is not None:
            story = _story(workflow, safeguard.form, cast, outcome)
            if story is not None:
                return Verdict(safeguard=safeguard, judged="broken", how="searched", story=story)
            how = "only impossible times"
        elif _is_everybody(workflow, cast):
            return Verdict(safeguard=safeguard, judged="kept", how="searched")
        kinds = [kind for _, kind in cast.followed]
        considered = tuple((kind, kinds.count(kind)) for kind in workflow.people)
    return Verdict(safeguard=safeguard, judged="unfinished", how=how, considered=considered)


def _story(workflow: Workflow, form: Watched, cast: Cast, outcome: Outcome) -> Story | None:
    """
    Tell the trail; where it cannot happen in real days, look for one without each of the things that time did on it.
    """
    story = _told(workflow, form, outcome)
    if story is not None:
        return story
    by_time = [_name(edge.action) for edge, _ in outcome.trail if edge.action.doing in ("stale", "deadline")]
    for name in dict.fromkeys(by_time):
        other = examine(workflow, form, cast, outcome.focus, frozenset({name}))
        if other is not None and other.hit is not None:
            story = _told(workflow, form, other)
            if story is not None:
                return story
    return None


def _told(workflow: Workflow, form: Watched, outcome: Outcome) -> Story | None:
    last = Ending(event=None) if isinstance(form, AlwaysPossible) else None
    return tell(outcome.frame, outcome.begin, outcome.trail, form, scheme_finder(workflow, find), last)


def _name(action: Action) -> Banned:
    return (action.doing, action.name, action.person, action.place)
