"""
The import contracts in `pyproject.toml`: kept by the code, and each broken by an import planted in a copy of it.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from architecture.checks import ROOT, SOURCE

CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}

# For each contract, what it forbids: new files, and what they import.
PLANTED = {
    "floors": {"guards/planted.py": "import rjflow.engine"},
    "no-circles": {"sources/one.py": "import rjflow.sources.two", "sources/two.py": "import rjflow.sources.one"},
    "front-is-light": {"report/planted.py": "import sqlalchemy"},
    "core-never-reads": {"verifier/planted.py": "import rjflow.reader"},
    "english-is-fetched-by-report": {"cli/planted.py": "import rjflow.rules.wording"},
    "semantics-stay-pure": {"rules/planted.py": "def late():\n    import rjflow.clock"},
    "checker-stands-alone": {"certifying/planted.py": "import rjflow.rules.deciding"},
    "only-yaml": {"reader/planted.py": "import ruamel.yaml"},
    "only-cattrs": {"engine/planted.py": "import cattrs"},
    "only-lark": {"guards/planted.py": "import lark"},
    "only-networkx": {"report/planted.py": "import networkx"},
    "only-oxidd": {"verifier/planted.py": "import oxidd"},
    "only-transitions": {"engine/planted.py": "import transitions"},
    "only-sqlalchemy": {"casebook/planted.py": "import alembic"},
    "only-cryptography": {"casebook/planted.py": "import cryptography"},
    "only-pytest": {"store/planted.py": "import pytest"},
    "only-integrations": {"casebook/planted.py": "import fastapi"},
    "only-hypothesis": {"store/planted.py": "import hypothesis"},
    "second-reading": {"testing/minding.py": "import rjflow.rules.deciding"},
    "only-click": {"report/planted.py": "import click"},
}


def test_every_contract_has_something_planted_against_it():
    """
    No contract is without a proof that it bites.
    """
    assert set(CONTRACTS) == set(PLANTED)


def test_the_code_keeps_every_contract():
    """
    Imports only go down, and what comes from outside enters where it was agreed.
    """
    report = linted(ROOT)

    assert 0 == report.returncode, report.stdout


def test_the_page_draws_the_floors_as_they_are():
    """
    `docs/architecture.md` lists every floor, from top to bottom, and every file that it speaks of is there.
    """
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = [re.findall(r"\w+", layer) for contract in contracts for layer in contract.get("layers", [])]
    rows = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
    files = re.findall(r"(?<![\w./])([a-z_]+/[a-z_]+\.py)", page)

    assert floors == [re.findall(r"`(\w+)`", row) for row in rows]
    assert [] == [file for file in files if not (SOURCE / "rjflow" / file).exists()]


def test_the_page_says_where_each_file_of_the_verifier_belongs():
    """
    The table in `docs/architecture.md` names each of them, and each once.
    """
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (?:\*\*|…).*?\| (`.*) \|$", page, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]

    assert sorted(named) == sorted(
        file.stem for file in (SOURCE / "rjflow/verifier").glob("*.py") if file.stem != "__init__"
    )


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_breaks_its_contract(contract, tmp_path):
    """
    A file with one forbidden import breaks the contract that forbids it.
    """
    plant(tmp_path, PLANTED[contract])

    report = linted(tmp_path)

    assert f"{CONTRACTS[contract]} BROKEN" in report.stdout, report.stdout + report.stderr


def test_a_file_without_a_floor_is_refused(tmp_path):
    """
    A new module at the top belongs to no floor until somebody says to which.
    """
    plant(tmp_path, {"homeless.py": ""})

    report = linted(tmp_path)

    assert f"{CONTRACTS['floors']} BROKEN" in report.stdout, report.stdout + report.stderr


def plant(folder: Path, files: dict[str, str]) -> None:
    """
    Copy the project into *folder*, with a few files more.
    """
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(SOURCE, folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        (folder / "src" / "rjflow" / name).write_text(text, "utf-8")


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """
    Run import-linter on the project in *folder*.
    """
    program = f"import sys; sys.path.insert(0, {str(folder / 'src')!r}); from importlinter.cli import lint_imports_command as l; l()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
