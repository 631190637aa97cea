"""
The commands of `rjflow case` about what is told of people, apart from the facts.
"""

from collections.abc import Iterator, Sequence

import click

from rjflow.casebook.telling import MayNotSee
from rjflow.cli.casework import KEYS, REVISION, Asked, Desk, about_a_case, change, desk, needs_keys
from rjflow.cli.exits import Exit
from rjflow.cli.saying import answer, remark
from rjflow.cli.sealing import sealing
from rjflow.cli.words import values_file, words_of
from rjflow.engine.asking import UnknownName, known
from rjflow.engine.running import Step
from rjflow.report import case_papers
from rjflow.rules.commands import Erase, Tell, Told
from rjflow.rules.situation import Actor


@click.command("tell")
@about_a_case()
@click.argument("person")
@click.argument("pairs", metavar="[NAME=TEXT]...", nargs=-1)
@values_file
@click.option("--note-to", "evidence", metavar="EVIDENCE", help="The piece of evidence that the texts are notes to.")
@KEYS
@REVISION
@click.pass_context
def case_tell(
    context: click.Context,
    asked: Asked,
    *,
    person: str,
    pairs: Sequence[str],
    values: str | None,
    evidence: str | None,
    keys: str | None,
    revision: int | None,
    form: str,
) -> None:
    """
    Keep what is told about somebody, apart from the facts and under a key of theirs.

    NAME stands in the history for good; TEXT can be erased. A shell keeps what is typed in, so give what is nobody's business with --values.
    """
    texts = {name: str(text) for name, text in words_of(pairs, values).items()}
    if not texts:
        raise click.UsageError("say what is told, as NAME=TEXT or with --values")

    def do(at: Desk) -> Iterator[Step]:
        if evidence is not None:
            known(at.workflow.evidence, "evidence", evidence)
        needs_keys(at, list(texts))
        yield at.book.tell(at.case.id, person, texts, actor=asked.who, evidence=evidence, revision=revision)

    told = tuple(Told(name, "") for name in texts)
    what = Tell(person=person, values=told, key="", actor=Actor(asked.who), at=0, evidence=evidence)
    change(context, asked, form, do, keys=keys, beside=what)


@click.command("personal")
@about_a_case()
@click.argument("person")
@KEYS
def case_personal(asked: Asked, *, person: str, keys: str | None, form: str) -> None:
    """
    Show what was told about somebody, as far as whoever asks may see it.
    """
    with desk(asked, changes=False, keys=keys) as at, sealing():
        try:
            told = at.book.personal(at.case.id, person, actor=asked.who)
        except MayNotSee as nothing:
            remark(f"refused: {asked.who} may see nothing of what was told about {person}")
            raise click.exceptions.Exit(Exit.REFUSED) from nothing
        people = {one.id for one in at.case.situation.people}
        if person not in people and not (told.values or told.notes or told.is_erased):  # who left may have been told of
            raise UnknownName("a person", person, people, of=f"case {at.case.id}")
    answer({"text": case_papers.personal_text, "json": case_papers.personal_json}[form](at.workflow, told))


@click.command("erase")
@about_a_case()
@click.argument("person")
@click.option("--for-good", is_flag=True, help="Say that it is meant: nobody can bring it back.")
@REVISION
@click.pass_context
def case_erase(
    context: click.Context, asked: Asked, *, person: str, for_good: bool, revision: int | None, form: str
) -> None:
    """
    Destroy what was told about somebody, and their key with it.

    The facts stay: that something was told, by whom and when, and what was decided. Copies of the store that were made before hold it still.
    """
    if not for_good:
        raise click.UsageError(f"nobody can bring back what was told about {person}; if it is meant, add --for-good")

    def do(at: Desk) -> Iterator[Step]:
        yield at.book.erase(at.case.id, person, actor=asked.who, revision=revision)

    change(context, asked, form, do, beside=Erase(person=person, actor=Actor(asked.who), at=0))


COMMANDS = (case_tell, case_personal, case_erase)
