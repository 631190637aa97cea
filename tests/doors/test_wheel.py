"""
What a user gets: built as it is released, installed where nothing else is, and used.

This is the one test that fetches something: the dependencies, from the package index, as a user would.
"""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAGSHIP = "ew-post-sentence.workflow.yaml"

# All of it on one worker, so that it is built and installed once.
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """
    Build an sdist, and a wheel from that sdist; give the folder with both.
    """
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """
    Install the wheel into a new environment; give the environment's folder of programs.
    """
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "-qq", the_only(built.glob("*.whl")))
    return programs


def test_the_wheel_holds_all_that_is_shipped(built):
    """
    Every workflow, grammar and schema of the repository is in the wheel, and the mark that it is typed.
    """
    names = set(zipfile.ZipFile(the_only(built.glob("*.whl"))).namelist())
    shipped = {
        f"rjflow/workflows/{path.relative_to(ROOT / 'workflows').as_posix()}"
        for path in (ROOT / "workflows").rglob("*.yaml")
    } | {
        path.relative_to(ROOT / "src").as_posix()
        for pattern in ("*.py", "*.lark", "*.json", "py.typed")
        for path in (ROOT / "src").rglob(pattern)
    }

    assert set() == shipped - names
    assert {
        f"rjflow/workflows/{FLAGSHIP}",
        "rjflow/workflows/ew-post-sentence.scenarios.yaml",
        "rjflow/workflows/sexual-harm.workflow.yaml",
        "rjflow/workflows/safeguards/sexual-harm.safeguards.yaml",
        "rjflow/reader/scenarios.schema.json",
        "rjflow_pytest.py",
        "rjflow/workflows/safeguards/core.safeguards.yaml",
        "rjflow/guards/guards.lark",
        "rjflow/guards/tables.json",
        "rjflow/reader/workflow.schema.json",
        "rjflow/py.typed",
    } <= names


def test_the_sdist_holds_the_tests_and_the_licence(built):
    """
    Who gets the sources gets what proves them, and what allows their use.
    """
    with tarfile.open(the_only(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {"LICENSE", "pyproject.toml", "Makefile", "tests/conftest.py", f"workflows/{FLAGSHIP}"} <= names


def test_the_installed_package_is_the_one_that_is_used(installed, tmp_path):
    """
    `import rjflow` works, and finds the installed copy, not the checkout.
    """
    place = run(installed / "python", "-c", "import rjflow; print(rjflow.__file__)", cwd=tmp_path)

    assert Path(place.strip()).is_relative_to(installed.parent)


def test_an_installed_rjflow_proves_a_shipped_workflow(installed, tmp_path):
    """
    `rjflow check` finds nothing wrong with the flagship in the installed package, and says so with exit code 0.
    """
    flagship = the_only(installed.parent.rglob(f"rjflow/workflows/{FLAGSHIP}"))

    assert run(installed / "rjflow", "check", flagship, cwd=tmp_path)


def test_an_installed_rjflow_finds_what_an_overlay_is_laid_over(installed, tmp_path):
    """
    A programme that is laid over another, with safeguards of its own, is found by its name and proved where only the package is.
    """
    assert "safeguards are kept" in run(installed / "rjflow", "check", "sexual-harm", cwd=tmp_path)


def test_an_installed_rjflow_acts_out_the_shipped_scenarios(installed, tmp_path):
    """
    `rjflow test` runs the scenarios of the scheme in the installed package, and pytest is told of the plugin.
    """
    scenarios = the_only(installed.parent.rglob("rjflow/workflows/scheme-readiness.scenarios.yaml"))
    entry = "from importlib.metadata import entry_points as e; print(*(one.value for one in e(group='pytest11')))"

    assert "scenarios passed" in run(installed / "rjflow", "test", scenarios, cwd=tmp_path)
    assert "rjflow_pytest" in run(installed / "python", "-c", entry, cwd=tmp_path)


def test_the_package_runs_as_a_module(installed, tmp_path):
    """
    `python -m rjflow` is the same program as `rjflow`.
    """
    assert "check" in run(installed / "python", "-m", "rjflow", "--help", cwd=tmp_path)


# ----------------------------------------------------------------------------------------------------------------------


def run(*command: object, cwd: Path | None = None) -> str:
    """
    Run a program that must succeed, with nothing of this environment in its way; give what it printed.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def the_only(found) -> Path:
    """
    Give the one thing that was found.
    """
    (one,) = found
    return one
