"""
A worker of the host: it fires deadlines and sends messages. Start as many as you like, on as many servers as you like.

`python examples/fastapi_host/worker.py --store postgresql://user@host/letters` works until it is stopped; with `--once`, until nothing is left to
do. Once, before the first, `--prepare` makes the tables of the queue.
"""

import asyncio
import sys
from argparse import ArgumentParser
from contextlib import suppress
from time import time

import procrastinate
from host import casebook
from procrastinate.exceptions import AlreadyEnqueued

from rjflow import Delivery
from rjflow.integrations.cloudevents import to_cloud_event
from rjflow.integrations.procrastinate import add_tasks
from rjflow.store.sql import SqlStore


def send(message: Delivery) -> None:
    """Print the event; a real host posts it, and raises unless it was received."""
    event = to_cloud_event(message, source="https://letters.example/cases", prefix="example.")
    print(event.get_type(), event.get_subject(), event.get_data()["to"], flush=True)


def application(place: str) -> procrastinate.App:
    """Make the application, whose tables are beside the cases."""
    store = SqlStore.at(place)
    url = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
    add_tasks(app, casebook(store), send=send)
    return app


async def work(app: procrastinate.App, *, once: bool) -> None:
    """Work until stopped, or until nothing is left to do."""
    async with app.open_async():
        if once:
            for task in ("sweep", "deliver"):
                with suppress(AlreadyEnqueued):  # another worker asked for the same in this very moment
                    await app.configure_task(f"rjflow:{task}").defer_async(timestamp=int(time()))
                await app.run_worker_async(wait=False, delete_jobs="successful")
        else:
            await app.run_worker_async(concurrency=4, delete_jobs="successful")


async def prepare(app: procrastinate.App) -> None:
    """Make the tables of the queue."""
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


def main() -> None:
    """Work."""
    asked = ArgumentParser(description="Fire deadlines and send messages.")
    asked.add_argument("--store", required=True, help="a PostgreSQL URL")
    asked.add_argument("--prepare", action="store_true", help="make the tables of the queue, once, and stop")
    asked.add_argument("--once", action="store_true", help="stop when nothing is left to do")
    given = asked.parse_args()
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    app = application(given.store)
    asyncio.run(prepare(app) if given.prepare else work(app, once=given.once))


if __name__ == "__main__":
    main()
