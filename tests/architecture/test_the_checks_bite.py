"""
Each check is given something bad, and something like it that is good. A check that never complains proves nothing.
"""

import pytest

from architecture import checks, words
from architecture.checks import Module


def found(check, text: str, name: str = "rjflow.guards.checking") -> list[str]:
    """
    Give the complaints of *check* about a module of this text.
    """
    return check(Module(name, text))


# --- size -------------------------------------------------------------------------------------------------------------


def test_a_file_of_351_lines_is_too_long():
    """
    The budget of a file is 350 lines, and not one more.
    """
    assert [] == found(checks.oversized, "x = 1\n" * 350)
    assert ["rjflow.guards.checking: 351 lines, budget 350"] == found(checks.oversized, "x = 1\n" * 351)


@pytest.mark.parametrize("start", ["def long():\n", "async def long():\n", "@final\ndef long():\n"])
def test_a_function_of_41_lines_is_too_long(start):
    """
    The budget of a function is 40 lines with its `def`, whatever decorates it.
    """
    assert [] == found(checks.oversized, start + "    x = 1\n" * 39)
    assert ["rjflow.guards.checking.long: 41 lines, budget 40"] == found(checks.oversized, start + "    x = 1\n" * 40)


def test_a_method_is_a_function():
    """
    Functions inside classes have the same budget.
    """
    assert found(checks.oversized, "class A:\n    def long(self):\n" + "        x = 1\n" * 40)


# --- circles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "back",
    [
        "import rjflow.a",
        "from rjflow.a import thing",
        "from rjflow import a",
        "from . import a",
        "from .a import thing",
        "def late():\n    from rjflow import a",
        "if TYPE_CHECKING:\n    from rjflow.a import Thing",
    ],
)
def test_two_modules_that_import_each_other_are_a_circle(back):
    """
    A circle is seen however the import is spelt, and wherever it stands.
    """
    pair = [Module("rjflow.a", "from rjflow.b import thing"), Module("rjflow.b", back)]

    assert ["rjflow.a <-> rjflow.b: a circle"] == checks.circles(pair)


def test_a_circle_of_three_is_a_circle():
    """
    A long way round is still a way round.
    """
    three = [Module("a", "import b"), Module("b", "import c"), Module("c", "import a")]

    assert ["a <-> b <-> c: a circle"] == checks.circles(three)


def test_a_package_and_its_own_module_can_be_a_circle():
    """
    A module that imports the package which imports it is in a circle.
    """
    package = Module("rjflow.sources", "from rjflow.sources.span import Span", is_package=True)

    assert checks.circles([package, Module("rjflow.sources.span", "from rjflow.sources import Diagnostic")])


def test_a_diamond_is_no_circle():
    """
    Two ways down to the same module are fine.
    """
    diamond = [Module("a", "import b, c"), Module("b", "import d"), Module("c", "import d"), Module("d", "")]

    assert [] == checks.circles(diamond)


# --- purity -----------------------------------------------------------------------------------------------------------

IMPURE = {
    "prints": "print('x')",
    "prints by another name": "show = print",
    "writes to the terminal": "import sys\nsys.stdout.write('x')",
    "takes the terminal": "from sys import stderr",
    "asks": "answer = input()",
    "reads the environment": "import os\nos.environ['HOME']",
    "reads the environment by another name": "from os import getenv as setting",
    "reads the clock": "from datetime import datetime\ndatetime.now()",
    "reads the clock, long": "import datetime\ndatetime.datetime.now(datetime.UTC)",
    "reads the day": "import datetime as dt\ndt.date.today()",
    "reads seconds": "import time\ntime.time()",
    "reads seconds by another name": "from time import monotonic as now",
    "sleeps": "import time\ntime.sleep(1)",
    "draws": "import random",
    "makes up a name": "from uuid import uuid4",
    "opens a socket": "import socket",
    "opens a page": "from urllib.request import urlopen",
    "does so late": "def f():\n    import http.client",
    "evaluates": "eval('1')",
    "imports by name": "import importlib\nimportlib.import_module(name)",
    "unpickles": "import pickle",
}


