"""
Judge one safeguard: prove it for any number of people, or tell a shortest story that breaks it.

First with one followed person of each kind the safeguard speaks of, and all others free to do anything: what is kept so is kept for any
number of people. Evidence is tracked only once a story depends on it, so most safeguards need very little. If a story remains, it is
looked for again among people who are all followed, so that it can be acted out.

Stands on: `refining`, `roads`.   Knows nothing of: networkx, sentences.
"""

from collections.abc import Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible, Ends, Entering, ReadOff, Safeguard
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.casting import followed_casts, is_everybody, spotlight
from rjflow.verifier.choosing import with_those_chosen
from rjflow.verifier.focusing import dependants, first_focus, widened
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.ground import AT_A_GLANCE, IN_MOMENTS, NODES, ground_of
from rjflow.verifier.implying import conjuncts
from rjflow.verifier.pruning import as_soon_as_broken
from rjflow.verifier.refining import Outcome, examine, holds_at_once, is_kept_so, lightly
from rjflow.verifier.spelling import as_it_was, spelled_out
from rjflow.verifier.spoken import Watched
from rjflow.verifier.together import all_asked, batched, doubtful
from rjflow.verifier.verdict import How, Judged, Story, Verdict

_LARGE = 14  # pieces of evidence beyond which stories are planned, not counted
_ROUNDS = 6
_MOST_TRACKED = 24
_NEAR = 12  # pieces of evidence up to which another search takes less than a trail that cannot be acted out

Judgement = tuple[tuple[Judged, How], Story | None, tuple[tuple[str, int], ...]]
_KEPT: Judgement = (("kept", "searched"), None, ())
_TOO_LARGE: Judgement = (("unfinished", "too large"), None, ())


def judge(workflow: Workflow, safeguard: Safeguard) -> Verdict:
    """
    Judge a safeguard.

    Guarantees: *kept* only when everything reachable was considered, for any number of people the file admits; *broken* only with a
    story that `decide` allows step by step and that ends in what the safeguard forbids. Everything else is *unfinished*, and says why.

    Not seen: where a deadline counts working days, a search that finds nothing takes it to last as short or as long as any such deadline
    can. `hidden`, `reserved`, `fresh`, `counted` and `ends` are judged by `hiding` and `ending`, and left unfinished here.
    """
    form = safeguard.form
    if isinstance(form, ReadOff | Ends):
        return Verdict(safeguard=safeguard, judged="unfinished", how="not judged")
    judged, story, considered = _judged(workflow, form)
    return Verdict(safeguard=safeguard, judged=judged[0], how=judged[1], story=story, considered=considered)


def find(workflow: Workflow, form: Watched) -> Story | None:
    """
    Find a story that breaks a form; nothing when none was found.
    """
    return _judged(workflow, form)[1]


def may_be_broken(workflow: Workflow, form: Watched, *, patiently: bool = True) -> tuple[bool, Story | None]:
    """
    Tell whether a form was not shown to be kept, with a story that breaks it if there is one.

    Unless *patiently*, a large workflow is not searched once more among people who are all followed, which takes longest and seldom
    finds what the rest did not.
    """
    judged, story, _ = _judged(workflow, form, patiently=patiently)
    return judged[0] != "kept", story


def is_proved(workflow: Workflow, form: Watched) -> bool:
    """
    Tell whether a form is kept, tracking only what is near to what it speaks of; no story is looked for, and a no says nothing.
    """
    return _in_vain(workflow, form) is None


def is_large(workflow: Workflow) -> bool:
    """
    Tell whether a workflow has more evidence than a story can be counted in.
    """
    return len(workflow.evidence) > _LARGE


def _judged(workflow: Workflow, form: Watched, *, patiently: bool = True) -> Judgement:
    """
    Judge a form of safeguard; where that is left unfinished, once more with what is asked of the scheme written out.
    """
    found = _judged_as_written(workflow, form, patiently=patiently)
    spelled = None if found[0][0] != "unfinished" or is_large(workflow) else spelled_out(workflow, form)
    if spelled is None:
        return found
    again = _judged_as_written(*spelled, patiently=patiently)
    story = again[1]
    return again if story is None else _told_as(as_it_was(workflow, form, story))


