"""
Tell what comes of moving cases to another version: for people, and for programs.

Stands on: `questions`, `layout`.   Knows nothing of: stores.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from rjflow.definition.model import Workflow
from rjflow.definition.wording import said
from rjflow.frozen import frozen
from rjflow.report.layout import as_json, paragraphs, wrapped
from rjflow.report.questions import answer, question
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding
from rjflow.text import counted

FORMAT = 1
Came = Literal["moves", "over", "stranded", "refused", "left"]


@frozen
class Outcome:
    """What came of one case: the answer of the rules, or what kept it from being asked."""

    case: str
    old: Workflow
    decision: Decision | None
    problem: str | None = None

    @property
    def came(self) -> Came:
        """What came of it, in a word: `stranded` has no state to go to, `left` could not be asked."""
        if self.decision is None:
            return "left"
        if self.decision.allowed:
            return "moves"
        facts = {one.facts[0] for one in self.decision.missing if one.asked == "migration"}
        return "over" if "over" in facts else "stranded" if "stranded" in facts else "refused"

    @property
    def is_held_up(self) -> bool:
        """Whether the case would have to move, and does not."""
        return self.came not in ("moves", "over")


def migrating_text(new: Workflow, found: Sequence[Outcome], *, dry_run: bool) -> str:
    """
    Tell case by case what came of it, those that are held up with what holds them up.
    """
    if not found:
        return f"no case runs under an earlier version of {new.name}"
    blocks = [_block(new, one, dry_run=dry_run) for one in found if one.came != "over"]
    several = Counter(one.came for one in found)
    words = [(_WORDS[came] if dry_run else _DONE[came], several[came]) for came in _WORDS if several[came]]
    total = ", ".join(f"{number} {word}" for word, number in words)
    return paragraphs(
        "\n".join(blocks), wrapped(f"{counted(len(found), 'case')} of earlier versions: {total}", hanging=2)
    )


def migrating_json(new: Workflow, found: Sequence[Outcome], *, dry_run: bool) -> str:
    """
    Give the same as JSON, with a version of its form.
    """
    cases: list[dict[str, Any]] = [
        {
            "case": one.case,
            "from": one.old.version,
            "outcome": one.came,
            "state": one.decision.before.state if one.decision else None,
            "to": one.decision.after.state if one.decision and one.decision.allowed else None,
            "missing": [_missing(new, one.decision, each) for each in one.decision.missing] if one.decision else [],
            "problem": one.problem,
        }
        for one in found
    ]
    return as_json({"format": FORMAT, "workflow": new.name, "version": new.version, "dry-run": dry_run, "cases": cases})


# ----------------------------------------------------------------------------------------------------------------------

_WORDS: dict[Came, str] = {
    "moves": "would move",
    "over": "over",
    "stranded": "would strand",
    "refused": "would be refused",
    "left": "left as it is",
}
_DONE: dict[Came, str] = {
    "moves": "moved",
    "over": "over",
    "stranded": "stranded",
    "refused": "refused",
    "left": "left as it is",
}


def _block(new: Workflow, one: Outcome, *, dry_run: bool) -> str:
    """
    Tell what came of one case.
    """
    if one.decision is None:
        return wrapped(f"{one.case}: left as it is: {one.problem}", hanging=2)
    before, after = one.decision.before.state, one.decision.after.state
    word = (_WORDS if dry_run else _DONE)[one.came]
    if one.decision.allowed:
        return wrapped(f"{one.case}: {word}: {said(one.old, before)} → {said(new, after)}", hanging=2)
    head = wrapped(f"{one.case}: {word}, in {said(one.old, before)}:", hanging=2)
    missing = [f"{answer(each.truth):<9}{question(new, one.decision, each)}" for each in one.decision.missing]
    return "\n".join([head, *(wrapped(line, indent=4, hanging=9) for line in missing)])


def _missing(new: Workflow, decision: Decision, finding: Finding) -> dict[str, Any]:
    text = question(new, decision, finding)
    return {"asked": finding.asked, "answer": answer(finding.truth), "facts": list(finding.facts), "text": text}
