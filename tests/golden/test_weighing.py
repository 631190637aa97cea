"""
What `--strength`, `--load-bearing` and `--structure` say, as a person last approved it.
"""

import json
from pathlib import Path

import pytest

from rjflow import read_file, verify
from rjflow.report.layout import WIDTH
from rjflow.report.weighed_json import weighed_document
from rjflow.report.weighing import Weighed, weighed_text
from rjflow.verifier.bearing import bearings
from rjflow.verifier.dead_weight import dead_weight
from rjflow.verifier.paths import paths
from rjflow.verifier.strength import strength
from rjflow.verifier.verdict import Report

ROOT = Path(__file__).parents[2]
CLUB = "tests/golden/files/club.workflow.yaml"
DROPPED = "workflows/unsafe/dropped-condition.workflow.yaml"


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins, so that files are called by the way from there.
    """
    monkeypatch.chdir(ROOT)


def weigh(path: str) -> tuple[Report, Weighed]:
    """
    Work out everything that can be asked for beside the verdicts.
    """
    report = verify(read_file(path))
    weighed = Weighed(
        strengths=tuple(strength(report.workflow, verdict) for verdict in report.verdicts),
        bearings=bearings(report),
        paths=paths(report.workflow),
        dead_weight=dead_weight(report.workflow),
    )
    return report, weighed


@pytest.mark.parametrize("path", [CLUB, DROPPED], ids=["club", "dropped-condition"])
def test_what_is_told_beside_the_verdicts(path, golden):
    """
    Strength, what safeguards rest on, and structure read as they were approved, in eighty columns.
    """
    report, weighed = weigh(path)
    text = weighed_text(report, weighed)

    golden.check(f"weighed.{Path(path).name.removesuffix('.workflow.yaml')}.txt", text)
    assert [] == [line for line in text.splitlines() if len(line) > WIDTH]


def test_what_programs_are_told_beside_the_verdicts(golden):
    """
    The keys that are added stay as they were approved; without the options there are none.
    """
    report, weighed = weigh(DROPPED)

    golden.check(
        "weighed.dropped-condition.json", json.dumps(weighed_document(report, weighed), indent=2, ensure_ascii=False)
    )
    assert {} == weighed_document(report, Weighed())
