"""
Libraries that are not there: whoever needs one is told how to get it, and whoever does not never notices.
"""

import subprocess
import sys

import pytest

MODULES = [
    ("calendars", "holidays", "calendars"),
    ("cloudevents", "cloudevents", "cloudevents"),
    ("django.store", "django", "django"),
    ("fastapi", "fastapi", "fastapi"),
    ("procrastinate", "procrastinate", "procrastinate"),
    ("telemetry", "opentelemetry", "telemetry"),
]
PROGRAM = """
import sys
sys.modules.update(dict.fromkeys({libraries!r}))
import rjflow.casebook, rjflow.cli.program, rjflow.integrations.hmpps
from rjflow.integrations import NotInstalled
for module in {modules!r}:
    try:
        __import__("rjflow.integrations." + module)
    except ImportError as missing:
        print(type(missing).__name__, missing)
"""


@pytest.fixture(scope="module")
def said():
    """
    What is said, module by module, where none of the libraries is there.
    """
    program = PROGRAM.format(libraries=[name for _, name, _ in MODULES], modules=[name for name, _, _ in MODULES])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(("module", "library", "extra"), MODULES)
def test_a_library_that_is_missing_is_named_with_its_extra(said, module, library, extra):
    """
    Each file says which library it lacks, and what brings it.
    """
    (line,) = [one for one in said if f"rjflow[{extra}]" in one]

    assert line.startswith(f"NotInstalled {library}")
    assert line.endswith(f"is not installed: pip install 'rjflow[{extra}]'")
