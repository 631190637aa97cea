"""
How strong a safeguard is: the least number of separate mistakes with which it would be broken.

A proof says that the rules keep a safeguard; this says how much has to go wrong with the rules before a person is harmed. It is
worked out in two ways that must meet: a search by cost says how many mistakes are needed at the least, whoever the case is about,
and a story, decided step by step by the rules of each step, shows how many are enough.

Stands on: `cheapest`, `telling`, `judging`.   Knows nothing of: sentences.
"""

from itertools import combinations

from attrs import evolve

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import After, Always, Before, DifferentPeople, Entering, Safeguard
from rjflow.rules.commands import Advance, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.timing import next_change
from rjflow.verifier.acted import acted_out
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.casting import followed_casts, spotlight
from rjflow.verifier.cheapest import Cheapest, Slipped, cheapest
from rjflow.verifier.focusing import first_focus, widened
from rjflow.verifier.frame import Focus
from rjflow.verifier.happening import SOMEBODY_ELSE
from rjflow.verifier.judging import find
from rjflow.verifier.mistakes import Mistake, lasting, mistakes_with, opened, weakened
from rjflow.verifier.passing import lacking
from rjflow.verifier.proving import both, parts_of, proof
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.spoken import Watched
from rjflow.verifier.telling import tell
from rjflow.verifier.unbreakable import never_breaks
from rjflow.verifier.verdict import Story, Verdict
from rjflow.verifier.weights import Strength

MOST = 3  # mistakes beyond which nobody is told a number
_LARGE = 14  # pieces of evidence beyond which stories are planned, not counted
_ROUNDS = 8
_COUNTED = (Always, Entering, Before, After, DifferentPeople)


Told = tuple[Story, tuple[tuple[int, Mistake], ...]]


def strength(workflow: Workflow, verdict: Verdict, *, most: int = MOST) -> Strength:
    """
    Tell how many separate mistakes it takes to break the safeguard that *verdict* is about.

    Guarantees: `least` is never more than what is needed, for any number of people; `most` comes with a story. Where the two differ
    both are told.

    Args:
        workflow: The definition that was judged.
        verdict: What came of it; a safeguard that is broken already has strength 0.
        most: Up to how many mistakes are counted.

    Not seen: mistakes of other kinds than `mistakes` lists: somebody without the role, a wrong record, a wrong date.
    """
    safeguard = verdict.safeguard
    if not isinstance(safeguard.form, _COUNTED):
        return Strength(safeguard=safeguard, counted=False)
    if verdict.judged != "kept":
        enough = 0 if verdict.judged == "broken" else None
        return Strength(safeguard=safeguard, most=enough, story=verdict.story)
    try:
        return _of_parts(workflow, safeguard, most)
    except out_of_room():
        return Strength(safeguard=safeguard, least=1)


# ----------------------------------------------------------------------------------------------------------------------


def _of_parts(workflow: Workflow, safeguard: Safeguard, most: int) -> Strength:
    """
    A safeguard that asks several things at once is as strong as the weakest of them.
    """
    weakest = Strength(safeguard=safeguard, least=most + 1, unbreakable=True)
    for part in parts_of(workflow, safeguard.form):
        if weakest.most == 1:
            break
        found = _strength(workflow, safeguard, part, most if weakest.most is None else min(most, weakest.most - 1))
        weakest = _weaker(weakest, found)
    return weakest


def _weaker(one: Strength, other: Strength) -> Strength:
    """
    Give what is known of two things that must both be kept.
    """
    told = min((one, other), key=lambda it: it.most if it.most is not None else MOST + 10)
    least = min(one.least, other.least if not other.unbreakable else one.least)
    return evolve(told, least=least, unbreakable=one.unbreakable and other.unbreakable)


