"""
Ask checkers that are none of ours about an exported model.
"""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pytest

from rjflow.compiled.model import Model
from rjflow.report.as_promela import promela
from rjflow.report.as_smv import smv
from rjflow.report.as_tla import tla

Says = Literal["kept", "broken", "too large"]
SPIN_MEMORY = 300  # megabytes
SECONDS = 60


@cache
def found(program: str) -> str:
    """
    Find a program, or leave the test out and say why.
    """
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed here, and nothing can be asked of it")
    return path


def spin_says(model: Model) -> Says:
    """
    Let SPIN search a model, to the end or until its assertion fails.
    """
    spin, compiler = found("spin"), found("cc")
    with TemporaryDirectory() as folder:
        Path(folder, "model.pml").write_text(promela(model), "utf-8")
        run([spin, "-a", "model.pml"], folder)
        run([compiler, "-O0", "-w", "-DSAFETY", "-DCOLLAPSE", f"-DMEMLIM={SPIN_MEMORY}", "-o", "pan", "pan.c"], folder)
        said = run(["./pan", "-E", "-m2000000"], folder, strict=False)
    assert "errors: " in said, said
    if "errors: 0" not in said:
        return "broken"
    return "too large" if "Search not completed" in said or "max search depth too small" in said else "kept"


def nusmv_says(model: Model) -> Says:
    """
    Let NuSMV judge the invariant of a model.
    """
    program = found("NuSMV")
    with TemporaryDirectory() as folder:
        Path(folder, "model.smv").write_text(smv(model), "utf-8")
        said = run([program, "-dynamic", "model.smv"], folder)
    assert "is true" in said or "is false" in said, said
    return "kept" if "is true" in said else "broken"


def tlc_says(model: Model) -> Says:
    """
    Let TLC, called `tlc` here, judge the invariant of a model.
    """
    program = found("tlc")
    with TemporaryDirectory() as folder:
        Path(folder, "model.tla").write_text(tla(model, "model"), "utf-8")
        Path(folder, "model.cfg").write_text("INIT Init\nNEXT Next\nINVARIANT Safe\n", "utf-8")
        said = run([program, "-deadlock", "-config", "model.cfg", "model.tla"], folder, strict=False)
    assert "No error has been found" in said or "Invariant Safe is violated" in said, said
    return "kept" if "No error has been found" in said else "broken"


def run(command: list[str], folder: str, *, strict: bool = True) -> str:
    """
    Run a program to its end, and give what it says.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert not strict or done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
