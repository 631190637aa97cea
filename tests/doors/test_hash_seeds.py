"""
What the program says is the same bytes whatever seed Python hashes with: nobody may learn from it in what order a set was kept.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

HALL = "tests/unit/mutating/files/hall.workflow.yaml"
MISTAKEN = "tests/golden/files/mistaken.workflow.yaml"
PASSING = "tests/unit/mutating/files/hall.scenarios.yaml"
FAILING = "tests/golden/files/failing_scenarios.yaml"
LOOSER = "LOOSER"  # stands for a hall whose keeper approves what they judged, and where an alarm undoes no agreement

COMMANDS = [
    ["explain", HALL],
    ["draw", HALL],
    *(
        [*command, "--format", form]
        for form in ("text", "json")
        for command in (
            ["check", HALL, LOOSER, MISTAKEN],
            ["diff", HALL, LOOSER],
            ["test", PASSING, FAILING],
            ["test", "--coverage", PASSING],
            ["mutate", HALL, PASSING, "--only", "way-lost"],
        )
    ),
]

SAYING = """
import sys
from click.testing import CliRunner
from rjflow.cli.program import program

for command in {commands}:
    result = CliRunner().invoke(program, command, prog_name="rjflow")
    print("##", *command[:1], result.exit_code, result.output)
"""


def said(seed: int, looser: Path) -> list[str]:
    """
    Give all that is said under a seed, command by command.
    """
    commands = [[str(looser) if word == LOOSER else word for word in command] for command in COMMANDS]
    done = subprocess.run(
        [sys.executable, "-c", SAYING.format(commands=commands)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )
    return done.stdout.decode().split("## ")[1:]


def test_everything_said_is_the_same_under_three_hash_seeds(tmp_path):
    """
    Verdicts, stories, policies in English, differences, scenarios and mutants, as text and as JSON, do not hang on a seed.
    """
    looser = tmp_path / "looser.workflow.yaml"
    text = (ROOT / HALL).read_text(encoding="utf-8")
    looser.write_text(text.replace("not-by: [risk]", "not-by: [plan]").replace("[alarm, plan, called-off]", "[plan]"))

    first, *others = (said(seed, looser) for seed in range(3))

    assert len(COMMANDS) == len(first)
    assert ["explain 0", "draw 0"] + 2 * ["check 3", "diff 4", "test 6", "test 0", "mutate 6"] == [
        " ".join(one.split()[:2]) for one in first
    ]
    for again in others:
        assert first == again
