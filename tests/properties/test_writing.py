"""
Laws of `rjflow fmt`: the meaning stays, the comments stay, and a second time changes nothing.
"""

import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rjflow.reader.structuring import (
    sort_of_file,
    structure_overlay,
    structure_safeguards,
    structure_scenarios,
    structure_workflow,
)
from rjflow.reader.writing import formatted
from rjflow.reader.yaml_nodes import compose
from written_files import overlays, safeguard_files, scenario_files, workflows

READERS = {
    "workflow": structure_workflow,
    "overlay": structure_overlay,
    "safeguards": structure_safeguards,
    "scenarios": structure_scenarios,
}
PLAIN = re.compile(r"(?!(?:true|false|null)$)[a-z][a-z0-9 -]*[a-z0-9]|a")


def shape_of(text: str) -> Any:
    """
    Read a text as whichever sort of file it is; places are no part of what is compared.
    """
    composed = compose(text, "file.yaml")
    assert composed.root is not None, (composed.diagnostics, text)
    return READERS[sort_of_file(composed.root)](composed.root)[0]


def comments_in(text: str) -> list[str]:
    """
    List the comments of a text, each of which has a number of its own.
    """
    return sorted(re.findall(r"#c\d+#", text))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """
    Invent a file, and write it in some layout with comments and gaps in it.
    """
    file = draw(st.one_of(workflows(), safeguard_files(), overlays(), scenario_files()))
    return "\n".join(_Author(draw).mapping(file, 0)) + "\n"


class _Author:
    """Somebody with no fixed habits."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.number = 0

    def mapping(self, value: dict[str, Any], indent: int) -> list[str]:
        lines = []
        for key, inner in value.items():
            lines += self.around(indent)
            lines += self.value(f"{' ' * indent}{self.words(key)}:", inner, indent)
        return lines + self.around(indent)

    def entries(self, value: list[Any], indent: int) -> list[str]:
        lines = []
        for inner in value:
            lines += self.around(indent)
            if isinstance(inner, dict) and inner and self.one_in(2):
                block = [
                    line
                    for line in self.mapping(inner, indent + 2)
                    if line.strip() and not line.strip().startswith("#")
                ]
                lines += [f"{' ' * indent}- {block[0].strip()}", *block[1:]]
            else:
                lines += self.value(f"{' ' * indent}-", inner, indent)
        return lines

    def value(self, before: str, value: Any, indent: int) -> list[str]:
        if not isinstance(value, dict | list) or not value:
            return [f"{before} {self.flow(value)}{self.beside()}"]
        if self.one_in(3):
            return [f"{before} {self.flow(value)}{self.beside()}"]
        if isinstance(value, list) and self.one_in(4):
            inside = [f"{' ' * (indent + 4)}{self.flow(each)},{self.beside()}" for each in value]
            return [f"{before} [{self.beside()}", *inside, f"{' ' * (indent + 2)}]{self.beside()}"]
        deeper = indent + self.draw(st.sampled_from([2, 4]))
        below = self.mapping(value, deeper) if isinstance(value, dict) else self.entries(value, deeper)
        return [before + self.beside(), *below]

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.words(key)}: {self.flow(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return self.words(value) if isinstance(value, str) else json.dumps(value)

    def words(self, text: str) -> str:
        return text if PLAIN.fullmatch(text) and self.one_in(2) else json.dumps(text, ensure_ascii=False)

    def around(self, indent: int) -> list[str]:
        if not self.one_in(4):
            return []
        return self.draw(
            st.sampled_from([[""], [" " * indent + self.comment()], ["", " " * (indent + 1) + self.comment(), ""]])
        )

    def beside(self) -> str:
        return f"  {self.comment()}" if self.one_in(5) else ""

    def comment(self) -> str:
        self.number += 1
        return f"#c{self.number}#"

    def one_in(self, number: int) -> bool:
        return self.draw(st.integers(1, number)) == 1


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(texts())
def test_laying_out_changes_nothing_but_the_layout(text: str):
    """
    What is written says what was read, with every comment, and writing it again gives the same text.
    """
    written = formatted(text)

    assert shape_of(text) == shape_of(written)
    assert comments_in(text) == comments_in(written)
    assert written == formatted(written)
