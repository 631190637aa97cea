"""
The command line as people and scripts meet it: exit codes, streams, and no traceback for anybody's mistake.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from tests.zoo import ZOO

import rjflow
from rjflow.cli.exits import MEANINGS, Exit
from rjflow.cli.program import program
from rjflow.verifier import verifying
from rjflow.verifier.verdict import Report, Verdict

ROOT = Path(__file__).parents[2]
UNSAFE = "workflows/unsafe/waiting-for-an-answer.workflow.yaml"
MISTAKEN = "tests/golden/files/mistaken.workflow.yaml"
SAFE = "tests/golden/files/house.workflow.yaml"
SCENARIOS = "workflows/scheme-readiness.scenarios.yaml"
HALL = "tests/unit/mutating/files/hall.workflow.yaml"
FAILING = "tests/golden/files/failing_scenarios.yaml"

DOOR = """\
rjflow: 1
workflow: door
version: 1
title: A door
roles: {porter: {}}
states: {open: {start: true}, shut: {final: true, reasons: [night]}}
events: {close: {from: open, to: shut, by: [porter]}}
"""


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins.
    """
    monkeypatch.chdir(ROOT)


def called(*arguments: object) -> Result:
    """
    Call the program in this interpreter.
    """
    return CliRunner().invoke(program, [str(one) for one in arguments], prog_name="rjflow")