def _judged_as_written(workflow: Workflow, form: Watched, *, patiently: bool) -> Judgement:
    """
    Judge a form of safeguard; one that asks several things at once, thing by thing.
    """
    if not isinstance(form, Always | Entering) or holds_at_once(workflow, form, spotlight(workflow, form)):
        return _KEPT if isinstance(form, Always | Entering) else _judged_whole(workflow, form, patiently=patiently)
    found, helpful = [_KEPT], frozenset[str]()
    for conditions in batched(conjuncts(workflow, form.condition)):
        forms: Sequence[Always | Entering] = [evolve(form, condition=one) for one in conditions]
        left, helpful = doubtful(workflow, forms, helpful)
        judgements: dict[Always | Entering, Judgement] = {}
        for one in left:
            judgements[one] = _judged_whole(workflow, one, patiently=patiently)
            story = judgements[one][1]
            if story is not None:
                return _told_as(as_soon_as_broken(workflow, form, story))
        if any(judgement != _KEPT for judgement in judgements.values()):
            found += [judgements[one] for one in _unproved(workflow, forms) if one in judgements]
    return next((one for one in found if one != _KEPT), _KEPT)


def _unproved(workflow: Workflow, forms: Sequence[Always | Entering]) -> Sequence[Always | Entering]:
    """
    Give which of several forms are not seen to be kept when as much is tracked as it takes to see it of all of them, if that is ever seen.
    """
    if len(forms) == 1:
        return forms
    together = all_asked(forms)
    tracked = _in_vain(workflow, together)
    if tracked is None:
        return ()
    try:
        return ground_of(workflow, together, spotlight(workflow, together), tracked, AT_A_GLANCE[0]).doubtful(forms)
    except out_of_room():
        return forms


def _in_vain(workflow: Workflow, form: Watched) -> Focus | None:
    """
    Give what was tracked, near to what a form speaks of, when it was still not proved; nothing when it was.
    """
    tracked = focus = first_focus(workflow, form)
    while len(focus.evidence) <= _MOST_TRACKED:
        try:
            outcome, tracked = lightly(workflow, form, spotlight(workflow, form), focus, AT_A_GLANCE)
        except out_of_room():
            break
        if outcome.hit is None:
            return None
        focus = widened(tracked, dependants(workflow, tracked, frozenset(outcome.focus.evidence)))
        if focus == tracked:
            break
    return tracked


def _judged_whole(workflow: Workflow, form: Watched, *, patiently: bool) -> Judgement:
    """
    Judge a form of safeguard: a proof if there is one, otherwise a story.
    """
    focus, cast = first_focus(workflow, form), spotlight(workflow, form)
    full: Outcome | None = None
    if is_large(workflow):
        match _proved_or_told(workflow, form, cast, focus):
            case Outcome() as full:
                pass
            case Focus() as focus:
                if len(focus.evidence) > _MOST_TRACKED:
                    return _TOO_LARGE
            case judgement:
                return judgement
    full = examine(workflow, form, cast, focus) if full is None else full
    if full is not None and full.hit is None:
        return _KEPT
    if not patiently and is_large(workflow):
        return ("unfinished", "too large" if full is None else "only so many people"), None, ()
    return _among_followed(workflow, form, cast, full, focus)


