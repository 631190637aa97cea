"""
Tell what came of the mutants of a policy: who noticed them, and, of each that nobody did, what nobody would have noticed.

Stands on: `placing`, `layout`, `definition.wording`.   Knows nothing of: how mutants are made and judged, the command line.
"""

from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

from rjflow.definition.model import Workflow
from rjflow.definition.wording import one_of_group, said, the_actor
from rjflow.mutating.mutant import Mutant, Outcome, Tried
from rjflow.mutating.trying import Mutated
from rjflow.report.layout import as_json, paragraphs, table, wrapped
from rjflow.report.placing import place_document, place_of
from rjflow.text import counted, indefinite, quoted

FORMAT = "rjflow-mutate"
FORMAT_VERSION = 1

Document = dict[str, Any]

OUTCOMES: dict[Outcome, str] = {
    "refused": "refused by the reader",
    "safeguard": "noticed by a safeguard",
    "scenario": "noticed by a scenario",
    "equivalent": "equivalent: proved that a case can do exactly what it could",
    "stricter": "stricter, harmless: proved that a case can do nothing that it could not",
    "not known": "not known: too much to find out",
    "survived": "survived: nobody noticed",
}


def mutants_text(mutated: Mutated) -> str:
    """
    Tell how many mutants were noticed by whom, and list those that were not.
    """
    workflow = mutated.workflow
    numbers = Counter(one.outcome for one in mutated.tried)
    rows = [(str(numbers[outcome]), told) for outcome, told in OUTCOMES.items() if numbers[outcome]]
    some = f", of {mutated.made}" if len(mutated.tried) < mutated.made else ""
    head = f"{workflow.name}, version {workflow.version}: {counted(len(mutated.tried), 'mutant')}{some}"
    return paragraphs(
        wrapped(head, hanging=2),
        table(rows, indent=2),
        *_left_alone(mutated),
        *_of_no_help(mutated),
        *(_listed(workflow, mutated.of("survived"), "Survived")),
        *(_listed(workflow, mutated.of("not known"), "Not known")),
    )


def mutants_json(mutated: Mutated) -> str:
    """
    Write what came of the mutants as one JSON document, keys in a fixed order.
    """
    numbers = Counter(one.outcome for one in mutated.tried)
    document = {
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "workflow": mutated.workflow.name,
        "version": mutated.workflow.version,
        "base": mutated.base,
        "made": mutated.made,
        "tried": len(mutated.tried),
        "scenarios": mutated.scenarios,
        "outcomes": {outcome: numbers[outcome] for outcome in OUTCOMES},
        "safeguards-not-kept": list(mutated.not_kept),
        "scenarios-that-fail": list(mutated.failed),
        "mutants": [_document(mutated.workflow, one) for one in mutated.tried],
    }
    return as_json(document)


def mutant_diff(mutant: Mutant, text: str, name: str) -> str:
    """
    Show how a mutant changes the text of its file.
    """
    old, new = text.splitlines(), mutant.applied(text).splitlines()
    lines = unified_diff(old, new, name, f"{name}, mutant {mutant.number}", n=2, lineterm="")
    return "\n".join(lines)


def mutant_clause(workflow: Workflow, mutant: Mutant) -> str:
    """
    Say what a mutant does, to stand after `that`.
    """
    thing, was, now = _thing(workflow, mutant), mutant.was, mutant.now
    if was and now and mutant.kind in _ASKED:
        return f"{thing} asks only `{now}`, where it asked `{was}`"
    match mutant.kind:
        case "condition-dropped":
            return f"{thing} no longer asks `{was}`"
        case "and-to-or":
            return f"{thing} takes any one of these, where it asked all of them: `{was}`"
        case "or-to-and":
            return f"{thing} asks all of these, where any one would do: `{now or was}`"
        case "alternative-lost" if now:
            return f"for {thing} only `{now}` will do, where `{was}` would"
        case "alternative-lost":
            return f"for {thing} it is no longer enough, beside other things that would be, that `{was}`"
        case "everybody-to-somebody" | "somebody-forgotten" | "answer-widened":
            return f"{thing} asks only `{now}`"
        case "window-widened" | "ever-instead-of-currently":
            return f"{thing} is good {_as_long(now)}, and not {_as_long(was)}"
        case "voiding-lost":
            return f"{thing} is no longer undone by `{was}`"
        case "same-person" | "wrong-role" | "role-replaced":
            return _clause_of_actors(workflow, mutant, thing)
        case "asked-only-at-the-door":
            return f"{thing} asks `{was}` on the way in, and not while a case is there"
        case "asked-too-early":
            return f"`{was}` is asked by what comes before {thing}, and not when it happens"
        case "gate-lost":
            return f"{thing} no longer asks `{was}`, neither on the way in nor while a case is there"
        case _:
            return _clause_of_moves(workflow, mutant, thing)


# ----------------------------------------------------------------------------------------------------------------------

_ASKED = ("condition-dropped", "and-to-or", "everybody-to-somebody", "somebody-forgotten", "answer-widened")


def _as_long(written: str) -> str:
    return {"whole-case": "for the whole case", "same day": "until midnight"}.get(written, f"for {written}")


def _thing(workflow: Workflow, mutant: Mutant) -> str:
    if mutant.section == "people":
        return f"{one_of_group(workflow, mutant.name)}"
    return said(workflow, mutant.name)


