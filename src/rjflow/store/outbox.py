"""
The outbox as SQL: which messages are next, and who delivers one.

Stands on: `tables`.   Knows nothing of: where messages go.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, exists, select, tuple_, update

from rjflow.instants import Instant
from rjflow.store.rows import EntryRow, MessageRow, Waiting
from rjflow.store.tables import Tables


def next_messages(connection: Connection, ours: Tables, by: Instant, most: int) -> Sequence[Waiting]:
    """
    Give of each case the first message that was not taken, unless it rests, with the entry it tells of.
    """
    box, entries, earlier = ours.outbox, ours.entries, ours.outbox.alias()
    is_earlier = tuple_(earlier.c.number, earlier.c.place) < tuple_(box.c.number, box.c.place)
    comes_first = ~exists().where(earlier.c.case == box.c.case, earlier.c.taken == 0, is_earlier)
    told = (entries.c.case == box.c.case) & (entries.c.number == box.c.number)
    query = (
        select(box, entries.c.hash, entries.c.text.label("entry"))
        .select_from(box.outerjoin(entries, told))
        .where(box.c.taken == 0, box.c.rests <= by, comes_first)
        .order_by(box.c.rests, box.c.case)
        .limit(most)
    )
    return [
        Waiting(
            MessageRow(row.case, row.number, row.place, row.topic, row.text, row.seal),
            None if row.entry is None else EntryRow(row.case, row.number, row.hash, row.entry),
            row.tries,
        )
        for row in connection.execute(query)
    ]


def claim_message(connection: Connection, ours: Tables, message: MessageRow, tries: int, rests: Instant) -> bool:
    """
    Write down that a message is tried once more; whoever comes second is told no.
    """
    box = ours.outbox
    there = (box.c.case == message.case, box.c.number == message.number, box.c.place == message.place)
    claim = update(box).where(*there, box.c.taken == 0, box.c.tries == tries).values(tries=tries + 1, rests=rests)
    return connection.execute(claim).rowcount == 1
