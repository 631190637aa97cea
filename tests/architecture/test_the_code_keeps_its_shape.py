"""
Every check of `checks.py` and `words.py`, applied to the code as it is.
"""

import re
import sys
from subprocess import run

import pytest

from architecture import checks, marks, words
from architecture.checks import ROOT, SOURCE, TESTS, Module, modules

EVERY = modules(SOURCE)
EVERY_TEST = modules(TESTS)

HEAVY = (
    *("networkx", "oxidd", "sqlalchemy", "alembic", "cryptography"),
    *("hypothesis", "pytest", "click", "starlette", "uvicorn", "jinja2", "http.server", "asyncio"),
)


def test_there_is_code_to_look_at():
    """
    The folders that are looked through hold modules.
    """
    assert "rjflow" in {module.name for module in EVERY}
    assert "architecture.checks" in {module.name for module in EVERY_TEST}


@pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)
def test_files_and_functions_stay_within_their_budgets(module: Module):
    """
    No file is longer than 350 lines, no function longer than 40.
    """
    assert [] == checks.oversized(module)


def test_nothing_imports_itself_by_a_detour():
    """
    No two modules need each other: not at import time, not inside functions, not for types.
    """
    assert [] == checks.circles(EVERY)


@pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)
def test_only_the_doors_reach_out(module: Module):
    """
    Nothing below the doors prints, reads a clock or the environment, draws on chance or opens a socket.
    """
    assert [] == checks.impure(module)


@pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)
def test_everything_public_is_documented(module: Module):
    """
    Every public module, class, function and method has a docstring.
    """
    assert [] == checks.undocumented(module)


@pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)
def test_names_say_something(module: Module):
    """
    No module, class or function is named with a word that fits everything.
    """
    assert [] == words.empty_words(module)


@pytest.mark.parametrize("module", EVERY, ids=lambda module: module.name)
def test_the_code_knows_no_domain(module: Module):
    """
    No name or text in the code speaks of the people and papers of restorative justice: workflows do.
    """
    assert [] == words.domain_words(module)


def test_the_grammar_knows_no_domain():
    """
    No grammar file speaks of the people and papers of restorative justice.
    """
    grammars = sorted(SOURCE.rglob("*.lark"))

    assert grammars
    assert [] == [word for path in grammars for word in words.domain_words_in_text(path.name, path.read_text("utf-8"))]


@pytest.mark.parametrize("module", EVERY_TEST, ids=lambda module: module.name)
def test_every_test_has_a_sentence(module: Module):
    """
    Every test says in a docstring what is true.
    """
    assert [] == checks.untold(module)


@pytest.mark.parametrize("module", EVERY_TEST, ids=lambda module: module.name)
def test_no_test_is_put_aside_silently(module: Module):
    """
    Every skip and every expected failure has a reason, and no test sleeps.
    """
    assert [] == checks.unreasoned(module) + checks.restless(module)


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "examples"])
def test_nothing_is_silenced_without_a_reason(folder: str):
    """
    Every mark that keeps a linter, a type checker or coverage from complaining names what it silences, and says why beside it.
    """
    assert [] == [complaint for module in modules(ROOT / folder) for complaint in marks.silenced(module)]


def test_nothing_is_left_over():
    """
    Whatever the code defines, the code uses, or a page tells hosts of; and what is kept for them untold has a reason here.
    """
    for_hosts = {
        "as_lines": "writes a history down",
        "from_lines": "reads a history again",
        "read_safeguards": "reads a safeguard file alone, as an editor does",
        "Cursor": "lets a test move a case by `transitions` alone",
        "list_commands": "asked by click",
        "get_command": "asked by click",
        **dict.fromkeys(
            "RjflowConfig Meta Migration Entry Message CaseAdmin DefinitionAdmin ReadAdmin objects save create bulk_create bulk_update"
            " get_queryset due history has_add_permission has_change_permission has_delete_permission".split(),
            "Django asks for it",
        ),
        "create_function": "asked by SQLAlchemy",
        "register": "Hypothesis calls it, by its entry point",
        **dict.fromkeys(
            (
                *("a_case_is_opened", "another_case_is_opened", "the_case_goes_on", "something_happens_outside"),
                "something_comes_in_between",
                *("somebody_tries", "an_answer_is_lost", "a_second_writer_comes", "somebody_asks"),
                "the_system_keeps_to_the_policy",
            ),
            "a rule of a state machine, which Hypothesis calls",
        ),
        **dict.fromkeys(("pytest_addoption", "pytest_configure", "pytest_terminal_summary"), "pytest calls it"),
        **dict.fromkeys(("pytest_collect_file", "collect", "runtest", "repr_failure", "reportinfo"), "pytest calls it"),
    }
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.py")]
    told = {word for page in pages for word in re.findall(r"\w+", page.read_text("utf-8"))}

    assert [] == checks.unused(EVERY, frozenset(told | set(for_hosts)))


def test_importing_rjflow_is_light():
    """
    All that the front offers brings no graph library, database, test tool, command line or web server along.
    """
    assert [] == brought_along("from rjflow import *")


def test_a_heavy_import_is_noticed():
    """
    The list of what an import brings along names what is heavy.
    """
    assert ["click"] == brought_along("import click")


def brought_along(statement: str) -> list[str]:
    """
    List the heavy modules that a fresh interpreter has after *statement*, beyond what it has before.
    """
    program = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    loaded = run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    return [name for name in HEAVY if name in loaded]
