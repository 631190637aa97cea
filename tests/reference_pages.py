"""
Pages of the reference that are generated: every key of the language, and what the core safeguards ask.

What they say comes from the descriptions that files are read by, and from the safeguards themselves, so it cannot be out of date.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from rjflow.reader.files import OverlayShape, SafeguardsShape, WorkflowShape
from rjflow.reader.kinds import (
    AnyText,
    Changes,
    Condition,
    ConditionList,
    Conditions,
    Day,
    Duration,
    ExactlyOne,
    Excludes,
    Happenings,
    Key,
    Kind,
    ListOf,
    MapOf,
    NameOf,
    Needs,
    NewName,
    Of,
    OneOrList,
    OneWord,
    Removals,
    SafeguardId,
    States,
    Truth,
    Values,
    Voiders,
    WholeNumber,
    WorkingDays,
    keys_of,
)
from rjflow.reader.shapes import Shape
from rjflow.shipped import folder

ROOT = Path(__file__).parents[1]
KEYS = ROOT / "docs" / "reference" / "keys.md"
CORE = ROOT / "docs" / "reference" / "core.md"
ERRORS = ROOT / "docs" / "errors" / "README.md"
CORE_FILE = folder() / "safeguards" / "core.safeguards.yaml"
FILES: tuple[type[Shape], ...] = (WorkflowShape, OverlayShape, SafeguardsShape)
# Which page shows how each construct is used.
HOW_TO = {
    "a workflow file": "",
    "the link to a scheme": "scheme",
    "a source": "cite-sources",
    "a role": "people",
    "a kind of people": "people",
    "joining or leaving": "people",
    "a notice": "notices",
    "evidence": "evidence",
    "a number": "evidence",
    "a gate": "gates",
    "a state": "states",
    "an event": "events",
    "a way": "events",
    "a form": "forms",
    "a field": "forms",
    "a column": "forms",
    "an export": "exports",
    "a register": "scheme",
    "what is kept": "exports",
    "a deadline": "deadlines",
    "a calendar": "deadlines",
    "a safeguard": "safeguards",
    "an exception": "exemptions",
    "a migration": "move-cases",
    "an overlay": "overlays",
    "a safeguard file": "safeguards",
}
KEYS_HEAD = """\
# Every key

Generated from what rjflow reads files by; `make accept` rewrites it. [The language](language.md) says what the constructs mean
together, and each heading below leads to a page that shows them at work.

