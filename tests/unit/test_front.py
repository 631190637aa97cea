"""
The front: every public name is there, and nothing is imported before it is asked for.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import rjflow


@pytest.mark.parametrize("name", rjflow.__all__)
def test_every_public_name_is_there(name: str):
    """
    What the front offers can be had, and is listed.
    """
    assert getattr(rjflow, name) is not None
    assert name in dir(rjflow)


def test_type_checkers_see_the_same_names():
    """
    What is imported for type checkers is what is imported when it is asked for, from the same place.
    """
    tree = ast.parse(Path(rjflow.__file__).read_text("utf-8"))
    seen = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rjflow.")
        for alias in node.names
    }

    assert seen == {**rjflow._HOMES, "shipped": "rjflow.shipped"}
    assert {*seen, "__version__"} == set(rjflow.__all__)


def test_no_other_name_is():
    """
    A name that is not there is told as Python tells it.
    """
    with pytest.raises(AttributeError, match="no attribute `Motor`"):
        rjflow.Motor  # noqa: B018  # asking for it is the test


def test_importing_costs_nothing_that_is_not_used():
    """
    The front alone brings hardly a part of rjflow with it.
    """
    asked = "import sys, rjflow; print([name for name in sys.modules if name.startswith('rjflow.')])"

    assert (
        "['rjflow.shipped']\n"
        == subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    )