def _clause_of_actors(workflow: Workflow, mutant: Mutant, thing: str) -> str:
    """
    Say what a mutant does to who may do things.
    """
    was, now = mutant.was, mutant.now
    verb = "record" if mutant.section == "evidence" else "do"
    match mutant.kind:
        case "same-person":
            return f"whoever is behind {said(workflow, was)} may {verb} {thing}, too"
        case "role-replaced":
            return f"{the_actor(workflow, now)} may {verb} {thing}, and {the_actor(workflow, was)} may not any more"
        case _ if mutant.section == "people":
            return f"{the_actor(workflow, now)} may say, too, that {indefinite(thing)} {was}"
        case _:
            return f"{the_actor(workflow, now)} may {verb} {thing}, too"


def _clause_of_moves(workflow: Workflow, mutant: Mutant, thing: str) -> str:
    """
    Say what a mutant does to where cases go, what the clock does, and what things count as.
    """
    was, now = mutant.was, mutant.now
    match mutant.kind:
        case "extra-edge" | "wildcard-widened":
            return f"{thing} may happen in {said(workflow, now)}, too"
        case "wildcard-into-meeting":
            return f"{thing} may happen in every stage, and not only in `{was}`"
        case "way-lost":
            return f"{thing} is less open than it was to the people whom it is for: no longer `{was}`"
        case "form-shortened":
            return f"{thing} no longer records {said(workflow, was)}"
        case "reason-added":
            return f"{thing} may close a case because of `{now}`, too"
        case "deadline-lost":
            return f"the clock no longer does {thing} as it did: `{was}`"
        case "deadline-later":
            return f"the clock does {thing} after {now}, and not after {was}"
        case "meaning-lost":
            return f"{thing} no longer counts as `{was}`"
        case "meaning-widened":
            return f"{thing} counts as `{was}` when it says `{now}`, too"
        case "contact-unmarked":
            return f"{thing} is no longer marked as `{was}`"
        case "people-unbounded":
            return f"`{was}` is no longer so of the kind {thing}"
        case "coming-and-going":
            return f"{indefinite(thing)} {now} in every stage, and not only as it says: `{was}`"
        case _:
            return _clause_of_words(workflow, mutant, thing)


def _clause_of_words(workflow: Workflow, mutant: Mutant, thing: str) -> str:
    """
    Say what a mutant does to what others are told, to what an overlay says, and to what is promised.
    """
    was, now = mutant.was, mutant.now
    match mutant.kind:
        case "overlay-undone" if mutant.name:
            return f"{thing} stays as the base has it, without what the overlay says: `{was}`"
        case "overlay-undone":
            return f"the base stays as it is, without what the overlay says: `{was}`"
        case "told-unasked":
            return f"{thing} is told as a duty, without asking `{was}`"
        case "told-more":
            return f"{thing} tells {said(workflow, now) if now in workflow.evidence else f'the {now}'}, too"
        case "told-to-others":
            return f"{the_actor(workflow, now)} is told {thing}, too"
        case "shown-to-others":
            return f"{the_actor(workflow, now)} sees {thing}, too"
        case "register-not-asked":
            return f"{thing} may be somebody who is not fit for it: no longer `{was}`"
        case "scheme-not-asked":
            return f"no contact asks the scheme for `{was}`"
        case _:
            return f"`{was}` is no longer promised"


def _left_alone(mutated: Mutated) -> Iterator[str]:
    """
    Say, of an overlay, whose lines were left alone.
    """
    if mutated.base is not None:
        own = "Only the overlay's own lines were changed"
        yield wrapped(f"{own}, with the base as it is; `rjflow mutate {mutated.base}` changes those of the base.")


def _of_no_help(mutated: Mutated) -> Iterator[str]:
    """
    Say who could not notice anything, because as the policy is it is not well already.
    """
    if mutated.not_kept:
        yield wrapped(f"Not kept as it is, and so of no help: {quoted(mutated.not_kept)}.")
    if mutated.failed:
        yield wrapped(f"These scenarios fail as it is, and so were of no help: {quoted(mutated.failed)}.")


def _listed(workflow: Workflow, several: tuple[Tried, ...], heading: str) -> Iterator[str]:
    if several:
        yield heading
        yield from (_told(workflow, one) for one in several)


def _told(workflow: Workflow, one: Tried) -> str:
    told = f"{one.mutant.number}, {one.mutant.kind}: {mutant_sentence(workflow, one)}"
    return f"  {place_of(one.mutant.place)}\n{wrapped(told, indent=4)}"


def mutant_sentence(workflow: Workflow, one: Tried) -> str:
    """
    Say, of a mutant, what nobody would have noticed; or only what it does, where it was noticed or is no danger.
    """
    clause = mutant_clause(workflow, one.mutant)
    if one.outcome == "survived" and one.leaves is not None:
        return f"Nobody would have noticed that {clause}; and mutant {one.leaves}, made then, would not be noticed, either."
    if one.outcome == "survived":
        return f"Nobody would have noticed that {clause}."
    if one.outcome == "not known":
        return f"Nobody noticed that {clause}; whether it matters is not known."
    return f"{clause[:1].upper()}{clause[1:]}."


def _document(workflow: Workflow, one: Tried) -> Document:
    mutant = one.mutant
    return {
        "number": mutant.number,
        "kind": mutant.kind,
        "section": mutant.section,
        "name": mutant.name,
        "was": mutant.was or None,
        "now": mutant.now or None,
        "outcome": one.outcome,
        "codes": list(one.codes),
        "safeguards": list(one.safeguards),
        "broken": one.is_broken,
        "scenarios": list(one.scenarios),
        "leaves": one.leaves,
        "told": mutant_sentence(workflow, one),
        "place": place_document(mutant.place),
    }
