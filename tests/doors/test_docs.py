"""
The pages that show how rjflow is used, executed as a reader would.

A page is read from top to bottom in an empty folder. A `yaml` block that begins with `# NAME.yaml` becomes that file, and a `diff` block that
does changes it. A `console` block is typed in: each line after `$ ` is a command, and what follows is what it prints; `export` holds for the rest of the page. A `python` block is run, in one session per page;
a `text` block right after it is what it prints. With `--accept` what is printed is written into the pages, for review.
"""

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis.internal.conjecture import providers

from rjflow.cli.program import program
from rjflow.clock import SystemClock

ROOT = Path(__file__).parents[2]
ELSEWHERE = {  # run as doctests, and by `test_host_examples`
    "docs/how-to/mend-a-broken-safeguard.md",
    "docs/how-to/django.md",
}
PAGES = ["README.md", "docs/explanation/eight-steps.md", "docs/explanation/unknown.md"]
PAGES += [
    page
    for folder in ("how-to", "tutorial")
    for page in (path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs" / folder).glob("*.md")))
    if page not in ELSEWHERE
]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Pages whose commands tell the time, and the time it is on them.
ON_A_DAY = {"docs/how-to/by-command-line.md": datetime(2026, 3, 2, 9, tzinfo=UTC)}
NOT_TYPED = ("make", "git", "cd", "pip")


@pytest.mark.golden
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page, tmp_path, monkeypatch, request):
    """
    Every page has something to do, and every command and every program on it prints what stands below it; `--accept` rewrites that.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        providers, "_get_local_constants", providers.Constants
    )  # else it tries what loaded modules hold
    providers.CONSTANTS_CACHE.cache.clear()
    if page in ON_A_DAY:
        monkeypatch.setattr(SystemClock, "now", lambda _: ON_A_DAY[page])
    text = (ROOT / page).read_text("utf-8")
    shown = list(played(text))
    if request.config.getoption("--accept"):
        (ROOT / page).write_text(rewritten(text, shown), "utf-8")

    assert shown
    for one in shown:
        assert one.expected == one.printed


def test_a_page_can_be_rewritten(tmp_path, monkeypatch):
    """
    What is printed now stands below each command and program, and nothing else of the page is different.
    """
    monkeypatch.chdir(tmp_path)
    page = "One\n\n```console\n$ echo $?\n9\n$ echo $?\n```\n\n```python\nprint(2)\n```\n\n```text\n3\n```\n\nEnd\n"
    now = "One\n\n```console\n$ echo $?\n0\n$ echo $?\n0\n```\n\n```python\nprint(2)\n```\n\n```text\n2\n```\n\nEnd\n"

    assert now == rewritten(page, list(played(page)))


@pytest.mark.parametrize("program", sorted(path.name for path in (ROOT / "examples").glob("*.py")))
def test_an_example_prints_what_it_says(program):
    """
    Each program in `examples/` ends well, and prints what stands in its docstring.
    """
    path = ROOT / "examples" / program
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=False)
    promised = path.read_text("utf-8").split("It prints:\n\n", 1)[1].split('"""', 1)[0]

    assert "" == done.stderr
    assert promised.strip() == "\n".join(f"    {line}".rstrip() for line in done.stdout.splitlines()).strip()


class Shown(NamedTuple):
    """What stands on a page, where it begins, and what was printed."""

    start: int
    expected: str
    printed: str


def played(text: str) -> Iterator[Shown]:
    """
    Go through a page, and give what should be printed with what was.
    """
    session: dict[str, object] = {}
    exported: dict[str, str] = {}
    printed = None
    for block in FENCE.finditer(text):
        language, content = block[1], block[2]
        if language == "yaml" and (name := re.match(r"# ([\w.-]+\.yaml)\n", content)):
            Path(name[1]).write_text(content, "utf-8")
        elif language == "diff":
            edit(content)
        elif language == "console":
            yield from typed(content, block.start(2), exported)
        elif language == "python":
            printed = ran(content, session)
        elif language == "text" and printed is not None:
            yield Shown(block.start(2), content, printed)
            printed = None


