"""
Go through a store and derive everything that is kept in it anew: whatever somebody edited, dropped, swapped, inserted or put in another
order is named.

Stands on: `store`, `engine.replaying`.   Knows nothing of: databases, sentences.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import frozen

from rjflow.definition.model import Workflow
from rjflow.engine.asking import is_id
from rjflow.engine.case import Case
from rjflow.engine.history import Entry
from rjflow.engine.replaying import DoesNotReplay, Why, replaying
from rjflow.sources.errors import RjflowError
from rjflow.store import rows
from rjflow.store.port import CaseFile, Store
from rjflow.store.rows import BentRow

What = Literal["entry", "row", "no row", "no entries", "due", "key", "message", "definition", "head", "gone"]
_PAGE = 500


@frozen(kw_only=True)
class Flaw:
    """
    Something in a store that is not what was stored.

    Attributes:
        what: which kind of row. `entry`: it does not re-derive, as `why` says; what comes after it was not looked at. `row`: a case is
            kept as something else than its entries come to. `no row`, `no entries`: one is there without the other. `due`: another
            deadline is armed than should be. `key`, `message`, `definition`: it was edited. `head`: an exported head is not in the
            history, so that its end is missing or was written anew. `gone`: of an exported case, nothing is there.
        case: whose row it is; nothing for definitions.
        number: of the entry, or of the exported revision.
        why: what is wrong with an entry.
        name: of a definition, with its version, or of an idempotency key.
    """

    what: What
    case: str | None = None
    number: int | None = None
    why: Why | None = None
    name: str | None = None


@frozen
class Audit:
    """What was found, and how much was looked at."""

    cases: int
    entries: int
    flaws: tuple[Flaw, ...]


@frozen
class Head:
    """The end of a history at one time: who has it elsewhere can tell later whether anything before it was changed."""

    case: str
    revision: int
    head: str


class NotHeads(RjflowError):
    """A text that is no list of heads: which line of it."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}: this is no exported head")


def audit(store: Store, heads: Iterable[Head] = (), *, progress: Callable[[int], None] = lambda _: None) -> Audit:
    """
    Check everything that a store keeps.

    Every decision is derived anew under the definition that it was made under, and every row beside the entries is compared with what
    they come to.

    Args:
        store: What to check.
        heads: The ends of histories as they were exported earlier, kept where nobody could change them.
        progress: Told the number of cases after each page of them.

    Not seen:
        Without heads: a case that is gone as a whole, entries missing at the very end together with all that rests on them, and a
        history that somebody made up as a whole, all hashes and seals included. Idempotency keys and messages that are gone, and
        whether a message was taken: they are no facts of a case. What changes while it is looked at is looked at case by case.

    >>> from rjflow.store.memory import MemoryStore
    >>> audit(MemoryStore()).flaws
    ()
    """
    workflows: dict[str, Workflow] = {}
    flaws = list(_definitions(store, workflows))
    exported: dict[str, list[Head]] = {}
    for head in heads:
        exported.setdefault(head.case, []).append(head)
    cases = entries = 0
    last: str | None = None
    while page := store.cases(most=_PAGE, after=last):
        for case in page:
            file = store.file(case)
            flaws += _case(case, file, workflows)
            flaws += _heads(file, exported.pop(case, []))
            entries += len(file.entries)
        last, cases = page[-1], cases + len(page)
        progress(cases)
    flaws += [Flaw(what="gone", case=case) for case in exported]
    return Audit(cases, entries, tuple(flaws))


def heads(store: Store) -> Iterator[Head]:
    """
    Give where every history ends now, as its entries say.
    """
    last: str | None = None
    while page := store.cases(most=_PAGE, after=last):
        for case in page:
            for entry in store.entries(case)[-1:]:
                yield Head(case, entry.number, entry.hash)
        last = page[-1]


def as_lines(several: Iterable[Head]) -> str:
    """
    Write heads as JSON, one a line; `from_lines` reads them.
    """
    return "".join(
        json.dumps({"case": one.case, "revision": one.revision, "head": one.head}, ensure_ascii=False) + "\n"
        for one in several
    )


def from_lines(text: str) -> tuple[Head, ...]:
    """
    Read what `as_lines` wrote.

    Raises:
        NotHeads: a line is no head.

    >>> from_lines(as_lines([Head("door-7", 3, "0" * 64)]))
    (Head(case='door-7', revision=3, head='0000000000000000000000000000000000000000000000000000000000000000'),)
    """
    lines = text.removesuffix("\n").split("\n") if text else []
    return tuple(_head(number, line) for number, line in enumerate(lines, start=1))


# ----------------------------------------------------------------------------------------------------------------------


def _head(number: int, line: str) -> Head:
    try:
        said: Any = json.loads(line)
        one = Head(**said)
    except (ValueError, TypeError) as problem:
        raise NotHeads(number) from problem
    if not is_id(one.case) or type(one.revision) is not int or one.revision < 1 or not is_id(one.head):
        raise NotHeads(number)
    return one


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
    found = _replayed(case, file, workflows)
    if isinstance(found, Flaw):
        yield found
        return
    if file.case is not None and file.case != rows.case_row(found):
        yield Flaw(what="row", case=case)
    due = rows.due_row(workflows[found.fingerprint], found)
    if file.due not in (due, None if due is None else due._replace(calendar=None)):  # older rows name no calendar
        yield Flaw(what="due", case=case)


def _replayed(case: str, file: CaseFile, workflows: Mapping[str, Workflow]) -> Case | Flaw:
    """
    Live through a history again; give what it comes to, or the first entry that is wrong.
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
    except DoesNotReplay as wrong:
        return Flaw(what="entry", case=case, number=wrong.number, why=wrong.why)
    if bent is not None:
        return bent
    assert there is not None
    return there


def _heads(file: CaseFile, exported: Iterable[Head]) -> Iterator[Flaw]:
    """
    Look for exported heads in a history.
    """
    there = {row.number: row.hash for row in file.entries}
    for one in exported:
        if there.get(one.revision) != one.head:
            yield Flaw(what="head", case=one.case, number=one.revision)
