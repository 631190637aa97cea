"""
`rjflow case`: walk a case by hand.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from rjflow.cli import case_doing, case_personal
from rjflow.cli.casework import KEYS, ROLES, Asked, Desk, about_a_case, desk, opened_book, plainly
from rjflow.cli.exits import Exit
from rjflow.cli.files import CouldNotRead, read_named
from rjflow.cli.proving import SCHEME
from rjflow.cli.saying import answer, remark, text_or_json
from rjflow.cli.sealing import sealing
from rjflow.cli.stores import the_store
from rjflow.clock import SystemClock
from rjflow.engine.asking import known
from rjflow.engine.encoding import as_lines
from rjflow.engine.seen import View, whole_view
from rjflow.instants import instant
from rjflow.report import case_papers, casework
from rjflow.report.deciding import seen_text
from rjflow.report.layout import as_json, wrapped
from rjflow.report.running import history_text
from rjflow.report.seen import entries_document
from rjflow.rules.commands import Advance
from rjflow.rules.situation import Situation
from rjflow.store.port import CaseNotFound

Seen = TypeVar("Seen")


@click.group()
def case() -> None:
    """
    Walk a case by hand: open it, see it, do what may be done.

    STORE is the path of an SQLite file or a database's URL; `rjflow db upgrade` makes a new one. CASE is what the case is called in it.

    Whoever can run this operates the store: `--as` says in whose name, and the file that `--roles` names says who has which roles, never
    the one who asks. Before anything happens, the workflow that is stored with the case is proved. What is refused ends with 6, and
    changes nothing.
    """


@click.command("open")
@click.argument("store")
@click.argument("case")
@click.argument("file")
@click.option("--as", "actor", metavar="PERSON", required=True, help="Who opens it.")
@click.option("--person", "people", metavar="PERSON=KIND", multiple=True, help="Somebody whom it is about.")
@ROLES
@SCHEME
@text_or_json
def case_open(
    store: str,
    case: str,
    file: str,
    *,
    actor: str,
    people: Sequence[str],
    roles: str | None,
    scheme: str | None,
    form: str,
) -> None:
    """
    Open a case under a workflow.

    FILE is a path, or the name of a workflow that is shipped. Nothing is asked of who opens a case, but that the roles file names them.
    """
    asked, workflow = Asked(store, case, roles, scheme, actor), read_named(file)
    if "://" not in store and not Path(store).is_file():
        raise CouldNotRead(f"{store}: there is no such file; `rjflow db upgrade {store}` makes a new store")
    with the_store(store) as there, plainly(case):
        there_is = opened_book(there, workflow, asked).open(case, people=_about(people), actor=actor).case
    view = whole_view(workflow, there_is.id, there_is.situation)
    if form == "json":
        answer(casework.standing_json(workflow, view, revision=there_is.revision))
    else:
        answer(casework.standing_text(workflow, view, revision=there_is.revision))


@click.command("show")
@about_a_case(needs_actor=False)
def case_show(asked: Asked, *, form: str) -> None:
    """
    Tell where a case stands, and what is recorded.

    With `--as`, as that person may see it; without, everything, and what the clock does next.
    """
    with desk(asked, changes=False) as at:
        view, now = _looked_at(at, asked.actor)
    revision = None if now is None else at.case.revision
    if form == "json":
        answer(casework.standing_json(at.workflow, view, revision=revision))
    else:
        answer(casework.standing_text(at.workflow, view, revision=revision, situation=now))


@click.command("options")
@about_a_case()
@click.argument("event", required=False)
@click.pass_context
def case_options(context: click.Context, asked: Asked, *, event: str | None, form: str) -> None:
    """
    Tell what somebody may do now, and what the rest lacks.

    With EVENT, only whether they may do that: if not, with every reason that they may see, and the command ends with 6.
    """
    with desk(asked, changes=False) as at:
        view, _ = _looked_at(at, asked.who)
        if event is not None:
            context.exit(_one_option(at, asked.who, event, form))
        decisions = {one.event: one.decision for one in at.book.options(at.case.id, asked.who)}
    text = casework.options_text(at.workflow, view, at.case.situation, decisions, at.names)
    answer(casework.options_json(at.workflow, view) if form == "json" else text)


@click.command("history")
@about_a_case(needs_actor=False)
def case_history(asked: Asked, *, form: str) -> None:
    """
    Tell what happened to a case, entry by entry.

    With `--as`, as that person may see it; without, everything. As JSON it is then one entry a line, as the store keeps it.
    """
    with desk(asked, changes=False) as at:
        if asked.actor is None:
            entries = at.book.history(at.case.id)
            answer(
                as_lines(entries).removesuffix("\n")
                if form == "json"
                else history_text(at.workflow, entries, names=at.names)
            )
            return
        seen = _or_no_part(at, asked.actor, at.book.seen)
    people = {one.id: one.kind for one in at.case.situation.people}
    if form == "json":
        answer(as_json(entries_document(at.workflow, seen)))
    else:
        answer(casework.seen_history_text(at.workflow, seen, people, at.names))


@click.command("forms")
@about_a_case()
@KEYS
def case_forms(asked: Asked, *, keys: str | None, form: str) -> None:
    """
    Tell what was written in forms, as somebody may see it.
    """
    with desk(asked, changes=False, keys=keys) as at, sealing():
        filed = _or_no_part(at, asked.who, at.book.filed)
    answer({"text": case_papers.filed_text, "json": case_papers.filed_json}[form](at.workflow, filed))


@click.command("shares")
@about_a_case()
def case_shares(asked: Asked, *, form: str) -> None:
    """
    Tell what others were told of a case, and on what basis, as somebody may see it.
    """
    with desk(asked, changes=False) as at:
        shares = _or_no_part(at, asked.who, at.book.shares)
    answer({"text": case_papers.shares_text, "json": case_papers.shares_json}[form](at.workflow, shares))


_LOOKING = (case_open, case_show, case_options, case_history, case_forms, case_shares)

for _command in (*_LOOKING, *case_doing.COMMANDS, *case_personal.COMMANDS):
    case.add_command(_command)


# ----------------------------------------------------------------------------------------------------------------------


def _about(people: Sequence[str]) -> dict[str, str]:
    """
    Give whom a case is about, as id to kind.
    """
    found: dict[str, str] = {}
    for one in people:
        person, sign, kind = one.rpartition("=")
        if not sign or not person or person in found:
            raise click.UsageError(f"--person {one}: write PERSON=KIND, each person once")
        found[person] = kind
    return found


def _looked_at(at: Desk, actor: str | None) -> tuple[View, Situation | None]:
    """
    Look at a case as somebody, or at all of it as it is by now; only of all of it where it stands is told.
    """
    if actor is None:
        now = at.book.consider(at.case.id, Advance(at=instant(SystemClock().now()))).after
        return whole_view(at.workflow, at.case.id, now), now
    return _or_no_part(at, actor, at.book.view), None


def _or_no_part(at: Desk, actor: str, look: Callable[[str, str], Seen]) -> Seen:
    """
    Look as somebody; where they have no part in the case, say so, and end with 6.
    """
    try:
        return look(at.case.id, actor)
    except CaseNotFound as stranger:
        remark(
            wrapped(
                f"case {at.case.id}: {actor} has no part in it: no role of theirs has to do with it, and they speak for nobody in it",
                hanging=2,
            )
        )
        raise click.exceptions.Exit(Exit.REFUSED) from stranger


def _one_option(at: Desk, actor: str, event: str, form: str) -> Exit:
    """
    Say whether somebody may do one thing, and if not, why.
    """
    known(at.workflow.events, "an event", event)
    (option,) = (one for one in at.book.options(at.case.id, actor) if one.event == event)
    told = at.book.told(at.case.id, option.decision)
    if form == "json":
        answer(casework.answer_json(at.workflow, at.case, option.decision, told))
    elif option.is_open is False:
        answer(seen_text(at.workflow, option.decision, told, names=at.names))
    else:
        answer(casework.may_text(at.workflow, option))
    return Exit.REFUSED if option.is_open is False else Exit.YES
