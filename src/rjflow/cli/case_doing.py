"""
The commands of `rjflow case` that change a case.
"""

from collections.abc import Iterator, Mapping, Sequence

import click

from rjflow.cli.casework import KEYS, REVISION, Asked, Desk, about_a_case, change, needs_keys
from rjflow.cli.words import filled_in, given_of, values_file, words_of
from rjflow.definition.model import Workflow
from rjflow.definition.papers import Records
from rjflow.engine.asking import known
from rjflow.engine.running import Step
from rjflow.reader.roles import Tree
from rjflow.rules.commands import Given

_about_whom = click.option("--of", "person", metavar="PERSON", help="Whom it is about, where it is about people.")
_reason = click.option("--reason", help="Why a case is closed, where that leaves a choice.")


@click.command("fire")
@about_a_case()
@click.argument("event")
@click.argument("pairs", metavar="[EVIDENCE=VALUE]...", nargs=-1)
@values_file
@_about_whom
@_reason
@REVISION
@click.pass_context
def case_fire(
    context: click.Context,
    asked: Asked,
    *,
    event: str,
    pairs: Sequence[str],
    values: str | None,
    person: str | None,
    reason: str | None,
    revision: int | None,
    form: str,
) -> None:
    """
    Make an event happen, with the evidence that it records.
    """
    words = words_of(pairs, values)

    def do(at: Desk) -> Iterator[Step]:
        given = _given(at.workflow, words, person)
        yield at.book.fire(at.case.id, event, actor=asked.who, reason=reason, given=given, revision=revision)

    change(context, asked, form, do)


@click.command("record")
@about_a_case()
@click.argument("pairs", metavar="EVIDENCE=VALUE...", nargs=-1)
@values_file
@_about_whom
@REVISION
@click.pass_context
def case_record(
    context: click.Context,
    asked: Asked,
    *,
    pairs: Sequence[str],
    values: str | None,
    person: str | None,
    revision: int | None,
    form: str,
) -> None:
    """
    Record evidence, one piece after the other.

    It ends at the first that is refused; what was recorded before stays recorded.
    """
    words = words_of(pairs, values)
    if not words:
        raise click.UsageError("say what to record, as EVIDENCE=VALUE or with --values")

    def do(at: Desk) -> Iterator[Step]:
        expected = revision
        for one in _given(at.workflow, words, person):
            step = at.book.record(
                at.case.id, one.evidence, one.value, actor=asked.who, person=one.person, revision=expected
            )
            yield step
            expected = None if expected is None else step.case.revision

    change(context, asked, form, do)


@click.command("submit")
@about_a_case()
@click.argument("name", metavar="FORM")
@click.argument("pairs", metavar="[FIELD=VALUE]...", nargs=-1)
@values_file
@_about_whom
@_reason
@REVISION
@KEYS
@click.pass_context
def case_submit(
    context: click.Context,
    asked: Asked,
    *,
    name: str,
    pairs: Sequence[str],
    values: str | None,
    person: str | None,
    reason: str | None,
    revision: int | None,
    keys: str | None,
    form: str,
) -> None:
    """
    Hand a form in: what of it is evidence is recorded, or its event happens; all else is kept apart, under a key.
    """
    words = words_of(pairs, values)

    def do(at: Desk) -> Iterator[Step]:
        there = at.workflow.forms[known(at.workflow.forms, "a form", name)]
        filled = filled_in(at.workflow, there, words)
        needs_keys(
            at, [one for one in filled if one in there.fields and not isinstance(there.fields[one].kind, Records)]
        )
        yield at.book.submit(at.case.id, name, filled, actor=asked.who, person=person, reason=reason, revision=revision)

    change(context, asked, form, do, keys=keys)


@click.command("notice")
@about_a_case()
@click.argument("notice")
@REVISION
@click.pass_context
def case_notice(context: click.Context, asked: Asked, *, notice: str, revision: int | None, form: str) -> None:
    """
    Say that something happened outside; what it ends counts no more.
    """

    def do(at: Desk) -> Iterator[Step]:
        yield at.book.notice(at.case.id, notice, actor=asked.who, revision=revision)

    change(context, asked, form, do)


@click.command("join")
@about_a_case()
@click.argument("person")
@click.argument("kind")
@REVISION
@click.pass_context
def case_join(context: click.Context, asked: Asked, *, person: str, kind: str, revision: int | None, form: str) -> None:
    """
    Add somebody whom the case is about.
    """

    def do(at: Desk) -> Iterator[Step]:
        yield at.book.join(at.case.id, person, kind, actor=asked.who, revision=revision)

    change(context, asked, form, do)


@click.command("leave")
@about_a_case()
@click.argument("person")
@REVISION
@click.pass_context
def case_leave(context: click.Context, asked: Asked, *, person: str, revision: int | None, form: str) -> None:
    """
    Remove somebody whom the case is about, with all that is recorded about them.
    """

    def do(at: Desk) -> Iterator[Step]:
        yield at.book.leave(at.case.id, person, actor=asked.who, revision=revision)

    change(context, asked, form, do)


COMMANDS = (case_fire, case_record, case_submit, case_notice, case_join, case_leave)


# ----------------------------------------------------------------------------------------------------------------------


def _given(workflow: Workflow, words: Mapping[str, Tree], person: str | None) -> list[Given]:
    """
    Give what is said of evidence; a person must be one that something is said about.
    """
    for name in words:
        known(workflow.evidence, "evidence", name)
    given = given_of(workflow, words, person)
    if person is not None and all(one.person is None for one in given):
        raise click.UsageError(f"--of {person}: nothing that is given here is about people")
    return given