@pytest.mark.parametrize("text", IMPURE.values(), ids=IMPURE)
def test_reaching_out_is_seen(text):
    """
    A module below the doors that does this is complained about.
    """
    assert found(checks.impure, text)


@pytest.mark.parametrize("text", IMPURE.values(), ids=IMPURE)
def test_the_doors_may_reach_out(text):
    """
    The command line may do all of it.
    """
    assert [] == found(checks.impure, text, "rjflow.cli.demo")


@pytest.mark.parametrize(
    "text",
    [
        "import re\nre.compile('x')",
        "from datetime import datetime\ndef f(at: datetime) -> datetime: return at.now",
        "import os.path\nos.path.join('a')",
        "random = secrets = 1\nf(random, secrets)",
        "from importlib.resources import files",
        "from time import struct_time",
        "from urllib.parse import quote",
        "def print(x): ...\nprint(1)",
        "clock.now()",
    ],
)
def test_what_only_looks_like_reaching_out_is_fine(text):
    """
    Names that merely resemble forbidden ones are not complained about.
    """
    assert [] == found(checks.impure, text)


def test_only_the_clock_reads_the_clock():
    """
    `clock.py` may read the machine's clock, and do nothing else that is forbidden.
    """
    assert [] == found(checks.impure, IMPURE["reads the clock"], "rjflow.clock")
    assert found(checks.impure, IMPURE["prints"], "rjflow.clock")


# --- docstrings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x = 1", ""),
        ('"""A."""\ndef f(): ...', ".f"),
        ('"""A."""\nasync def f(): ...', ".f"),
        ('"""A."""\nclass C: ...', ".C"),
        ('"""A."""\nclass C:\n    """C."""\n    def f(self): ...', ".C.f"),
        ('"""A."""\nclass C:\n    """C."""\n    @property\n    def f(self): ...', ".C.f"),
    ],
)
def test_a_public_thing_without_a_docstring_is_seen(text, name):
    """
    Modules, functions, classes, methods and properties each need a docstring.
    """
    assert [f"rjflow.guards.checking{name}: no docstring"] == found(checks.undocumented, text)


@pytest.mark.parametrize(
    "text",
    [
        '"""A."""\ndef _f(): ...',
        '"""A."""\nclass _C:\n    def f(self): ...',
        '"""A."""\ndef f():\n    """F."""\n    def g(): ...',
        '"""A."""\nclass C:\n    """C."""\n    def __len__(self): ...',
        '"""A."""\n@overload\ndef f(): ...',
    ],
)
def test_private_things_need_no_docstring(text):
    """
    What starts with an underscore, stands inside a function or is another spelling may go without.
    """
    assert [] == found(checks.undocumented, text)


# --- tests ------------------------------------------------------------------------------------------------------------


def test_a_test_without_a_sentence_is_seen():
    """
    A test function or method needs a docstring; what is not a test does not.
    """
    assert found(checks.untold, "def test_x(): ...")
    assert found(checks.untold, "class TestX:\n    def test_x(self): ...")
    assert [] == found(checks.untold, "def check(): ...")


@pytest.mark.parametrize(
    "text",
    [
        "@pytest.mark.skip\ndef test_x(): ...",
        "@pytest.mark.skip()\ndef test_x(): ...",
        "@pytest.mark.skipif(old)\ndef test_x(): ...",
        "@pytest.mark.xfail\ndef test_x(): ...",
        "@pytest.mark.xfail(strict=True, reason='')\ndef test_x(): ...",
        "pytestmark = pytest.mark.skip",
        "def test_x(): pytest.skip()",
        "def test_x(): pytest.xfail('')",
        "np = pytest.importorskip('numpy')",
    ],
)
def test_a_test_put_aside_without_a_reason_is_seen(text):
    """
    No reason, or an empty one, is no reason.
    """
    assert found(checks.unreasoned, text)


