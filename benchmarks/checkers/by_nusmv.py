"""NuSMV with binary decision diagrams, as an invariant; the program is looked for as `NuSMV`, or where the variable NUSMV says."""

import os
import shutil
import tempfile
from pathlib import Path

from models.texts import text

from checkers import Answer
from checkers.programs import run

NAME = "NuSMV"


def _program() -> str | None:
    return shutil.which(os.environ.get("NUSMV", "NuSMV"))


def missing() -> str:
    return "" if _program() else "NuSMV not installed"


def version() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return run([str(_program()), "-h"], Path(folder)).output.split("NuSMV ")[1].split()[0]


def answer(member) -> Answer:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "model.smv").write_text(text(member.model(), "smv"))
        asked = run([str(_program()), "-coi", "model.smv"], Path(name))
    said = [line for line in asked.output.splitlines() if line.startswith("-- invariant")]
    assert len(said) == 1, asked.output[-2000:]
    kept = said[0].endswith("is true")
    assert kept or said[0].endswith("is false"), said
    steps = None if kept else asked.output.count("-> State:") - 1
    return Answer(kept, steps, {"search": asked.seconds}, asked.peak)