def _strength(workflow: Workflow, safeguard: Safeguard, form: Watched, most: int) -> Strength:
    """
    Search, and look for a story; where none shows the number found, track more and search again.
    """
    focus = proof(workflow, form) or first_focus(workflow, form)
    least, best = 1, None
    for _ in range(_ROUNDS):
        outcome = cheapest(workflow, form, spotlight(workflow, form), focus, most=most)
        if outcome.cost is None:
            never = never_breaks(workflow, form, focus)
            return Strength(safeguard=safeguard, least=most + 1, unbreakable=never)
        least = max(least, outcome.cost)
        told, wider = _told(workflow, form, outcome, focus)
        if told is not None and (best is None or len(told[1]) < len(best[1])):
            best = told
        if (best is not None and len(best[1]) <= least) or wider == focus:
            break
        focus = wider
    if best is None:
        return Strength(safeguard=safeguard, least=least)
    return Strength(safeguard=safeguard, least=least, most=len(best[1]), story=best[0], mistakes=best[1])


def _told(workflow: Workflow, form: Watched, outcome: Cheapest, focus: Focus) -> tuple[Told | None, Focus]:
    """
    Look for a story with so few mistakes; without one, tell what to track besides.
    """
    if len(workflow.evidence) <= _LARGE:
        return _counted_out(workflow, form, outcome, focus)
    made = tuple(dict.fromkeys(one for _, one in _mistakes_of(workflow, outcome)))
    if not made:
        return None, widened(focus, outcome.reads)
    careless = lasting(workflow, made)
    kept = proof(careless, form)
    if kept is not None:
        return None, both(focus, kept)
    told = _at_once(workflow, form, outcome, focus)
    if told is not None:
        return told, focus
    story = acted_out(careless, form, focus, find)
    return (None if story is None else _recounted(workflow, story, made)), focus


def _at_once(workflow: Workflow, form: Watched, outcome: Cheapest, focus: Focus) -> Told | None:
    """
    Tell the way among followed people, if everything that it reads is tracked already.
    """
    if widened(focus, outcome.reads) != focus:
        return None
    for cast in followed_casts(workflow, form):
        found = cheapest(workflow, form, cast, focus, most=outcome.cost or 0)
        if found.cost is not None:
            return _tell(workflow, form, found)
    return None


# ---- small workflows: every step is counted --------------------------------------------------------------------------


def _counted_out(workflow: Workflow, form: Watched, outcome: Cheapest, focus: Focus) -> tuple[Told | None, Focus]:
    """
    Search among people who are all followed, with everything tracked that the way there reads, and tell what is found.
    """
    best: Told | None = None
    wider = widened(focus, outcome.reads)
    for cast in followed_casts(workflow, form):
        known = wider
        while True:
            found = cheapest(workflow, form, cast, known, most=MOST)
            if found.cost is None or widened(known, found.reads) == known:
                break
            known = widened(known, found.reads)
        told = None if found.cost is None else _tell(workflow, form, found)
        if told is not None and (best is None or len(told[1]) < len(best[1])):
            best = told
        if best is not None and len(best[1]) <= (outcome.cost or 0):
            break
        wider = both(wider, known)
    return best, wider


def _tell(workflow: Workflow, form: Watched, found: Cheapest) -> Told | None:
    """
    Tell a way on which everything is tracked, each step decided by the rules with the mistakes made at it.
    """
    made = _mistakes_of(workflow, found)
    of_step = [[one for number, one in made if number == step] for step in range(1, len(found.trail) + 1)]
    rules = [weakened(workflow, mistakes) for mistakes in of_step]
    trail = [(one.edge, one.values) for one in found.trail]
    story = tell(found.frame, found.begin, trail, form, scheme_finder(workflow, find), rules=rules)
    if story is None:
        return None
    places = _places(story, found)
    counted = tuple((places[number - 1], one) for number, one in made)
    for place, mistakes in zip(places, of_step, strict=True):
        if enters_what_was_missed(story.steps[place - 1].decision, mistakes):
            return None
    return story, counted


def _places(story: Story, found: Cheapest) -> list[int]:
    """
    Give the number that each step of a way has in its story, which holds all of them, and in which the scheme may be looked at in between.
    """
    places: list[int] = []
    place = 0
    for one in found.trail:
        looks = one.edge.action.doing == "scheme"
        while not looks and _looks(story, place):
            place += 1
        place += 1
        places.append(place)
    return places


