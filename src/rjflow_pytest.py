"""
The pytest plugin of rjflow: every scenario of a `*.scenarios.yaml` file is a test.

It stands beside the package and not in it, so that pytest can load it without loading rjflow: nothing of rjflow is imported before a
scenario file is collected. `-p no:rjflow` switches it off. `--rjflow-coverage` tells at the end what the scenarios try of their workflows;
scenarios that ran in another process (`-n`) are not counted.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from rjflow.scenarios.model import Scenario, ScenarioFile
    from rjflow.scenarios.watching import Watch

_ENDING = ".scenarios.yaml"
_WATCHED = pytest.StashKey[list[tuple["ScenarioFile", "Watch"]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Add the plugin's options.
    """
    group = parser.getgroup("rjflow")
    group.addoption(
        "--rjflow-coverage",
        action="store_true",
        help="tell what the scenarios that ran try of their workflows, as rjflow test --coverage does",
    )
    group.addoption(
        "--rjflow-write-scenario",
        metavar="FILE",
        help="where a case machine that fails writes its shortest run as a scenario file",
    )


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """
    Tell what the scenarios try, where that was asked for.
    """
    watched = config.stash.get(_WATCHED, [])
    if not watched:
        return
    from rjflow.definition.fingerprint import fingerprint
    from rjflow.report.covered import covered_text
    from rjflow.scenarios.covering import cover

    terminalreporter.section("rjflow: what the scenarios try")
    several = {fingerprint(file.workflow): file.workflow for file, _ in watched}
    for mark, workflow in several.items():
        watches = [watch for file, watch in watched if fingerprint(file.workflow) == mark]
        terminalreporter.write_line(covered_text(cover(workflow, watches)))


def pytest_configure(config: pytest.Config) -> None:
    """
    Tell case machines where to write; without the option nothing of rjflow is loaded.
    """
    where = config.getoption("--rjflow-write-scenario")
    if where:
        from rjflow.testing.told import Writing

        Writing.scenario = where


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "Scenarios | None":
    """
    Collect scenario files.
    """
    return Scenarios.from_parent(parent, path=file_path) if file_path.name.endswith(_ENDING) else None


class Scenarios(pytest.File):
    """A scenario file; one with problems is an error of collection that tells them all."""

    def collect(self) -> "Iterator[Acted]":
        """Give one test for each scenario, called as the scenario is."""
        from rjflow.scenarios.reading import read_scenarios
        from rjflow.sources.errors import InvalidWorkflow

        name = self.nodeid or self.path.name
        try:
            file = read_scenarios(self.path.read_bytes(), name=name, folder=self.path.parent)
        except InvalidWorkflow as invalid:
            raise self.CollectError(str(invalid)) from None
        for scenario in file.scenarios:
            yield Acted.from_parent(self, name=scenario.name, file=file, scenario=scenario)


class Acted(pytest.Item):
    """A scenario; it passes when everything comes as it must."""

    def __init__(self, *, file: "ScenarioFile", scenario: "Scenario", **other: Any) -> None:
        super().__init__(**other)
        self._file = file
        self._scenario = scenario

    def runtest(self) -> None:
        """Act the scenario out."""
        from rjflow.report.tested import failure_text
        from rjflow.scenarios.running import run

        watch = None
        if self.config.getoption("rjflow_coverage"):
            from rjflow.scenarios.watching import Watch

            watch = Watch()
            self.config.stash.setdefault(_WATCHED, []).append((self._file, watch))
        outcome = run(self._file, self._scenario, watch=watch)
        if not outcome.passed:
            raise WentOtherwise(failure_text(self._file, outcome))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **options: Any) -> Any:
        """Tell a scenario that went otherwise as `rjflow test` does, without a traceback."""
        if isinstance(excinfo.value, WentOtherwise):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args, **options)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the scenario's own line."""
        return self.path, self._scenario.span.line - 1, self.name


class WentOtherwise(Exception):
    """A scenario that did not come as it must; the message shows what happened beside what must."""
