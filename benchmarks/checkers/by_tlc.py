"""TLC, breadth-first, so that its story is a shortest one too; starting Java is part of it. The program is looked for as `tlc`."""

import shutil
import tempfile
from pathlib import Path

from models.texts import text

from checkers import Answer
from checkers.programs import run

NAME = "TLC, Java's start included"
_WRONG = "Invariant Safe is violated"


def missing() -> str:
    return "" if shutil.which("tlc") else "TLC not installed"


def version() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return run(["tlc"], Path(folder)).output.split("Version ")[1].split()[0]


def answer(member) -> Answer:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model.tla").write_text(text(member.model(), "tla"))
        (folder / "model.cfg").write_text("INIT Init\nNEXT Next\nINVARIANT Safe\n")
        asked = run(["tlc", "-deadlock", "-workers", "2", "-config", "model.cfg", "model.tla"], folder)
    kept = "No error has been found" in asked.output
    assert kept or _WRONG in asked.output, asked.output[-2000:]
    steps = None if kept else sum(line.startswith("State ") for line in asked.output.splitlines()) - 1
    return Answer(kept, steps, {"search": asked.seconds}, asked.peak)