def run(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
    """
    Run the program as its own, as a shell would.
    """
    command = [sys.executable, "-m", "rjflow", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


# ---- exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "arguments"),
    [
        (Exit.YES, ["check", SAFE]),
        (Exit.YES, ["explain", "scheme-readiness"]),
        (Exit.YES, ["--version"]),
        (Exit.COULD_NOT_RUN, ["check", "gone.yaml"]),
        (Exit.COULD_NOT_RUN, ["check", "tests"]),
        (Exit.COULD_NOT_RUN, ["explain", "gone.yaml"]),
        (Exit.COULD_NOT_RUN, ["draw", "tests"]),
        (Exit.COULD_NOT_RUN, ["fmt", "gone.yaml"]),
        (Exit.WRONG_USAGE, []),
        (Exit.WRONG_USAGE, ["chek"]),
        (Exit.YES, ["test", SCENARIOS]),
        (Exit.COULD_NOT_RUN, ["test", "gone.scenarios.yaml"]),
        (Exit.WRONG_USAGE, ["test"]),
        (Exit.WRONG_USAGE, ["check", "--write-scenario", "out.yaml", SAFE, UNSAFE]),
        (Exit.WRONG_USAGE, ["check", "--write-scenario", "out.yaml", "-"]),
        (Exit.YES, ["test", "--coverage", "--at-least", "1", SCENARIOS]),
        (Exit.REFUSED, ["test", "--coverage", "--at-least", "100", SCENARIOS]),
        (Exit.WRONG_USAGE, ["test", "--at-least", "50", SCENARIOS]),
        (Exit.YES, ["test", "--show", "a service is ready", SCENARIOS]),
        (Exit.REFUSED, ["test", "--show", "", FAILING]),
        (Exit.WRONG_USAGE, ["test", "--show", "nothing is called so", SCENARIOS]),
        (Exit.WRONG_USAGE, ["test", "--show", "", "--format", "json", SCENARIOS]),
        (Exit.WRONG_USAGE, ["test", "--coverage", "--format", "junit", SCENARIOS]),
        (Exit.INVALID, ["test", SAFE]),
        (Exit.YES, ["mutate", HALL, "--only", "or-to-and"]),
        (Exit.REFUSED, ["mutate", HALL, "--only", "window-widened"]),
        (Exit.UNFINISHED, ["mutate", HALL, "--only", "safeguard-removed", "--limit", "1"]),
        (Exit.INVALID, ["mutate", MISTAKEN]),
        (Exit.INVALID, ["mutate", HALL, HALL]),
        (Exit.COULD_NOT_RUN, ["mutate", "gone.workflow.yaml"]),
        (Exit.COULD_NOT_RUN, ["mutate", HALL, "gone.scenarios.yaml"]),
        (Exit.WRONG_USAGE, ["mutate", HALL, "--only", "everything"]),
        (Exit.WRONG_USAGE, ["mutate", HALL, "--show", "5000"]),
        (Exit.WRONG_USAGE, ["mutate", HALL, "-"]),
        (Exit.WRONG_USAGE, ["mutate", HALL, SCENARIOS]),
        (Exit.YES, ["mutate", "workflows/unsafe/recalled-last-week.workflow.yaml", "--show", "1"]),
        (Exit.INVALID, ["check", SCENARIOS]),
        (Exit.REFUSED, ["test", FAILING]),
        (Exit.INVALID, ["test", FAILING, SAFE]),
        (Exit.WRONG_USAGE, ["check"]),
        (Exit.WRONG_USAGE, ["check", "--format", "xml", SAFE]),
        (Exit.WRONG_USAGE, ["fmt", "--check", "--write", SAFE]),
        (Exit.INVALID, ["check", MISTAKEN]),
        (Exit.INVALID, ["explain", MISTAKEN]),
        (Exit.INVALID, ["draw", MISTAKEN]),
        (Exit.BROKEN, ["check", UNSAFE]),
    ],
)
def test_the_exit_code_tells_how_it_went(expected, arguments):
    """
    Each way a command can end has its own exit code.
    """
    assert expected == called(*arguments).exit_code


def test_a_mistake_is_no_traceback():
    """
    As a program of its own, too, a mistake is told in words.
    """
    for expected, arguments in ((Exit.COULD_NOT_RUN, ["check", "tests"]), (Exit.INVALID, ["explain", MISTAKEN])):
        done = run(*arguments)
        assert expected == done.returncode
        assert "Traceback" not in done.stderr


def test_what_is_neither_proved_nor_refuted_has_its_own_exit_code(monkeypatch):
    """
    A report with an unfinished verdict and no broken one ends the program with 5.
    """
    workflow = rjflow.read_file(UNSAFE)
    verdict = Verdict(safeguard=workflow.safeguards[0], judged="unfinished", how="too large")
    report = Report(workflow=workflow, fingerprint="", verdicts=(verdict,))
    monkeypatch.setattr(verifying, "verify", lambda *_, **__: report)
    done = called("check", UNSAFE)

    assert Exit.UNFINISHED == done.exit_code
    assert "The search did not fit in memory." in done.stdout


@pytest.mark.parametrize(
    ("expected", "files"),
    [
        (Exit.BROKEN, [SAFE, UNSAFE]),
        (Exit.INVALID, [UNSAFE, MISTAKEN, SAFE]),
        (Exit.COULD_NOT_RUN, [UNSAFE, "gone.yaml", MISTAKEN]),
    ],
)
def test_the_gravest_of_several_files_counts(expected, files):
    """
    One exit code stands for several files: could not run, then invalid, then broken.
    """
    assert expected == called("check", *files).exit_code


def test_the_exit_codes_are_numbered_as_promised():
    """
    The numbers are a promise to scripts, and each has a meaning.
    """
    assert [0, 1, 2, 3, 4, 5, 6] == [code.value for code in Exit]
    assert set(Exit) == set(MEANINGS)


# ---- streams ---------------------------------------------------------------------------------------------------------


def test_answers_go_to_stdout_and_troubles_to_stderr():
    """
    What was asked for is on stdout; that a file could not be read is on stderr.
    """
    done = called("check", SAFE, "gone.yaml")

    assert "house, version 1" in done.stdout
    assert "gone.yaml: there is no such file" in done.stderr
    assert "could not read" not in done.stdout


def test_problems_of_a_file_are_an_answer_to_check_and_a_trouble_to_others():
    """
    `check` was asked for them; `explain` and `draw` were asked for something else.
    """
    assert "3 problems" in called("check", MISTAKEN).stdout
    for command in ("explain", "draw"):
        done = called(command, MISTAKEN)
        assert "" == done.stdout
        assert "3 problems" in done.stderr


def test_nothing_is_said_about_progress_unless_somebody_watches():
    """
    In a pipe or a log there is no progress line.
    """
    assert "" == run("check", SAFE).stderr


@pytest.mark.skipif(os.name == "nt", reason="no such pipes on Windows")
def test_a_reader_who_leaves_early_is_no_trouble():
    """
    A closed pipe ends the program without a word.
    """
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m rjflow explain ew-post-sentence | head -1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Restorative justice after sentence, England and Wales\n" == done.stdout
    assert "" == done.stderr


def test_a_terminal_that_knows_no_arrows_still_gets_the_text():
    """
    What an encoding cannot say becomes a question mark, and the exit code stays.
    """
    done = run("check", UNSAFE, env={**os.environ, "PYTHONIOENCODING": "ascii"})

    assert Exit.BROKEN == done.returncode
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device to fill here")
@pytest.mark.parametrize("arguments", [["check", SAFE], ["fmt", SAFE], ["schema"], ["draw", SAFE], ["--help"]])
def test_a_full_disk_is_one_line(arguments):
    """
    Where the answer cannot be written, that is said in one line, and blames no file.
    """
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rjflow", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert Exit.COULD_NOT_RUN == done.returncode
    assert "could not write the answer: no space left on device\n" == done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell is needed that can close a stream")
def test_a_closed_stream_is_one_line():
    """
    Without a standard output, or a standard input that was asked for, that is said in one line.
    """
    closed = {f"check {SAFE} >&-": "could not write the answer: standard output is closed\n"}
    closed["check - <&-"] = "could not read <stdin>: it is closed\n"
    for arguments, said in closed.items():
        command = f"{sys.executable} -m rjflow {arguments}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert (Exit.COULD_NOT_RUN, said) == (done.returncode, done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="no such pipes on Windows")
def test_a_reader_who_leaves_early_is_not_blamed_on_the_file():
    """
    `fmt`, too, ends without a word when nobody reads on.
    """
    command = f"{sys.executable} -m rjflow fmt {UNSAFE} | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert "" == done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--format", "xml", SAFE],
        ["chek"],
        ["draw", "--fromat", "dot", SAFE],
        ["fmt", "--write", "-"],
        ["--wrong" * 20],
    ],
)
def test_wrong_usage_fits_into_eighty_columns(arguments):
    """
    What is said about a wrong option or value is broken into lines, where it has blanks.
    """
    done = called(*arguments)

    assert Exit.WRONG_USAGE == done.exit_code
    assert [] == [line for line in done.stderr.splitlines() if len(line) > 80 and "--wrong" not in line]


