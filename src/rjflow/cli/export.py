"""
`rjflow export`: a workflow with each safeguard as a model for another checker.
"""

from pathlib import Path
from typing import NoReturn

import click

from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import read_named
from rjflow.cli.saying import CouldNotWrite, answer, remark, why
from rjflow.compiled.compiling import NotAQuestionOfReach, compile_for, usual_people
from rjflow.compiled.loosening import loosened
from rjflow.compiled.making import TooManyForms
from rjflow.compiled.model import Model
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Safeguard
from rjflow.report.as_promela import promela
from rjflow.report.as_smv import smv
from rjflow.report.as_tla import tla
from rjflow.report.exported import module_name
from rjflow.text import did_you_mean, quoted

_ENDINGS = {"smv": "smv", "promela": "pml", "tla": "tla"}


@click.command()
@click.argument("file")
@click.argument("safeguards", nargs=-1, metavar="[SAFEGUARD]...")
@click.option(
    "--to", "language", type=click.Choice(list(_ENDINGS)), required=True, help="For NuSMV, for SPIN, or for TLC."
)
@click.option(
    "--enough", is_flag=True, help="Track only the evidence that rjflow's own proof needs; the rest may be anything at any moment."
)  # fmt: skip
@click.option("--each", type=click.IntRange(0, 5), default=2, show_default=True, help="How many people of each kind.")
@click.option(
    "--output", metavar="FOLDER", help="Write one file for each safeguard into this folder, which is made; without it, all to standard output."
)  # fmt: skip
def export(
    file: str, safeguards: tuple[str, ...], language: str, each: int, output: str | None, *, enough: bool
) -> None:
    """
    Write models for other checkers, one for each safeguard.

    FILE is a path, the name of a workflow that is shipped, or - for standard input. Without a SAFEGUARD all that can be are written. What
    is not about what can be reached (`always-possible`, `ends`, `hidden`, `reserved`, `fresh`, `counted`) cannot, and is said.
    """
    workflow = read_named(file)
    exits = [Exit.YES]
    for safeguard in _chosen(workflow, safeguards):
        try:
            model = compile_for(workflow, safeguard, usual_people(workflow, each))
        except (NotAQuestionOfReach, TooManyForms) as cannot:
            remark(f"not exported: {cannot}")
            exits.append(Exit.COULD_NOT_RUN if safeguards else Exit.YES)
            continue
        if enough:
            model = _narrowed(workflow, safeguard, model)
        name = module_name(f"{workflow.name} {safeguard.id}")
        text = _written(model, language, name)
        if output in (None, "-"):
            answer(text)
        else:
            _write(Path(output or ""), f"{name}.{_ENDINGS[language]}", text)
    click.get_current_context().exit(gravest(exits))


# ----------------------------------------------------------------------------------------------------------------------


def _chosen(workflow: Workflow, wanted: tuple[str, ...]) -> list[Safeguard]:
    """
    Find the safeguards that are asked for, in the order of the file.
    """
    known = [safeguard.id for safeguard in workflow.safeguards]
    for one in wanted:
        if one not in known:
            _wrong(one, workflow, known)
    return [safeguard for safeguard in workflow.safeguards if not wanted or safeguard.id in wanted]


def _wrong(name: str, workflow: Workflow, known: list[str]) -> NoReturn:
    alike = [one for one in known if one.lower() == name.lower()]
    hint = f"did you mean {quoted(alike, 'or')}?" if alike else did_you_mean(name, known)
    raise click.UsageError(f"`{workflow.name}` has no safeguard `{name}`{f'; {hint}' if hint else ''}")


def _narrowed(workflow: Workflow, safeguard: Safeguard, model: Model) -> Model:
    """
    Give a model that tracks no more than a proof needs; the whole one where there is no such proof, and say so.
    """
    from rjflow.verifier.certifying import CannotCertify, tracked_for
    from rjflow.verifier.judging import judge

    judged = judge(workflow, safeguard).judged
    if judged != "kept":
        remark(f"`{safeguard.id}` is {judged}, and its model is written whole")
        return model
    try:
        return loosened(model, tracked_for(workflow, safeguard))
    except CannotCertify as cannot:
        remark(f"the model of `{safeguard.id}` is written whole: {cannot}")
        return model


def _written(model: Model, language: str, name: str) -> str:
    match language:
        case "smv":
            return smv(model).rstrip("\n")
        case "promela":
            return promela(model).rstrip("\n")
        case _:
            return tla(model, name).rstrip("\n")


def _write(folder: Path, name: str, text: str) -> None:
    """
    Write one file, and say its name.

    Raises:
        CouldNotWrite: it could not be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise CouldNotWrite(f"{folder / name}: {why(error)}") from error
    answer(str(folder / name))
