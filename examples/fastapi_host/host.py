"""
A host in FastAPI: cases over HTTP, kept in SQLite or PostgreSQL.

`python examples/fastapi_host/host.py` serves them from an SQLite file on http://127.0.0.1:8000, with the OpenAPI pages under /docs.
Everybody in it is invented, and whoever asks is believed: a real host checks a token.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException

from rjflow import Casebook, Clock, Message, SameRoles, Step, read_file, verify
from rjflow.integrations.fastapi import cases_router
from rjflow.store.sql import SqlStore

HERE = Path(__file__).parent
ROLES = {"ben": ["facilitator"], "bea": ["facilitator"], "cleo": ["supervisor"]}
TEAMS = {"ben": "north", "bea": "south", "cleo": "north"}


def who(x_user: Annotated[str | None, Header()] = None) -> str:
    """Say who asks: here, whoever they say they are."""
    if x_user not in ROLES:
        raise HTTPException(401, "say who you are: X-User: ben")
    return x_user


def in_their_team(actor: str, case: str) -> bool:
    """Tell whether somebody may know of a case: of those of their own team, which its id begins with."""
    return case.startswith(f"{TEAMS[actor]}-")


def is_facilitator(actor: str, _: str | None) -> bool:
    """Tell whether somebody may open a case."""
    return "facilitator" in ROLES[actor]


def announce(step: Step) -> Iterator[Message]:
    """Tell others where a case has gone, and nothing else."""
    for move in step.decision.moves:
        yield Message("letter.moved", json.dumps({"to": move.target}))


def casebook(store: SqlStore, clock: Clock | None = None) -> Casebook:
    """Prove the workflow, which is a matter of a moment, and hold its cases."""
    letter = verify(read_file(HERE / "letter.workflow.yaml")).require()
    return Casebook(store, [letter], roles=SameRoles(ROLES), clock=clock, announce=announce)


def application(book: Casebook) -> FastAPI:
    """Make the application."""
    app = FastAPI(title="Letters")
    app.include_router(cases_router(book, who=who, sees=in_their_team, opens=is_facilitator))

    @app.get("/ping")
    def ping() -> str:
        return "pong"

    return app


def main() -> None:
    """Serve until somebody presses Ctrl-C."""
    import uvicorn

    asked = ArgumentParser(description="Serve cases over HTTP.")
    asked.add_argument("--store", default="letters.db", help="an SQLite file, or a PostgreSQL URL")
    asked.add_argument("--port", type=int, default=8000)
    given = asked.parse_args()
    store = SqlStore.at(given.store)
    print(
        f"cases are kept in {given.store}; try: curl -H 'X-User: ben' http://127.0.0.1:{given.port}/cases/north-1",
        file=sys.stderr,
    )
    uvicorn.run(application(casebook(store)), host="127.0.0.1", port=given.port)


if __name__ == "__main__":
    main()