@pytest.mark.parametrize("group", [[], ["audit"], ["calendar"], ["db"], ["keys"]])
def test_who_names_no_command_is_shown_which_there_are(group):
    """
    That page is the page of `--help`, line by line, and not broken anew.
    """
    alone = called(*group)

    assert Exit.WRONG_USAGE == alone.exit_code
    assert called(*group, "--help").stdout.strip() == alone.output.strip()


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_shipped_workflow_needs_no_path(tmp_path, monkeypatch):
    """
    The name of a shipped workflow is enough, wherever one stands; a close one is offered.
    """
    monkeypatch.chdir(tmp_path)

    assert Exit.YES == called("draw", "scheme-readiness").exit_code
    assert "did you mean `scheme-readiness`?" in called("check", "scheme-rediness").stderr


@pytest.mark.parametrize("command", ["check", "explain", "draw", "fmt"])
def test_a_workflow_may_come_by_standard_input(command):
    """
    `-` is standard input; it gives what the file would, and problems are told of `<stdin>`.
    """
    done = CliRunner().invoke(program, [command, "-"], input=Path(SAFE).read_bytes())
    mistaken = CliRunner().invoke(program, [command, "-"], input=b"rjflow: 1\nworkflow: [\n")

    assert Exit.YES == done.exit_code
    assert called(command, SAFE).stdout == done.stdout
    assert Exit.INVALID == mistaken.exit_code
    assert "--> <stdin>:" in mistaken.output


def test_a_name_that_is_empty_is_told_so():
    """
    No name is not the folder one stands in.
    """
    assert "could not read ``: a file has a name\n" == called("check", "").stderr


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"[" * 2_000, b"- a\n"]
)
def test_a_file_that_is_no_workflow_is_told_so(content, tmp_path):
    """
    Whatever a file holds, it is answered with problems and never with a traceback.
    """
    path = tmp_path / "strange.yaml"
    path.write_bytes(content)
    done = called("check", path)

    assert Exit.INVALID == done.exit_code
    assert "problem" in done.stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may read everything is refused nothing")
