"""SPIN, breadth-first, so that its story is a shortest one too; making the program (spin, gcc) is part of it."""

import shutil
import tempfile
from pathlib import Path

from models.texts import text

from checkers import Answer, GaveUp
from checkers.programs import run

NAME = "SPIN, breadth-first, compiling included"


def missing() -> str:
    lacking = [name for name in ("spin", "gcc") if shutil.which(name) is None]
    return f"{' and '.join(lacking)} not installed" if lacking else ""


def version() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return run(["spin", "-V"], Path(folder)).output.split()[2]


def answer(member) -> Answer:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model.pml").write_text(text(member.model(), "promela"))
        made = run(["spin", "-a", "model.pml"], folder)
        built = run(
            ["gcc", "-O2", "-w", "-DBFS", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=6000", "-o", "pan", "pan.c"], folder
        )
        asked = run(["./pan", "-E", "-m100000"], folder)
        assert "errors: " in asked.output, asked.output
        errors = int(asked.output.split("errors: ")[1].split()[0])
        if not errors and ("out of memory" in asked.output or "truncated" in asked.output):
            raise GaveUp("pan")  # a search that did not come to its end is no proof, whatever it says about errors
    parts = {"spin": made.seconds, "compile": built.seconds, "search": asked.seconds}
    return Answer(not errors, parts=parts, peak=asked.peak)
