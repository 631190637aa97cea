"""
What is measured is what the library does now: our own adapters, and those beside which every claim stands, walk the script and refuse the probes.
"""

import importlib
from pathlib import Path

import pytest
from benchmarks import decisions, stores


@pytest.mark.parametrize("name", ["by_hand", "by_rjflow", "by_engine", "by_transitions", "by_transitions_models"])
def test_decisions_are_made_by_every_adapter(name: str):
    """
    It does the same work as all others.
    """
    decisions.check(name, importlib.import_module(f"peers.{name}"))


@pytest.mark.parametrize(
    "name",
    [
        *("by_hand_sql", "by_casebook", "by_casebook_in_batches", "by_core"),
        *("by_orm", "by_transitions_sql", "by_transitions_models_sql"),
    ],
)
def test_cases_are_kept_by_every_adapter(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """
    It does the same work as all others.
    """
    keeper = importlib.import_module(f"keepers.{name}")
    by_hand = importlib.import_module("keepers.by_hand_sql")
    monkeypatch.setattr(by_hand, "moved", by_hand.moved)  # some put their own in its place
    keeper.prepare(str(tmp_path / "cases.db"))
    opened = keeper.opened(str(tmp_path / "cases.db"), "OFF")
    stores.check(opened)
    for under_way in (1, 2):
        rate, busy = stores.walks(opened, f"walked-{under_way}", 0.001, under_way)
        assert rate > 0 < busy
    opened.close()
