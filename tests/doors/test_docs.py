"""
The pages that show how rjflow is used, executed as a reader would.

A page is read from top to bottom in an empty folder. A `yaml` block that begins with `# NAME.yaml` becomes that file. A `console` block
is typed in: each line after `$ ` is a command, and what follows is what it prints. A `python` block is run, in one session per page;
a `text` block right after it is what it prints.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from rjflow.cli.program import program

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "docs/tutorial/first-workflow.md", "docs/explanation/eight-steps.md"]
PAGES += [
    f"docs/how-to/{name}.md"
    for name in (
        "certificates",
        "deliver",
        "embed",
        "fastapi",
        "forms",
        "move-cases",
        "observe",
        "outside-checkers",
        "personal-values",
        "review-a-change",
        "store-cases",
        "test-your-host",
        "try-your-policy",
        "what-each-may-see",
        "workers",
        "write-scenarios",
    )
]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_TYPED = ("make", "git", "cd", "pip")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page, tmp_path, monkeypatch):
    """
    Every command and every program on the page prints what stands below it.
    """
    monkeypatch.chdir(tmp_path)
    for expected, printed in played(page):
        assert expected == printed


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_something_to_do(page, tmp_path, monkeypatch):
    """
    Each page holds at least one thing that was executed.
    """
    monkeypatch.chdir(tmp_path)

    assert list(played(page))


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


def played(page: str) -> Iterator[tuple[str, str]]:
    """
    Go through a page, and give what should be printed with what was.
    """
    session: dict[str, object] = {}
    printed = None
    for language, content in FENCE.findall((ROOT / page).read_text("utf-8")):
        if language == "yaml" and (name := re.match(r"# ([\w.-]+\.yaml)\n", content)):
            Path(name[1]).write_text(content, "utf-8")
        elif language == "console":
            yield from typed(content)
        elif language == "python":
            printed = ran(content, session)
        elif language == "text" and printed is not None:
            yield content, printed
            printed = None


def typed(content: str) -> Iterator[tuple[str, str]]:
    """
    Type in a console block, command by command.
    """
    code = 0
    for block in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        line, _, expected = block.partition("\n")
        if line == "echo $?":
            yield expected, f"{code}\n"
        elif line.startswith("rjflow "):
            done = CliRunner().invoke(program, shlex.split(line)[1:], prog_name="rjflow")
            code = done.exit_code
            yield expected, done.output
        else:
            assert line.startswith(NOT_TYPED), f"nobody knows how to type `{line}` in here"


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
