"""
Compare what a store keeps of people with what their history says was told and erased, and look for edits in the log of reads.

Stands on: `flaws`, `heads`, `store`.   Knows nothing of: who may read, sentences.
"""

from collections.abc import Iterable, Iterator

from rjflow.auditing.flaws import Flaw
from rjflow.auditing.heads import ReadsHead, ReadsSoFar, all_reads
from rjflow.engine.history import Recorded
from rjflow.rules.commands import Erase, File, Tell, Tidy
from rjflow.sealing.port import KeyProvider, NoSuchKey
from rjflow.sealing.values import mark_of
from rjflow.store import rows
from rjflow.store.case_rows import BentRow
from rjflow.store.port import CaseFile, Store
from rjflow.store.rows_beside import CASE_ITSELF, PersonKeyRow
from rjflow.store.safe import safe_of
from rjflow.store.typed import is_typed
from rjflow.store.written import assignments

_PAGE = 500


def check_people(case: str, file: CaseFile, keys: KeyProvider | None) -> Iterator[Flaw]:
    """
    Compare what is kept of people with what their history says was told and erased.
    """
    told: dict[tuple[int, str], tuple[str, str | None, str | None, str]] = {}
    marks: dict[str, set[str]] = {}
    erased: set[str] = set()
    for number, command in enumerate(_commands(file), start=1):
        match command:
            case Tell(person=person, values=[first, *_]) | File(person=str(person), values=[first, *_]) if (
                person in erased
            ):
                yield Flaw(what="personal", case=case, number=number, name=first.name)
            case Tell(person=person, evidence=evidence):
                told |= {(number, one.name): (person, evidence, None, one.mark) for one in command.values}
                marks.setdefault(person, set()).add(command.key)
            case File(form=form, person=about):
                person = about or CASE_ITSELF
                told = {place: said for place, said in told.items() if (said[0], said[2]) != (person, form)}
                told |= {(number, one.name): (person, None, form, one.mark) for one in command.values}
                marks.setdefault(person, set()).add(command.key)
            case Tidy(fields=fields):
                told = {(at, name): said for (at, name), said in told.items() if f"{said[2]}.{name}" not in fields}
            case Erase(person=person):
                erased.add(person)
            case _:
                pass
    due = {place: said for place, said in told.items() if said[0] not in erased}
    file, wrong = _typed(case, file)
    yield from wrong
    kept = {(row.number, row.name): (row.person, row.evidence, row.form, mark_of(row.sealed)) for row in file.personal}
    for number, name in sorted(place for place in due.keys() | kept.keys() if due.get(place) != kept.get(place)):
        yield Flaw(what="personal", case=case, number=number, name=name)
    there = {row.person: row for row in file.person_keys}
    for person in sorted(marks.keys() | erased | there.keys()):
        if not _is_right(there.get(person), marks.get(person, set()), is_erased=person in erased):
            yield Flaw(what="person key", case=case, name=person)
        elif keys is not None and person not in erased:
            yield from _unopened(file, there[person], keys)


def check_assigned(case: str, file: CaseFile, *, is_open: bool) -> Iterator[Flaw]:
    """
    Compare who is given to a case with whom its forms name.
    """
    entries = [rows.entry_of(row) for row in file.entries]
    due = sorted(assignments(case, entries) if is_open else ())
    if not all(map(is_typed, file.assignments)) or due != sorted(file.assignments):
        yield Flaw(what="assigned", case=case)


def check_reads(store: Store, exported: Iterable[ReadsHead] = ()) -> Iterator[Flaw]:
    """
    Name what was edited of the log of reads, whose lines are gone, and whose do not begin as they were exported.
    """
    seen, flawed, missed = dict[str, int](), set[str](), set(exported)
    so_far, heads_of = ReadsSoFar(), {one.actor for one in missed}
    for row in all_reads(store):
        place = seen.get(row.actor, 0) + 1
        if not rows.is_sealed(row):
            yield Flaw(what="read", case=str(row.case), number=row.number)
        if not is_typed(row):
            continue
        if row.place is not None:  # those of an older schema have none
            seen[row.actor] = row.place
            flawed |= {row.actor} if row.place != place else set()
        if row.actor in heads_of:
            missed.discard(so_far.grown(row))
    counts = dict(_counts(store))
    flawed |= {str(actor) for actor in seen.keys() | counts.keys() if seen.get(actor, 0) != counts.get(actor, 0)}
    yield from (Flaw(what="reads", name=actor) for actor in sorted(flawed))
    for one in sorted(missed, key=lambda one: (one.actor, one.reads)):
        yield Flaw(what="reads head", number=one.reads, name=one.actor)


def people_erased(file: CaseFile) -> int:
    """
    Tell of how many people a case says that they were erased.
    """
    return sum(isinstance(command, Erase) for command in _commands(file))


# ----------------------------------------------------------------------------------------------------------------------


def _counts(store: Store) -> Iterator[tuple[str, int]]:
    """
    Give how often each actor read something.
    """
    last: str | None = None
    while page := store.read_counts(most=_PAGE, after=last):
        yield from page
        last = page[-1][0]


def _commands(file: CaseFile) -> Iterator[Recorded]:
    """
    Give what the readable entries of a case say, one after the other.
    """
    for row in file.entries:
        try:
            yield rows.entry_of(row).command
        except BentRow:
            return


def _typed(case: str, file: CaseFile) -> tuple[CaseFile, list[Flaw]]:
    """
    Set aside what is kept of people where a cell holds what no column of it may, and name it.
    """
    personal = tuple(row for row in file.personal if is_typed(row))
    keys = tuple(row for row in file.person_keys if is_typed(row))
    wrong = [Flaw(what="personal", case=case)] * (len(file.personal) - len(personal))
    wrong += [Flaw(what="person key", case=case, name=str(row.person)) for row in file.person_keys if row not in keys]
    return file._replace(personal=personal, person_keys=keys), wrong


def _is_right(row: PersonKeyRow | None, marks: set[str], *, is_erased: bool) -> bool:
    """
    Tell whether the row of somebody's key is as the history says.
    """
    if row is None:
        return False
    if is_erased:
        return (row.wrapping, row.wrapped) == (None, None) and marks <= {row.mark}
    return None not in (row.wrapping, row.wrapped) and marks == {row.mark}


def _unopened(file: CaseFile, row: PersonKeyRow, keys: KeyProvider) -> Iterator[Flaw]:
    """
    Open what is kept of somebody, and name what does not open.
    """
    try:
        safe = safe_of(keys, row)
    except BentRow:
        yield Flaw(what="person key", case=row.case, name=row.person)
        return
    except NoSuchKey:
        yield Flaw(what="wrapping key", case=row.case, name=row.person)
        return
    for one in file.personal:
        if one.person == row.person:
            try:
                safe.text(one)
            except BentRow:
                yield Flaw(what="personal", case=row.case, number=one.number, name=one.name)
