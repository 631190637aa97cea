"""
Time and delivery by workers of Procrastinate, any number of them on any number of servers.

Every minute one of them looks for cases that time changes, and puts one job for each of those cases, to be done at once by whoever is free.
Nothing waits in the queue for a moment far ahead: when that is, is the store's to know. A job that is done twice, or by two workers at the same time, or
whose worker is killed, changes nothing but who does the work: the case has one history.

Stands on: procrastinate, `casebook`.   Knows nothing of: databases.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from logging import WARNING
from typing import Any

from rjflow.casebook.book import Casebook
from rjflow.casebook.delivering import Delivery
from rjflow.casebook.noting import note
from rjflow.integrations import from_extra
from rjflow.sources.errors import RjflowError

with from_extra("procrastinate"):
    from procrastinate import App, Blueprint
    from procrastinate.exceptions import AlreadyEnqueued

NAMESPACE = "rjflow"


def add_tasks(
    app: App,
    book: Casebook,
    *,
    send: Callable[[Delivery], Any] | None = None,
    cron: str = "* * * * *",
    queue: str = "rjflow",
    most: int = 1000,
) -> None:
    """
    Give an application of Procrastinate the tasks `rjflow:sweep`, `rjflow:advance` and, with a sender, `rjflow:deliver`.

    Args:
        app: The application, in whatever database; that of the cases is a good one.
        book: The casebook that every worker has. Its calls run in threads.
        send: Sends a message of the outbox, and returns when it was received, as for `Casebook.deliver`.
        cron: How often to look for what is due and what waits.
        queue: The queue of the tasks.
        most: How many cases, and how many messages, to look at each time.
    """
    tasks = Blueprint()

    @tasks.task(name="advance", queue=queue)
    async def advance(case: str) -> None:
        await asyncio.to_thread(_advance, book, case)

    @tasks.periodic(cron=cron)
    @tasks.task(name="sweep", queue=queue, queueing_lock="rjflow:sweep")
    async def sweep(timestamp: int) -> None:  # noqa: ARG001  # Procrastinate says which minute it is; the casebook's clock is what counts
        for case in await asyncio.to_thread(partial(book.due, most=most)):
            with suppress(AlreadyEnqueued):  # a job for this case waits already
                await advance.configure(queueing_lock=f"rjflow:{case}").defer_async(case=case)

    if send is not None:
        _add_delivery(tasks, partial(book.deliver, send, most=most), cron, queue)
    app.add_tasks_from(tasks, namespace=NAMESPACE)


# ----------------------------------------------------------------------------------------------------------------------


def _add_delivery(tasks: Blueprint, sending: Callable[[], object], cron: str, queue: str) -> None:
    @tasks.periodic(cron=cron)
    @tasks.task(name="deliver", queue=queue, queueing_lock="rjflow:deliver")
    async def deliver(timestamp: int) -> None:  # noqa: ARG001  # as above
        await asyncio.to_thread(sending)


def _advance(book: Casebook, case: str) -> None:
    """
    Let the clock do what it does with one case. Who was too late, or cannot, leaves it: while it is due, the next sweep asks again.
    """
    try:
        book.advance(case)
    except RjflowError as why:
        note(WARNING, "passed", {"error": type(why).__name__})
