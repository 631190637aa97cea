"""
OxiDD's extension alone: the very one that its package has, whoever comes first, and a clear word where there is none.
"""

import subprocess
import sys

import pytest

OURS = "from rjflow.verifier.bdd import oxidd, Space; found = oxidd(); Space([2, 3])"
THEIRS = "import oxidd.bdd as package, oxidd.util as util"
SAME = "assert package.BDDManager is found.BDDManager and util.DDMemoryError is found.DDMemoryError"
ALONE = "import sys; assert 'oxidd' not in sys.modules and 'importlib.metadata' not in sys.modules"
MISSING = """
import sys, rjflow.verifier.bdd as ours
sys.modules["oxidd"] = None
ours.PathFinder = type("Nowhere", (), {"find_spec": staticmethod(lambda *_: None)})
ours.oxidd()
"""
THREADS = """
from concurrent.futures import ThreadPoolExecutor
from rjflow.verifier.bdd import oxidd
with ThreadPoolExecutor(8) as pool:
    assert len(set(pool.map(lambda _: id(oxidd()), range(64)))) == 1
"""


def run(*lines: str) -> subprocess.CompletedProcess[str]:
    """
    Run lines in a process of their own, since an extension is begun once in a process.
    """
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("lines", [(OURS, THEIRS, SAME), (THEIRS, OURS, SAME), (OURS, ALONE), (THREADS,)])
def test_it_is_the_packages_own(lines: tuple[str, ...]):
    """
    Whoever is first, and however many ask at once; and the package is not imported for it.
    """
    ended = run(*lines)

    assert (0, "") == (ended.returncode, ended.stderr)


def test_where_it_is_missing_the_import_says_so():
    """
    The package is asked after all, and its error is the one that everybody knows.
    """
    ended = run(MISSING)

    assert "import of oxidd halted" in ended.stderr