@pytest.mark.parametrize(
    "text",
    [
        "@pytest.mark.skip(reason='no tz')\ndef test_x(): ...",
        "@pytest.mark.skipif(old, reason='needs 3.12')\ndef test_x(): ...",
        "def test_x(): pytest.skip(f'no {thing}')",
    ],
)
def test_a_test_may_be_put_aside_with_a_reason(text):
    """
    A reason makes it fine.
    """
    assert [] == found(checks.unreasoned, text)


def test_a_sleeping_test_is_seen():
    """
    Sleeping is seen, whichever way it is imported.
    """
    assert found(checks.restless, "import time\ntime.sleep(1)")
    assert found(checks.restless, "from time import sleep")
    assert [] == found(checks.restless, "clock.forward(days=1)")


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "class CaseManager: ...",
        "def case_helper(): ...",
        "def process(): ...",
        "async def handle_event(): ...",
        "class C:\n    def getInfo(self): ...",
        "def base(): ...",
        "class HTTPHandler: ...",
    ],
)
def test_a_name_that_says_nothing_is_seen(text):
    """
    Empty words are seen in functions, methods and classes, however they are joined.
    """
    assert found(words.empty_words, text)


def test_a_module_name_that_says_nothing_is_seen():
    """
    A file or folder named with an empty word is seen.
    """
    assert found(words.empty_words, "", "rjflow.reader.utils")
    assert found(words.empty_words, "", "rjflow.common.span")


@pytest.mark.parametrize(
    "text",
    [
        "class StoreBase: ...",
        "def processed(): ...",
        "def items(): ...",
        "def execute(self):  # not our word: transitions calls it\n    ...",
        "data = 1",
    ],
)
def test_a_name_that_says_something_is_fine(text):
    """
    Base classes, other forms of a word, variables and names another library asks for are fine.
    """
    assert [] == found(words.empty_words, text)


def test_an_excuse_needs_a_reason():
    """
    The mark that a name is not ours says whose it is.
    """
    assert found(words.empty_words, "def execute(self):  # not our word:\n    ...")


@pytest.mark.parametrize(
    "text",
    [
        "role = 'victim'",
        "text = f'the {n} offenders'",
        "def ask_facilitator(): ...",
        "class ConsentForm: ...",
        "x.consent",
        "def f(supporter): ...",
        "f(referral=1)",
        "facilitator = 1",
        "text = 'a co-facilitator'",
    ],
)
def test_the_domain_is_seen_in_names_and_texts(text):
    """
    Names, arguments, attributes and texts that speak of restorative justice are seen.
    """
    assert found(words.domain_words, text)


@pytest.mark.parametrize(
    "text",
    [
        '"""Read `victim: {at-least: 1}`."""',
        'def f():\n    """\n    >>> f("victim")\n    """',
        "side = 'harmed'\nother = 'responsible'",
        "x = 1  # a victim",
    ],
)
def test_examples_and_sides_may_speak_of_the_domain(text):
    """
    Docstrings, comments and the two sides are fine.
    """
    assert [] == found(words.domain_words, text)


def test_the_demonstration_may_speak_of_the_domain():
    """
    The demonstration runs a shipped workflow, so it may name its people.
    """
    assert [] == found(words.domain_words, "role = 'victim'", "rjflow.cli.demo")


def test_the_domain_is_seen_in_a_grammar():
    """
    A file that is not Python is searched whole.
    """
    assert ["guards.lark:2: `victim`"] == words.domain_words_in_text("guards.lark", 'start: x\nx: "victim"\n')


# --- use --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left", ["def left(): ...", "class left: ...", "LEFT = 1", "class A:\n    def left(self): ..."]
)
def test_what_nothing_names_is_left_over(left):
    """
    A function, class, constant or method that no module names, and no page, is told; one that is named is not.
    """
    name = "LEFT" if "LEFT" in left else "left"
    module, user = Module("rjflow.one", f"{left}\n"), Module("rjflow.two", f"from rjflow.one import {name}, A\n")
    complaints = checks.unused([module], frozenset({"A"}))

    assert [f"nothing uses `{name}`"] == [complaint.partition(": ")[2] for complaint in complaints]
    assert [] == checks.unused([module, user])
    assert [] == checks.unused([module], frozenset({name, "A"}))