- *needed*: a file without this key is an error.
- *left out*: what is so when the key is not there; a dash where nothing is.
- *map*: names that you make up, each with what it stands for. A name is made of lower-case letters, digits and single hyphens.
- Words that cannot be names, because conditions use them: {reserved}. A *value* can be any of these but {values}.
- *condition*, *happening*: see [conditions](language.md#5-conditions) and [safeguards](language.md#10-safeguards).
"""
CORE_HEAD = """\
# What `core` asks

Generated from the safeguards themselves; `make accept` rewrites it. `satisfies: [core]` holds a workflow to all of them.
[How to keep them](../how-to/meanings.md) goes through it step by step.

A safeguard of `core` speaks in **meanings**, because it cannot know what you call things. You say which of yours stand for which with
`means:`. A safeguard about a step that your workflow does not have (a meeting, a message) asks nothing of it,
and `rjflow check` names it: a misspelt name may be why.
"""


ERRORS_HEAD = """\
# Error codes

Generated from the pages of the codes; `make accept` rewrites it. Every mistake in a file has a code, and every code a page: what is wrong, how it looks
when it is right, and why. `rjflow check` prints the code in brackets, as in `error[RJ101]`.
"""
SORTS = {
    "RJ1": "How a file is written",
    "RJ2": "Names and conditions",
    "RJ3": "What the file says",
    "RJ4": "Scenarios",
}


@frozen
class Promise:
    """One core safeguard: what it promises, why, and the meanings it speaks in."""

    id: str
    label: str
    because: str
    asks: tuple[str, ...]


def shapes() -> tuple[type[Shape], ...]:
    """
    List every construct of the language, each once, as they come up from the top of a file.
    """
    found: dict[type[Shape], None] = {}

    def visit(shape: type[Shape]) -> None:
        if shape not in found:
            found[shape] = None
            for one in keys_of(shape):
                for inner in _inside(one.kind):
                    visit(inner)

    for file in FILES:
        visit(file)
    return tuple(found)


def keys_page() -> str:
    """
    Write the page of every key.
    """
    things, values = (sorted(NewName(use).reserved) for use in ("thing", "value"))
    parts = [KEYS_HEAD.format(reserved=_quoted(things), values=_quoted(values))]
    for shape in shapes():
        page = HOW_TO[shape.NOUN]
        how = f"\n[How to use it](../how-to/{page}.md)\n" if page else ""
        rows = "".join(_row(one) for one in keys_of(shape))
        rules = "".join(f"- {rule}\n" for rule in _rules(shape))
        table = f"| key | value | needed | left out | what it says |\n|---|---|---|---|---|\n{rows}"
        parts.append(f"## {_heading(shape)}\n{how}\n{table}" + (f"\n{rules}" if rules else ""))
    return "\n".join(parts)


def core_page() -> str:
    """
    Write the page of the core safeguards and the meanings they speak in.
    """
    asked = promises()
    meanings = "".join(
        f"| `{name}` | {says} | {about} | {', '.join(f'`{one.id}`' for one in asked if name in one.asks)} |\n"
        for name, (says, about) in core_meanings().items()
    )
    kept = "".join(f"| `{one.id}` | {one.label}, because {one.because} | {_quoted(one.asks)} |\n" for one in asked)
    return (
        f"{CORE_HEAD}\n## The meanings\n\n| meaning | what counts as it | about | asked for by |\n|---|---|---|---|\n{meanings}"
        f"\n## The safeguards\n\n| id | what is promised, and why | meanings |\n|---|---|---|\n{kept}"
    )


def errors_page() -> str:
    """
    Write the list of all codes, each with the title and the example message of its page.
    """
    parts = [ERRORS_HEAD]
    for sort, title in SORTS.items():
        parts.append(f"\n## {title}\n\n| code | what it is | what it says |\n|---|---|---|\n")
        for path in sorted(ERRORS.parent.glob(f"{sort}*.md")):
            head, _, says, *_ = path.read_text("utf-8").splitlines()
            code, _, what = head.removeprefix("# ").partition(": ")
            parts.append(f"| [{code}]({path.name}) | {what} | {says.removeprefix('> ')} |\n")
    return "".join(parts)


def promises() -> tuple[Promise, ...]:
    """
    Read the core safeguards, with the meanings that stand in each.
    """
    found = YAML(typ="safe").load(CORE_FILE.read_text("utf-8"))["safeguards"]
    return tuple(
        Promise(one["id"], one["label"], one["because"], tuple(name for name in core_meanings() if _speaks(one, name)))
        for one in found
    )


def core_meanings() -> dict[str, tuple[str, str]]:
    """
    Read what the core file says of each meaning at its top: what counts as it, and about whom it is.
    """
    found = {}
    for line in CORE_FILE.read_text("utf-8").splitlines():
        if match := re.match(r"#   (\S+(?:, \S+)*) {2,}(\S.*)$|#   (\S+, \S+) +(\S.*)$", line):
            names, rest = match[1] or match[3], match[2] or match[4]
            says, _, about = rest.partition("   ")
            for name in names.split(", "):
                found[name] = (says.strip(), about.strip())
    found.pop("meaning")
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _speaks(safeguard: dict[str, Any], name: str) -> bool:
    said = str({key: value for key, value in safeguard.items() if key not in ("id", "label", "because", "source")})
    return re.search(rf"(?<![\w-]){name}(?![\w-])", said) is not None


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _inside(kind: Any) -> Iterator[type[Shape]]:
    match kind:
        case Of(shape):
            yield shape
        case ListOf(inner) | OneOrList(inner) | MapOf(kind=inner):
            yield from _inside(inner)


def _heading(shape: type[Shape]) -> str:
    return f"{shape.NOUN[0].upper()}{shape.NOUN[1:]}"


def _row(one: Key) -> str:
    says, _, without = one.description.partition(" Left out, ")
    left = without.split(". ")[0].rstrip(".") if without else "`false`" if one.kind == Truth() else "–"
    left = "" if one.required else left
    return f"| `{one.name}` | {_kind(one.kind)} | {'yes' if one.required else ''} | {left} | {says} |\n"


def _rules(shape: type[Shape]) -> Iterator[str]:
    for rule in shape.RULES:
        match rule:
            case ExactlyOne(keys, why):
                yield f"One of {_quoted(keys)} is there, and only one: {why}."
            case Needs(key, others, when_true):
                yield f"Where `{key}` is{' true' if when_true else ''}, {_quoted(others)} is too."
            case Excludes(key, others, why):
                yield f"Where `{key}` is, {_quoted(others)} are not: {why}."
            case WorkingDays(duration, calendar):
                yield f"Where `{duration}` counts working days, `{calendar}` is there, and only there."


def _kind(kind: Kind) -> str:
    match kind:
        case Of(shape):
            return f"[{_bare(shape)}](#{_heading(shape).lower().replace(' ', '-')})"
        case MapOf(what, inner):
            return f"map: {what} → {_kind(inner)}"
        case ListOf(inner):
            return f"list: {_kind(inner)}"
        case OneOrList(inner):
            return f"{_kind(inner)}, or a list of them"
        case OneWord(words):
            return " or ".join(f"`{word}`" for word in words)
        case Truth(only_true):
            return "`true`" if only_true else "`true` or `false`"
        case WholeNumber():
            return _number(kind)
        case Duration(phrases, working):
            days = " or `10 working days`" if working else ""
            return "`8 hours`, `14 days`, `6 weeks`" + days + "".join(f", or `{phrase}`" for phrase in phrases)
        case States(any_except):
            return "state, or a list of them" + (", or `{any-except: […]}`" if any_except else "")
        case _:
            return _word(kind)


def _word(kind: Kind) -> str:
    match kind:
        case NameOf(what):
            return what
        case Happenings():
            return "happening, or a list of them"
        case Voiders():
            return "list: evidence, notice, event, `{own: EVIDENCE}`, `{change-of: GROUP}`"
        case Changes() | Removals():
            names = " with names" if isinstance(kind, Removals) else ""
            return f"sections of a workflow{names}"
        case Values():
            return 'list: values; `any`; `">= 2"`'
    words = {
        AnyText: "text",
        NewName: "name",
        SafeguardId: "short sign",
        Day: "date, `2026-12-31`",
        Condition: "condition",
        Conditions: "condition, or a list of them",
        ConditionList: "list: condition",
    }
    return words[type(kind)]


def _number(kind: WholeNumber) -> str:
    if kind.low == kind.high:
        return f"`{kind.low}`"
    bounds = [f"from {kind.low}" if kind.low > -(10**9) else "", f"to {kind.high}" if kind.high < 10**9 else ""]
    return " ".join(["whole number", *filter(None, bounds)])


def _bare(shape: type[Shape]) -> str:
    return shape.NOUN.removeprefix("a ").removeprefix("an ")