def _looks(story: Story, place: int) -> bool:
    return isinstance(story.steps[place].decision.command, SeeScheme)


def enters_what_was_missed(decision: Decision, made: list[Mistake] | tuple[Mistake, ...]) -> bool:
    """
    Tell whether a step enters a state of which it missed that the gate has closed: whoever enters is asked anew.
    """
    missed = {one.name for one in made if one.kind == "interruption"}
    return any(move.target in missed for move in decision.moves)


def _mistakes_of(workflow: Workflow, found: Cheapest) -> list[tuple[int, Mistake]]:
    """
    Name the mistakes on a way, with the number of the step that each is made at.
    """
    before = found.begin
    made: list[tuple[int, Mistake]] = []
    for number, one in enumerate(found.trail, start=1):
        made += [(number, mistake) for mistake in _made_at(workflow, found, one, before)]
        before = one.values
    return made


def _made_at(workflow: Workflow, found: Cheapest, step: Slipped, before: tuple[int, ...]) -> list[Mistake]:
    action, slip, space = step.edge.action, step.slip, found.frame.space
    made = list(slip.named)
    if slip.needs and action.event is not None:
        needs = action.event.ways[action.way].needs
        gone = lacking(found.formulas, opened(workflow, as_condition(needs)), None, space.point(before))
        made += [
            one for one in mistakes_with(workflow, needs, "event", action.name, action.way) if one.condition in gone
        ]
    guard = workflow.states[step.edge.target].guard
    if slip.gates and guard is not None:
        gone = lacking(found.formulas, opened(workflow, as_condition(guard)), None, space.point(step.values))
        made += [one for one in mistakes_with(workflow, guard, "state", step.edge.target) if one.condition in gone]
    for one in action.occurrences if slip.records else ():
        if one.kind == "evidence" and one.counts and one.person != SOMEBODY_ELSE:
            needs = workflow.evidence[one.name].needs
            gone = lacking(found.formulas, opened(workflow, as_condition(needs)), one.person, space.point(before))
            made += [m for m in mistakes_with(workflow, needs, "evidence", one.name) if m.condition in gone]
    return list(dict.fromkeys(made))


# ---- large workflows: a story of the careless workflow, counted again ------------------------------------------------


def _recounted(workflow: Workflow, story: Story, made: tuple[Mistake, ...]) -> Told | None:
    """
    Count, step by step, which mistakes a story of the workflow in which they are always made really needs.
    """
    situation = story.opened
    counted: list[tuple[int, Mistake]] = []
    for number, step in enumerate(story.steps, start=1):
        wanted = step.decision
        choice = _fewest(workflow, situation, wanted, made)
        if choice is None:
            return None
        counted += [(number, one) for one in choice]
        situation = wanted.after
    return story, tuple(counted)


def _fewest(
    workflow: Workflow, situation: Situation, wanted: Decision, made: tuple[Mistake, ...]
) -> tuple[Mistake, ...] | None:
    """
    Give the fewest mistakes with which a step goes as it does in a story.
    """
    for many in range(len(made) + 1):
        for chosen in combinations(made, many):
            decision = decide(weakened(workflow, chosen), situation, wanted.command)
            same = decision.allowed and decision.after == wanted.after
            if same and not enters_what_was_missed(decision, chosen):
                return _waited(workflow, situation, wanted, chosen) or chosen
    return None


def _waited(
    workflow: Workflow, situation: Situation, wanted: Decision, chosen: tuple[Mistake, ...]
) -> tuple[Mistake, ...]:
    """
    Give what is missed where time passes and something runs out before what is commanded, which is a step of its own: what must be
    missed there, and what must be missed then; nothing where that comes to no such step.
    """
    at = wanted.command.at
    if isinstance(wanted.command, Advance) or next_change(workflow, situation, at) is None:
        return ()
    waiting = decide(weakened(workflow, chosen), situation, Advance(at=at))
    first = _fewest(workflow, situation, waiting, chosen)
    then = _fewest(workflow, waiting.after, wanted, chosen)
    twice = chosen + tuple(one for one in chosen if one.sort == "state")
    return first + then if first is not None and then is not None else twice