def test_a_file_that_may_not_be_read_is_told_so(tmp_path):
    """
    A file without permission is one line on stderr.
    """
    path = tmp_path / "secret.yaml"
    path.write_text(DOOR)
    path.chmod(0)

    assert Exit.COULD_NOT_RUN == called("check", path).exit_code


# ---- the commands ----------------------------------------------------------------------------------------------------


def test_json_is_json_whatever_came_of_the_files():
    """
    One document holds every file, the unreadable too.
    """
    done = called("check", "--format", "json", SAFE, UNSAFE, MISTAKEN, "gone.yaml")

    outcomes = [file["outcome"] for file in json.loads(done.stdout)["files"]]
    assert ["kept", "broken", "invalid", "unreadable"] == outcomes


def test_fmt_lays_out_and_is_then_content(tmp_path):
    """
    `fmt --check` complains until `fmt --write` was there; the meaning stays.
    """
    path = tmp_path / "door.yaml"
    path.write_text(DOOR.replace("roles: {porter: {}}", "roles:   {   porter:   {} }"))
    before = rjflow.read_file(path)

    assert Exit.REFUSED == called("fmt", "--check", path).exit_code
    assert Exit.YES == called("fmt", "--write", path).exit_code
    assert Exit.YES == called("fmt", "--check", path).exit_code
    assert before == rjflow.read_file(path)


def test_fmt_of_an_unreadable_file_leaves_it_alone(tmp_path):
    """
    What cannot be read is not written.
    """
    path = tmp_path / "broken.yaml"
    path.write_text("rjflow: [1\n")

    assert Exit.INVALID == called("fmt", "--write", path).exit_code
    assert "rjflow: [1\n" == path.read_text()


def test_schema_prints_every_schema():
    """
    Each sort of file has a JSON Schema.
    """
    schemas = [json.loads(called("schema", *options).stdout) for options in ([], ["--safeguards"])]
    others = [json.loads(called("schema", "--of", sort).stdout) for sort in ("workflows", "safeguards", "scenarios")]

    assert schemas == others[:2]
    assert "rjflow scenarios" == others[2]["title"]

    assert ["http://json-schema.org/draft-07/schema#"] * 2 == [schema["$schema"] for schema in schemas]
    assert schemas[0] != schemas[1]


def test_a_mutant_can_be_written_out(tmp_path):
    """
    A mutant is a file like any other, which differs from the policy in what `--show` shows.
    """
    path = tmp_path / "mutant.workflow.yaml"
    shown = called("mutate", HALL, "--show", "67", "--write", "67", str(path)).stdout

    assert "-    not-by: [risk]" in shown
    assert "not-by" not in path.read_text("utf-8")
    assert (ROOT / HALL).read_text("utf-8").replace("    not-by: [risk]\n", "") == path.read_text("utf-8")


def test_the_version_is_the_one_that_was_installed():
    """
    The program, the module and the package agree on the version.
    """
    from importlib.metadata import version

    assert f"rjflow, version {version('rjflow')}" == called("--version").stdout.strip()
    assert version("rjflow") == rjflow.__version__


# ---- the page --------------------------------------------------------------------------------------------------------


def commands(group, name=""):
    """
    Give the names of all commands, those of groups too.
    """
    yield name
    context = click.Context(group)
    for inner in group.list_commands(context) if isinstance(group, click.Group) else ():
        yield from commands(group.get_command(context, inner), f"{name} {inner}".strip())


@pytest.mark.parametrize("command", list(commands(program)))
def test_the_page_shows_the_help_as_it_is(command):
    """
    `docs/reference/cli.md` holds the help of every command, word for word.
    """
    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    shown = called(*command.split(), "--help").stdout

    assert f"```console\n$ rjflow {command + ' ' if command else ''}--help\n{shown}```\n" in page