def typed(content: str, start: int, exported: dict[str, str]) -> Iterator[Shown]:
    """
    Type in a console block, command by command.
    """
    code = 0
    for command in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", content, flags=re.MULTILINE):
        line, expected = command[1], command[2]
        if line.startswith("cp "):
            shutil.copy(*shlex.split(line)[1:])
        elif line.startswith("export "):
            exported.update([line.removeprefix("export ").split("=", 1)])
        elif line == "echo $?":
            yield Shown(start + command.start(2), expected, f"{code}\n")
        elif line.startswith("rjflow "):
            done = CliRunner(env=exported).invoke(program, shlex.split(line)[1:], prog_name="rjflow")
            code = done.exit_code
            yield Shown(start + command.start(2), expected, done.output)
        else:
            assert line.startswith(NOT_TYPED), f"nobody knows how to type `{line}` in here"


def edit(content: str) -> None:
    """
    Change a file as a `diff` block says: where its unchanged and old lines stand, put its unchanged and new ones.
    """
    first, *lines = content.splitlines(keepends=True)
    path = Path(first.removeprefix("# ").strip())
    old, new = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
    text = path.read_text("utf-8")

    assert 1 == text.count(old), f"these lines are not in `{path}`, or more than once:\n{old}"
    path.write_text(text.replace(old, new), "utf-8")


def rewritten(text: str, shown: Sequence[Shown]) -> str:
    """
    Put what was printed in the place of what stands on the page.
    """
    for one in reversed(shown):
        text = text[: one.start] + one.printed + text[one.start + len(one.expected) :]
    return text


def ran(content: str, session: dict[str, object]) -> str:
    """
    Run a piece of a program, and give what it printed.
    """
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(content, "page", "exec"), session)  # a page's own program, in the page's own test
    return printed.getvalue()


# ---- links -----------------------------------------------------------------------------------------------------------

LINKED = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("", "docs", "tests", "workflows", "benchmarks", "examples")
    for path in ((ROOT / folder).rglob("*.md") if folder else ROOT.glob("*.md"))
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", LINKED)
def test_every_link_of_a_page_leads_somewhere(page):
    """
    What a page links to inside the repository is there, and so is the heading it points at.
    """
    assert [] == lost_links(page, (ROOT / page).read_text("utf-8"))


def test_every_page_is_in_the_index():
    """
    docs/README.md leads to every page but those that come by the dozen: error codes, decisions, and tables of one programme.
    """
    docs = ROOT / "docs"
    by_the_dozen = {docs / "errors", docs / "adr", docs / "reference" / "traceability"}
    index = docs / "README.md"
    led_to = {(docs / link.partition("#")[0]).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    pages = {path for path in docs.rglob("*.md") if path != index and path.parent not in by_the_dozen}

    assert set() == pages - led_to


def test_a_link_that_leads_nowhere_is_found():
    """
    A file that is not there, and a heading that no page has, are both found.
    """
    text = "[a](gone.md) [b](README.md#no-such-heading) [c](README.md#sixty-seconds) [d](https://example.org/gone)"

    assert ["gone.md", "README.md#no-such-heading"] == lost_links("README.md", text)


def lost_links(page: str, text: str) -> list[str]:
    """
    List the relative links of a page that lead nowhere.
    """
    lost = []
    for link in LINK.findall(CODE.sub("", text)):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, heading = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (heading and heading not in anchors(target)):
            lost.append(link)
    return lost


def anchors(target: Path) -> set[str]:
    """
    Give what the headings of a page are called in links, and the lines of any other file.
    """
    text = target.read_text("utf-8")
    if target.suffix != ".md":
        return {f"L{number}" for number, _ in enumerate(text.splitlines(), start=1)}
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
