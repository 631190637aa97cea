"""
What `rjflow diff --format json` says, for programs.

The document has a version of its own: a key may be added within a version; anything else makes a new one. Where things are only called
otherwise in the newer version, `called-otherwise` says so, and all else that the document names has the newer names.

Stands on: `compared`, `as_json`.   Knows nothing of: the command line.
"""

from typing import Any

from rjflow.definition.change import Change
from rjflow.definition.fingerprint import fingerprint, plain
from rjflow.definition.model import Workflow
from rjflow.definition.renaming import Section
from rjflow.report.as_json import steps_document
from rjflow.report.changes import called_sentence, change_sentence, elsewhere_sentence, possibility_sentence
from rjflow.report.compared import summary
from rjflow.report.layout import as_json
from rjflow.report.placing import place_document
from rjflow.verifier.comparison import Comparison, Judged, Possibility

FORMAT = "rjflow-diff"
FORMAT_VERSION = 1

Document = dict[str, Any]


def diff_json(comparison: Comparison) -> str:
    """
    Write what comparing two workflows found as one JSON document, keys in a fixed order.
    """
    old, new, called = comparison.before, comparison.new, [_called(comparison, *one) for one in comparison.called]
    document = {
        "format": FORMAT,
        "format-version": FORMAT_VERSION,
        "old": _workflow(comparison.old),
        "new": _workflow(new),
        **({"called-otherwise": called} if called else {}),
        "weaker": comparison.is_weaker,
        "summary": summary(comparison),
        "newly-possible": [_possibility(new, old, "The older version", one) for one in comparison.newly],
        "no-longer-possible": [_possibility(old, new, "The newer version", one) for one in comparison.no_longer],
        "safeguards": [_judged(one) for one in comparison.judged],
        "ambiguous": [{"event": one.event, "state": one.state} for one in comparison.ambiguous],
        "changes": [_change(old, new, one) for one in comparison.difference.changes],
    }
    return as_json(document)


# ----------------------------------------------------------------------------------------------------------------------


def _workflow(workflow: Workflow) -> Document:
    return {"workflow": workflow.name, "version": workflow.version, "fingerprint": fingerprint(workflow)}


def _called(comparison: Comparison, section: Section, was: str, now: str) -> Document:
    before, after = getattr(comparison.old, section)[was], getattr(comparison.new, section)[now]
    return {
        "section": section,
        "old": was,
        "new": now,
        "told": called_sentence(section, before, after),
        "old-place": place_document(before.span),
        "new-place": place_document(after.span),
    }


def _change(old: Workflow, new: Workflow, change: Change) -> Document:
    return {
        "section": change.section,
        "name": change.name,
        "what": change.what,
        "direction": change.direction,
        "told": change_sentence(old, new, change),
        "lost": [plain(one) for one in change.lost],
        "gained": [plain(one) for one in change.gained],
        "states": list(change.states),
        "target": change.target,
        "old-place": place_document(change.old_place),
        "new-place": place_document(change.new_place),
    }


def _possibility(home: Workflow, other: Workflow, which: str, one: Possibility) -> Document:
    place = one.elsewhere
    return {
        "section": one.change.section,
        "name": one.change.name,
        "doing": one.doing,
        "answer": one.answer,
        "told": possibility_sentence(home, other, one),
        "of-scheme": one.of_scheme,
        "people": [{"id": person, "kind": kind} for person, kind in one.story.people] if one.story else None,
        "opened": one.story.opened.now if one.story else None,
        "steps": steps_document(one.story) if one.story else None,
        "differs-at-step": place.step if place else None,
        "differs-because": elsewhere_sentence(home, other, which, one, place) if place else None,
        "place": place_document(one.change.new_place),
    }


def _judged(one: Judged) -> Document:
    broken = one.new is not None and one.new.judged == "broken"
    story = one.new.story if broken and one.new is not None else None
    return {
        "safeguard": one.safeguard.id,
        "label": one.safeguard.label,
        "old": one.old.judged if one.old else None,
        "new": one.new.judged if one.new else None,
        "asked-by-old": one.asked_by_old,
        "asked-by-new": one.asked_by_new,
        "steps": steps_document(story) if story else None,
    }