def test_the_page_explains_every_exit_code():
    """
    `docs/reference/cli.md` has a row for each exit code.
    """
    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")

    assert [] == [code for code, meaning in MEANINGS.items() if f"| {code.value} | {meaning} |" not in page]


# ---- diff ------------------------------------------------------------------------------------------------------------

BASE = "workflows/unsafe/common/small-and-safe.workflow.yaml"
OVERLAY = "workflows/unsafe/the-sentence-ended-elsewhere.workflow.yaml"
LOOSER = "workflows/unsafe/recalled-last-week.workflow.yaml"


@pytest.mark.parametrize(
    ("old", "new", "options", "expected"),
    [
        (BASE, BASE, ["--fail-if-weaker"], Exit.YES),
        (BASE, LOOSER, [], Exit.BROKEN),
        (LOOSER, BASE, ["--fail-if-weaker"], Exit.YES),
        (BASE, "tests/errors/RJ102_unknown_key.yaml", [], Exit.INVALID),
        (BASE, "nowhere.yaml", [], Exit.COULD_NOT_RUN),
        ("-", "-", [], Exit.WRONG_USAGE),
    ],
)
def test_diff_ends_as_documented(old, new, options, expected):
    """
    A script can tell from the exit code whether a change breaks or weakens anything.
    """
    assert expected == called("diff", old, new, *options).exit_code


def test_diff_ends_with_refused_where_something_is_weaker_and_that_was_asked(tmp_path):
    """
    A longer window breaks nothing here, and is weaker all the same.
    """
    old, new = tmp_path / "old.workflow.yaml", tmp_path / "new.workflow.yaml"
    old.write_text(ZOO["diamond"], "utf-8")
    new.write_text(ZOO["diamond"].replace("2 days", "3 days"), "utf-8")

    assert Exit.YES == called("diff", str(old), str(new)).exit_code
    assert Exit.REFUSED == called("diff", str(old), str(new), "--fail-if-weaker").exit_code


TALK = """\
rjflow: 1
workflow: talk
version: 1
title: A talk
roles: {host: {}}
people: {asker: {side: harmed, at-most: 2}, asked: {side: responsible}}
evidence: {plan: {one-of: [made], recorded-by: [host], current-for: 14 days}}
states: {open: {start: true}, talking: {kind: meeting}, over: {final: true, reasons: [done]}}
events:
  begin: {from: open, to: talking, by: [host], needs: plan is made}
  end: {from: [open, talking], to: over, by: [host], reason: done}
"""
HOUSE = """\
rjflow: 1
safeguards-file: house
version: 1
title: Of the house
safeguards:
  - {id: H1, label: nobody meets without a plan, entering: kind meeting, must: plan is made}
"""


def test_promises_that_are_gone_are_weaker_whether_or_not_they_could_be_judged(tmp_path):
    """
    A whole file of safeguards that is dropped, with a name that they speak of, ends with refused, and not with unfinished.
    """
    old, new = tmp_path / "old.workflow.yaml", tmp_path / "new.workflow.yaml"
    (tmp_path / "house.safeguards.yaml").write_text(HOUSE, "utf-8")
    old.write_text(f"{TALK}satisfies: [house.safeguards.yaml]\n", "utf-8")
    new.write_text(TALK.replace("plan", "sketch"), "utf-8")

    assert Exit.REFUSED == called("diff", str(old), str(new), "--fail-if-weaker").exit_code


def test_whoever_was_harmed_does_not_come_over_as_whoever_did_it(tmp_path):
    """
    A migration that puts people on another side is weaker, and says so; one that leaves them on theirs is not.
    """
    old, new = tmp_path / "old.workflow.yaml", tmp_path / "new.workflow.yaml"
    old.write_text(TALK, "utf-8")
    for asker, expected in (("asked", Exit.REFUSED), ("asker", Exit.YES)):
        moving = f"migrations: [{{from: 1, people: {{asker: {asker}}}}}]\n"
        new.write_text(TALK.replace("version: 1", "version: 2") + moving, "utf-8")
        told = called("diff", str(old), str(new), "--fail-if-weaker")

        assert expected == told.exit_code
        assert (expected == Exit.REFUSED) is ("on another side" in told.output)


