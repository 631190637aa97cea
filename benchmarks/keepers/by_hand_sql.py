"""The limit: SQL written by hand, an automaton written by hand, and nothing that is not needed."""

import psycopg
from peers.by_hand import TABLE, TESTS
from peers.workload import Facts

from keepers.common import SCHEMA, Row, after, first_row, known, libpq, plain, prepare_sqlite, sqlite

NAME = "written by hand (the limit)"

_SELECT = "SELECT id, revision, head, state, facts, seal FROM cases WHERE id = "
_ONE = """
WITH turn AS (UPDATE cases SET revision = %s, head = %s, state = %s, facts = %s, seal = %s WHERE id = %s AND revision = %s RETURNING id),
said AS (INSERT INTO entries SELECT id, %s::integer, %s, %s FROM turn),
disarmed AS (DELETE FROM deadlines USING turn WHERE deadlines."case" = turn.id)
SELECT count(*) FROM turn
"""


def prepare(url: str) -> None:
    if "://" not in url:
        return prepare_sqlite(url)
    with psycopg.connect(libpq(url)) as made:
        for one in SCHEMA:
            made.execute(one)
    return None


def moved(row: Row, event: str, given: Facts, at: int):
    """Decide an event, as a table written by hand does."""
    facts = known(row)
    found = TABLE.get((row.state, event))
    if found is None:
        return None
    values = plain(facts)
    return after(row, event, found[0], facts, given, at) if all(TESTS[name](values) for name in found[1]) else None


class InFile:
    def __init__(self, path: str, synchronous: str) -> None:
        self._connection = sqlite(path, synchronous)
        self._cursor = self._connection.cursor()

    def new(self, case: str) -> None:
        row, entry = first_row(case)
        run = self._cursor.execute
        run("BEGIN IMMEDIATE")
        run("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?)", row)
        run("INSERT INTO entries VALUES (?, ?, ?, ?)", entry)
        run("COMMIT")

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        run = self._cursor.execute
        row = Row(*run(_SELECT + "?", (case,)).fetchone())
        done = moved(row, event, given, at)
        if done is None:
            return False
        new, entry = done
        run("BEGIN IMMEDIATE")
        wrote = run(
            "UPDATE cases SET revision = ?, head = ?, state = ?, facts = ?, seal = ? WHERE id = ? AND revision = ?",
            (*new[1:], case, row.revision),
        )
        if wrote.rowcount != 1:
            run("ROLLBACK")
            return False
        run("INSERT INTO entries VALUES (?, ?, ?, ?)", entry)
        run('DELETE FROM deadlines WHERE "case" = ?', (case,))
        run("COMMIT")
        return True

    def state(self, case: str) -> str:
        return self._cursor.execute(_SELECT + "?", (case,)).fetchone()[3]

    def close(self) -> None:
        self._connection.close()


class OnServer:
    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(libpq(url), autocommit=True)
        self._cursor = self._connection.cursor()

    def new(self, case: str) -> None:
        row, entry = first_row(case)
        self._cursor.execute(
            "WITH made AS (INSERT INTO cases VALUES (%s, %s, %s, %s, %s, %s)) INSERT INTO entries VALUES (%s, %s, %s, %s)",
            (*row, *entry),
        )

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        row = Row(*self._cursor.execute(_SELECT + "%s", (case,)).fetchone())
        done = moved(row, event, given, at)
        if done is None:
            return False
        new, entry = done
        found = self._cursor.execute(_ONE, (*new[1:], case, row.revision, *entry[1:])).fetchone()
        return found[0] == 1

    def state(self, case: str) -> str:
        return self._cursor.execute(_SELECT + "%s", (case,)).fetchone()[3]

    def close(self) -> None:
        self._connection.close()


def opened(url: str, synchronous: str):
    return OnServer(url) if "://" in url else InFile(url, synchronous)
