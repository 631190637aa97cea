"""
The row of a case: what its entries come to, so that a command needs no replay, under a seal.

A row of the long form, as rjflow stored it up to November 2026, is read like any other; it is written in the short form when the case changes next.

Stands on: `engine`.   Knows nothing of: other rows, who keeps them.
"""

import json
from typing import NamedTuple

from rjflow.engine.brief import Brief, brief, situation_in_brief
from rjflow.engine.case import Case
from rjflow.engine.encoding import NotAHistory, situation_from, situation_text
from rjflow.engine.situations import name_text, quoted
from rjflow.sources.errors import RjflowError
from rjflow.store.digest import digest, digest_of
from rjflow.store.recent import Recent
from rjflow.verifier.verdict import Waiver


class BentRow(RjflowError):
    """
    A row that is not what was stored: somebody edited it, or it was damaged. It is not believed; `rjflow audit verify` tells more.

    Attributes:
        what: which row, in words.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what} is not what was stored; `rjflow audit verify` tells what its history says")


class CaseRow(NamedTuple):
    """A case as it is now: what its entries come to. `state` is for looking up; `seal` is over everything else."""

    id: str
    fingerprint: str
    revision: int
    head: str
    state: str
    situation: str
    waiver: str | None
    seal: str


def case_row(case: Case) -> CaseRow:
    """
    Put a case into a row.
    """
    id, situation = case.id, case.situation
    before = _recent.get(id)
    said = brief(situation, None if before is None else before[2])
    parts = (id, case.fingerprint, case.revision, case.head, situation.state, said.text, _waiver_text(case.waiver))
    row = CaseRow(*parts, _seal(*parts))
    _recent.keep(id, (row, case, said))
    return row


def case_row_like(case: Case, row: CaseRow) -> CaseRow:
    """
    Put a case into a row of the form that another has: until it changes next, a case that an older rjflow stored stays as it was.
    """
    if not _is_long(row):
        return case_row(case)
    situation, waiver = situation_text(case.situation), _waiver_text(case.waiver)
    parts = (case.id, case.fingerprint, case.revision, case.head, case.state, situation, waiver)
    return CaseRow(*parts, digest(*parts))


def case_of(row: CaseRow) -> Case:
    """
    Give the case of a row.

    Raises:
        BentRow: the row does not fit its seal.
    """
    known = _recent.get(row.id)
    if known is not None and known[0] == row:
        return known[1]
    bent = BentRow(f"the row of case {row.id}")
    try:
        is_long = _is_long(row)
        if row.seal != (digest(*row[:-1]) if is_long else _seal(*row[:-1])):
            raise bent
        situation, said = (situation_from(row.situation), None) if is_long else situation_in_brief(row.situation)
        waiver = _waiver(row.waiver)
    except (NotAHistory, ValueError, TypeError, AttributeError) as problem:  # SQLite keeps anything in a column of text
        raise bent from problem
    if situation.state != row.state:
        raise bent
    case = Case(
        id=row.id, fingerprint=row.fingerprint, situation=situation, revision=row.revision, head=row.head, waiver=waiver
    )
    _recent.keep(row.id, (row, case, said))
    return case


# ----------------------------------------------------------------------------------------------------------------------


# Not many: what is kept for longer than it takes Python's garbage collector to come by costs a full collection now and then.
_recent: Recent[str, tuple[CaseRow, Case, Brief | None]] = Recent(16)


def _seal(id: str, fingerprint: str, revision: int, head: str, state: str, situation: str, waiver: str | None) -> str:
    """
    Seal a row. Where the list ends the situation begins, whatever is in it, so no part can be taken for another.
    """
    return digest_of(
        f"[{quoted(id)},{quoted(fingerprint)},{revision},{quoted(head)},{quoted(state)},{name_text(waiver)}]{situation}"
    )


def _is_long(row: CaseRow) -> bool:
    """
    Tell whether a row is as rjflow stored it up to 2026-11: its situation with names.
    """
    return row.situation.startswith("{")


def _waiver_text(waiver: Waiver | None) -> str | None:
    return None if waiver is None else json.dumps([waiver.by, waiver.reason, waiver.at], ensure_ascii=False)


def _waiver(text: str | None) -> Waiver | None:
    if text is None:
        return None
    by, reason, at = json.loads(text)
    return Waiver(by=by, reason=reason, at=at)