def test_diff_speaks_json_with_a_version():
    """
    Programs know by the first two keys what they read.
    """
    document = json.loads(called("diff", BASE, OVERLAY, "--format", "json").stdout)

    assert ["format", "format-version"] == list(document)[:2]
    assert ("rjflow-diff", 1) == (document["format"], document["format-version"])
    assert all(one["steps"] for one in document["newly-possible"] if one["answer"] == "shown")


# ---- calendar --------------------------------------------------------------------------------------------------------

OFFICE = """\
rjflow: 1
workflow: office
version: 1
title: An office that answers within five working days
time-zone: Europe/London
states: {asked: {start: true}, late: {}, answered: {final: true, reasons: [in-time]}}
roles: {clerk: {}}
events:
  answer: {from: [asked, late], to: answered, by: [clerk]}
  remind: {from: asked, to: late, by: [clock]}
deadlines: [{in: asked, after: 5 working days, calendar: scotland, then: remind}]
"""


def written(tmp_path, text):
    path = tmp_path / "office.workflow.yaml"
    path.write_text(OFFICE + text, "utf-8")
    return str(path)


def test_a_calendar_is_written_as_a_workflow_reads_it(tmp_path):
    """
    What `calendar write` prints stands in a workflow as it is, which is valid, and says in plain English what it is; `calendar check` agrees.
    """
    printed = called("calendar", "write", "scotland", "--from", "2026", "--to", "2100")
    path = written(tmp_path, printed.stdout)

    assert (Exit.YES, "") == (printed.exit_code, printed.stderr)
    assert Exit.YES == called("check", path).exit_code
    assert "public holidays of Scotland" in called("explain", path).stdout
    checked = called("calendar", "check", path)
    assert (Exit.YES, True) == (checked.exit_code, checked.stdout.endswith(", up to 2100\n"))


def test_a_holiday_that_is_missing_is_named(tmp_path):
    """
    A public holiday that a calendar does not list ends the command with 6; one of an office's own is only remarked on.
    """
    printed = called("calendar", "write", "scotland", "--from", "2026", "--to", "2100").stdout
    path = written(tmp_path, printed.replace("- 2026-06-15", "- 2026-06-16"))
    checked = called("calendar", "check", path)

    assert Exit.REFUSED == checked.exit_code
    assert "15 June 2026 is a public holiday of scotland by holidays" in checked.stdout
    assert "16 June 2026: listed, and no public holiday" in checked.stderr


@pytest.mark.parametrize(
    "text",
    [
        "calendars: {scotland: {working-days: [mon], holidays: [2020-01-01], region: scotland}}",
        "calendars: {scotland: {working-days: [mon], region: scotland}}",
    ],
)
def test_a_calendar_that_has_run_out_is_named(tmp_path, text):
    """
    A calendar that lists nothing for the year to come ends the command with 6.
    """
    checked = called("calendar", "check", written(tmp_path, text))

    assert (Exit.REFUSED, True) == (checked.exit_code, "no holidays are listed for" in checked.stdout)


def test_years_are_in_order():
    """
    A last year before the first is wrong usage.
    """
    assert Exit.WRONG_USAGE == called("calendar", "write", "scotland", "--from", "2027", "--to", "2026").exit_code


def test_without_the_holidays_it_is_told_what_to_install(monkeypatch):
    """
    Who installed rjflow alone is told in a line what the commands need.
    """
    monkeypatch.setitem(sys.modules, "holidays", None)
    monkeypatch.delitem(sys.modules, "rjflow.integrations.calendars", raising=False)
    for arguments in (("write", "scotland"), ("check", SAFE)):
        done = called("calendar", *arguments)

        assert (Exit.COULD_NOT_RUN, "") == (done.exit_code, done.stdout)
        assert (
            "could not read the holidays: holidays is not installed: pip install 'rjflow[calendars]'\n" == done.stderr
        )


def test_the_shipped_calendars_need_no_region():
    """
    A file whose calendars name no region is told so, and is as it should be.
    """
    checked = called("calendar", "check", SAFE)

    assert (Exit.YES, f"{SAFE}: no calendar names a region\n") == (checked.exit_code, checked.stdout)
