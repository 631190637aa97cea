"""
Go through a store and derive everything that is kept in it anew: whatever somebody edited, dropped, swapped, inserted or put in another
order is named.

Stands on: `store`, `engine.replaying`.   Knows nothing of: databases, sentences.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from rjflow.auditing.flaws import Audit, Flaw
from rjflow.auditing.heads import Head, ReadsHead, beside
from rjflow.auditing.messages import Exports
from rjflow.auditing.people import check_assigned, check_people, check_reads, people_erased
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import Entry
from rjflow.engine.replaying import DoesNotReplay, Replayed, replaying
from rjflow.sealing.port import KeyProvider
from rjflow.store import rows
from rjflow.store.case_rows import BentRow, case_row_like
from rjflow.store.port import CaseFile, Store
from rjflow.store.typed import is_typed

_PAGE = 500


def audit(
    store: Store,
    heads: Iterable[Head | ReadsHead] = (),
    *,
    keys: KeyProvider | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Audit:
    """
    Check everything that a store keeps.

    Every decision is derived anew under its definition, and every row beside the entries is compared with what they come to.

    Args:
        store: What to check.
        heads: The ends of histories, and of what each reader read, as they were exported earlier, kept where nobody could change them.
        keys: The wrapping keys, to see that every personal value opens; that it is the one that was told shows without.
        progress: Told the number of cases after each page of them.

    Raises:
        NotInstalled: what opening personal values takes is not there.

    Not seen:
        Without heads: a case that is gone as a whole, entries missing at the very end with all that rests on them, a history that somebody made
        up as a whole, hashes and seals included, logged reads that are gone from the end together with their count, idempotency keys that are gone or
        made up, and messages that a host announced itself and that are. With heads: what came after they were exported, and, by heads that an older
        rjflow exported, keys and messages. Whether a message was taken. What changes meanwhile is looked at case by case.

    >>> from rjflow.store.memory import MemoryStore
    >>> audit(MemoryStore()).flaws
    ()
    """
    workflows: dict[str, Workflow] = {}
    flaws = list(_definitions(store, workflows))
    exported, read = _by_case(heads)
    seen: Counter[str] = Counter()
    for case, file in _files(store, progress):
        flaws += [*_case(case, file, workflows), *_heads(file, exported.pop(case, [])), *check_people(case, file, keys)]
        seen.update(cases=1, entries=len(file.entries), erased=people_erased(file))
    flaws += [Flaw(what="gone", case=case) for case in exported]
    flaws += check_reads(store, read)
    return Audit(seen["cases"], seen["entries"], tuple(flaws), seen["erased"])


# ----------------------------------------------------------------------------------------------------------------------


def _by_case(heads: Iterable[Head | ReadsHead]) -> tuple[dict[str, list[Head]], list[ReadsHead]]:
    """
    Give the heads of each case, and those of readers.
    """
    exported: dict[str, list[Head]] = {}
    read: list[ReadsHead] = []
    for head in heads:
        if isinstance(head, ReadsHead):
            read.append(head)
        else:
            exported.setdefault(head.case, []).append(head)
    return exported, read


def _files(store: Store, progress: Callable[[int], None]) -> Iterator[tuple[str, CaseFile]]:
    """
    Give everything that is kept about each case, page by page.
    """
    last, seen = None, 0
    while page := store.cases(most=_PAGE, after=last):
        yield from ((case, store.file(case)) for case in page)
        last, seen = page[-1], seen + len(page)
        progress(seen)


def _definitions(store: Store, workflows: dict[str, Workflow]) -> Iterator[Flaw]:
    """
    Read the definitions, and name those that are not what their fingerprints say.
    """
    for row in store.definitions():
        try:
            workflows[row.fingerprint] = rows.definition_of(row)
        except BentRow:
            yield Flaw(what="definition", name=f"{row.name}, version {row.version}")


def _case(case: str, file: CaseFile, workflows: Mapping[str, Workflow]) -> Iterator[Flaw]:
    """
    Check all that is kept about one case.
    """
    for key in file.keys:
        if not rows.is_sealed(key) or not 1 <= key.first <= key.last <= len(file.entries):
            yield Flaw(what="key", case=case, name=key.key)
    for message in file.messages:
        if not rows.is_sealed(message) or message.number > len(file.entries):
            yield Flaw(what="message", case=case, number=message.number)
    if file.case is None:
        yield Flaw(what="no row", case=case)
    if not file.entries:
        yield Flaw(what="no entries", case=case)
        return
    exports = Exports(workflows)
    found = _replayed(case, file, workflows, exports.lived)
    if isinstance(found, Flaw):
        yield found
        return
    if file.case is not None and not (is_typed(file.case) and file.case == case_row_like(found, file.case)):
        yield Flaw(what="row", case=case)
    due = rows.due_row(workflows[found.fingerprint], found)
    if file.due not in (due, None if due is None else due._replace(calendar=None)):  # older rows name no calendar
        yield Flaw(what="due", case=case)
    yield from exports.flaws(case, file)
    is_open = not workflows[found.fingerprint].states[found.state].final
    yield from check_assigned(case, file, is_open=is_open)


def _replayed(
    case: str, file: CaseFile, workflows: Mapping[str, Workflow], lived: Callable[[Replayed], None]
) -> Case | Flaw:
    """
    Live through a history again, and hand over each step; give what it comes to, or the first entry that is wrong.
    """
    entries: list[Entry] = []
    bent: Flaw | None = None
    for row in file.entries:
        try:
            entries.append(rows.entry_of(row))
        except BentRow:
            bent = Flaw(what="entry", case=case, number=row.number, why="form")
            break
    there = None
    try:
        for replayed in replaying(entries, workflows):
            there = replayed.case
            lived(replayed)
    except DoesNotReplay as wrong:
        return Flaw(what="entry", case=case, number=wrong.number, why=wrong.why)
    if bent is not None:
        return bent
    assert there is not None
    return there


def _heads(file: CaseFile, exported: Iterable[Head]) -> Iterator[Flaw]:
    """
    Look for exported heads in a history, and for the keys and messages that were there with them.
    """
    there = {row.number: row.hash for row in file.entries}
    for one in exported:
        if there.get(one.revision) != one.head:
            yield Flaw(what="head", case=one.case, number=one.revision)
            continue
        keys, messages = beside(file, one.revision)
        if one.keys not in (None, keys) and all(map(rows.is_sealed, file.keys)):  # one that was edited is named already
            yield Flaw(what="keys head", case=one.case, number=one.revision)
        if one.messages not in (None, messages) and all(map(rows.is_sealed, file.messages)):
            yield Flaw(what="messages head", case=one.case, number=one.revision)