def _proved_or_told(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> Judgement | Outcome | Focus:
    """
    Judge a form in a large workflow, tracking little; where that is not enough, give what else to track, or what came of tracking it.

    Before more is tracked than fits in a small part of the memory, every other road to a story is tried: it takes moments, and that minutes.
    """
    passed_by: list[Focus] = []
    tried = False
    for _ in range(_ROUNDS):
        try:
            sizes, most = (NODES, None) if tried else (IN_MOMENTS, _MOST_TRACKED)
            outcome, focus = lightly(workflow, form, cast, focus, sizes, most)
            if outcome.hit is not None and outcome.near != focus:
                story, _ = _planned_with(workflow, form, [focus], outcome)
                if story is not None:  # what is found with little tracked is often enough
                    return _told_as(story)
                outcome, focus = lightly(workflow, form, cast, outcome.near, sizes)
        except out_of_room():
            if tried:
                return _TOO_LARGE
            tried, story = True, _by_any_road(workflow, form, passed_by)
            if story is not None:
                return _told_as(story)
            continue
        if outcome.hit is None or is_kept_so(workflow, form, cast, outcome.focus):
            return _KEPT
        nearer = widened(focus, dependants(workflow, focus, frozenset(outcome.focus.evidence)))
        if nearer != focus and len(nearer.evidence) <= _NEAR:
            passed_by.append(focus)
            focus = nearer  # searching once more takes a moment, acting out what cannot be acted out takes many
            continue
        story, wider = _planned_with(workflow, form, [focus, *passed_by], outcome)
        passed_by.clear()
        if story is not None:
            return _told_as(story)
        if wider == focus or len(wider.evidence) > _MOST_TRACKED:
            break
        focus = wider
    return focus if tried else _examined_or_told(workflow, form, cast, focus)


def _examined_or_told(workflow: Workflow, form: Watched, cast: Cast, focus: Focus) -> Judgement | Outcome | Focus:
    """
    Judge a form that is not proved when little is tracked, before that is searched patiently.
    """
    full = examine(workflow, form, cast, focus, IN_MOMENTS) if len(focus.evidence) <= _MOST_TRACKED else None
    if full is not None and full.hit is None:
        return _KEPT
    story = _by_any_road(workflow, form, [])
    return _told_as(story) if story is not None else full or focus


def _planned_with(
    workflow: Workflow, form: Watched, foci: Sequence[Focus], known: Outcome
) -> tuple[Story | None, Focus]:
    from rjflow.verifier.treading import planned_with  # see `_by_any_road`

    return planned_with(workflow, form, find, foci, known)


def _by_any_road(workflow: Workflow, form: Watched, foci: Sequence[Focus]) -> Story | None:
    from rjflow.verifier.roads import by_any  # takes a while to import, and nobody needs it where everything is kept

    return by_any(workflow, form, find, foci)


def _told_as(story: Story) -> Judgement:
    return ("broken", "searched"), story, ()


def _among_followed(workflow: Workflow, form: Watched, spotted: Cast, full: Outcome | None, focus: Focus) -> Judgement:
    """
    Look for a story among people who are all followed, with everything tracked that it reads: also where the first search did not fit.

    Where all that is found cannot happen in real days, whatever the people, time is kept in the search for any number of people too.
    """
    from rjflow.verifier.roads import in_real_days, is_never  # see `_by_any_road`

    how: How = "only so many people"
    considered: tuple[tuple[str, int], ...] = ()
    sizes = IN_MOMENTS if full is None and is_large(workflow) else NODES  # what did not fit before hardly fits now
    for cast in followed_casts(workflow, form):
        outcome = examine(workflow, form, cast, full.focus if full is not None else focus, sizes)
        if outcome is None:
            return _TOO_LARGE
        found = in_real_days(workflow, form, cast, outcome, find) if outcome.hit is not None else "never"
        if isinstance(found, Story):
            return _told_as(found)
        if found == "perhaps":
            how = "only impossible times"
        elif is_everybody(workflow, cast):
            return _KEPT
        kinds = [kind for _, kind in cast.followed]
        considered = tuple((kind, kinds.count(kind)) for kind in workflow.people)
    if full is None:
        return _TOO_LARGE
    if how == "only so many people" and (
        is_never(workflow, form, spotted, full) or _is_kept_by_those_chosen(workflow, form, full)
    ):
        return _KEPT
    return ("unfinished", how), None, considered


def _is_kept_by_those_chosen(workflow: Workflow, form: Watched, full: Outcome) -> bool:
    """
    Tell whether a form is kept because of what is asked of people that it does not speak of.
    """
    from rjflow.verifier.roads import is_never  # see `_by_any_road`

    cast = with_those_chosen(workflow, form)
    if isinstance(form, AlwaysPossible) or not cast.chosen:
        return False
    outcome = examine(workflow, form, cast, full.focus)
    return outcome is not None and (outcome.hit is None or is_never(workflow, form, cast, outcome))
