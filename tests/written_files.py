"""
Invented files for property tests, as plain values: every key can hold whatever its kind allows, and mistakes can be made in them.
"""

import datetime
from typing import Any

from hypothesis import strategies as st

from rjflow.names import RESERVED
from rjflow.reader import kinds
from rjflow.reader.files import OverlayShape, SafeguardsShape, WorkflowShape
from rjflow.reader.scenario_shapes import ScenariosShape
from rjflow.reader.structuring_overlays import sections
from rjflow.reader.structuring_parts import LISTS, as_list, has_parts

names = st.sampled_from(["a", "b-c", "d2", "report", "ready", "x-y-z"])
texts = st.sampled_from(["a text", "x is given", "in kind meeting", "ready", "§ 7", "it’s", "a: b", "3", "true", " x "])
conditions = st.sampled_from(["x is given", "every all: x is y", "gate-a and not gate-b", "x in (a, b)"])
quantifiers = st.sampled_from(["every participant", "at least 2 victim", "not every harmed person", "no a"])


def workflows() -> st.SearchStrategy[dict[str, Any]]:
    """Invent workflow files."""
    return mappings(WorkflowShape)


def safeguard_files() -> st.SearchStrategy[dict[str, Any]]:
    """Invent safeguard files."""
    return mappings(SafeguardsShape)


def scenario_files() -> st.SearchStrategy[dict[str, Any]]:
    """Invent scenario files."""
    return mappings(ScenariosShape)


def overlays() -> st.SearchStrategy[dict[str, Any]]:
    """Invent overlays."""
    return mappings(OverlayShape)


@st.composite
def mappings(draw: st.DrawFn, shape: type[Any], partial: bool = False) -> dict[str, Any]:
    """Invent a mapping that keeps to all rules of its shape; `partial`: with nothing required."""
    keys = {key.name: key for key in kinds.keys_of(shape)}
    made = {name for name in keys if draw(st.integers(0, 3)) == 0}
    made |= {name for name, key in keys.items() if key.required and not partial}
    if not partial:
        made = _kept_together(draw, shape, made)
    file = {name: draw(values(keys[name].kind, partial)) for name in keys if name in made}
    return file if partial else _kept_by_value(draw, shape, file)


def values(kind: kinds.Kind, partial: bool = False) -> st.SearchStrategy[Any]:
    """Invent what a key of this kind can hold."""
    if partial and isinstance(kind, LISTS):
        return st.one_of(values(kind), values(kind), patches(kind))
    match kind:
        case kinds.Of():
            return mappings(kind.shape, partial)
        case kinds.MapOf():
            return st.dictionaries(
                _spoken(kind.name), values(kind.kind, partial), min_size=0 if partial else kind.least, max_size=2
            )
        case kinds.ListOf():
            unique = None if isinstance(kind.kind, kinds.Of) else str
            return st.lists(values(kind.kind), min_size=kind.least, max_size=kind.most or 2, unique_by=unique)
        case kinds.OneOrList():
            return st.one_of(values(kind.kind), values(kinds.ListOf(kind.kind)))
        case kinds.Changes() | kinds.Removals():
            return sectioned(kind)
        case kinds.ByForm():
            return st.one_of(values(kind.word), values(kind.keys))
        case _:
            return _single(kind)


@st.composite
def sectioned(draw: st.DrawFn, kind: kinds.Changes | kinds.Removals) -> dict[str, Any]:
    """Invent what an overlay changes, adds or removes."""
    keys = [key for key in sections(kind) if draw(st.integers(0, 4)) == 0]
    if isinstance(kind, kinds.Removals):
        return {key.name: draw(gone(key.kind)) for key in keys}
    return {key.name: draw(values(key.kind, not kind.new)) for key in keys}


@st.composite
def gone(draw: st.DrawFn, kind: kinds.Kind) -> Any:
    """Invent what an overlay takes out of things: names, keys, or what is deeper."""
    keys = {key.name: key for key in kinds.keys_of(kind.shape)} if isinstance(kind, kinds.Of) else {}
    named = st.sampled_from([name for name, key in keys.items() if not key.required]) if keys else names
    below = {name: key.kind for name, key in keys.items() if has_parts(key.kind)}
    if isinstance(kind, kinds.MapOf) and has_parts(kind.kind):
        below = {draw(names): kind.kind}
    deeper = st.sampled_from(sorted(below)).flatmap(lambda name: gone(below[name]).map(lambda one: {name: one}))
    if below and draw(st.integers(0, 2)) == 0:
        return draw(deeper)
    mixed = st.one_of(named, deeper) if below else named
    return draw(st.lists(mixed, min_size=1, max_size=2, unique_by=repr))


@st.composite
def patches(draw: st.DrawFn, kind: kinds.Kind) -> dict[str, Any]:
    """Invent what an overlay adds to a list and takes from it."""
    whole = as_list(kind)
    some = values(whole).filter(bool)
    patch = {"add": draw(some), "remove": draw(some)}
    if isinstance(whole, kinds.ListOf) and isinstance(whole.kind, kinds.Of):
        patch["remove"] = draw(st.lists(mappings(whole.kind.shape, True).filter(bool), min_size=1, max_size=2))
    only = draw(st.sampled_from([("add",), ("remove",), ("add", "remove")]))
    return {name: patch[name] for name in only if patch[name]}


def _single(kind: kinds.Kind) -> st.SearchStrategy[Any]:
    change_of = st.fixed_dictionaries({"change-of": names})
    listed = st.lists(names, min_size=1, max_size=2, unique=True)
    match kind:
        case kinds.AnyText():
            return st.one_of(texts, st.integers(1990, 2030)) if kind.numbers else texts
        case kinds.NameOf():
            return texts
        case kinds.SafeguardId():
            return st.sampled_from(["S1", "no-way", "L2-b"])
        case kinds.NewName():
            return _spoken(kind)
        case kinds.OneWord():
            return st.sampled_from(kind.words)
        case kinds.WholeNumber():
            return st.integers(max(kind.low, -5), min(kind.high, 12))
        case kinds.Truth():
            return st.just(True) if kind.only_true else st.booleans()
        case kinds.Duration():
            return st.sampled_from(
                ["14 days", "1 week", "99999 hours", *kind.phrases, *["5 working days"] * kind.working]
            )
        case kinds.Day():
            return st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1)).map(str)
        case kinds.Moment():
            days = st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1))
            return st.tuples(days, st.sampled_from(["", " 09:30", " 23:59:59"])).map(lambda two: f"{two[0]}{two[1]}")
        case kinds.Said():
            return st.one_of(texts, st.booleans(), st.integers(-5, 12))
        case kinds.Condition():
            return st.one_of(conditions, st.dictionaries(quantifiers, conditions, min_size=1, max_size=1))
        case kinds.Conditions():
            return st.one_of(items(), st.lists(items(), min_size=1, max_size=2))
        case kinds.ConditionList():
            return st.lists(items(), min_size=1, max_size=3)
        case kinds.States():
            excepted = st.fixed_dictionaries({"any-except": st.one_of(names, listed, st.just([]))})
            return st.one_of(names, listed, *[excepted] * kind.any_except)
        case kinds.Happenings():
            return st.one_of(
                names, change_of, st.lists(st.one_of(names, change_of), min_size=1, max_size=2, unique_by=repr)
            )
        case kinds.Voiders():
            own = st.fixed_dictionaries({"own": names})
            return st.lists(st.one_of(names, change_of, own), min_size=1, max_size=3, unique_by=repr)
        case kinds.Values():
            said = st.one_of(names, st.booleans(), st.integers(0, 9))
            return st.one_of(st.just("any"), st.just(">= 2"), st.lists(said, min_size=1, max_size=3, unique_by=repr))
    raise AssertionError(kind)


@st.composite
def items(draw: st.DrawFn, depth: int = 0) -> Any:
    """Invent an entry of a list of conditions."""
    form = draw(st.integers(0, 4 if depth < 2 else 2))
    if form == 0:
        return draw(conditions)
    if form <= 2:
        made = {draw(st.one_of(st.just("that"), quantifiers)): draw(conditions)}
    else:
        made = {"all" if form == 3 else "any": draw(st.lists(items(depth + 1), min_size=1, max_size=2))}
    if draw(st.booleans()):
        made["because"] = draw(texts)
    if draw(st.booleans()):
        made["source"] = draw(st.one_of(names, st.lists(names, min_size=1, max_size=2, unique=True)))
    return made


def _spoken(kind: kinds.NewName) -> st.SearchStrategy[str]:
    free = ["direct", "from"] if kind.use != "thing" else []
    return st.sampled_from(["a", "b-c", "d2", "report", "on", *free])


def _kept_together(draw: st.DrawFn, shape: type[Any], made: set[str]) -> set[str]:
    for rule in shape.RULES:
        if isinstance(rule, kinds.ExactlyOne):
            made = made - set(rule.keys) | {draw(st.sampled_from(rule.keys))}
    impossible = {key for each in shape.RULES if isinstance(each, kinds.ExactlyOne) for key in each.keys} - made
    changed = True
    while changed:
        before = {*made}, {*impossible}
        made -= impossible
        for rule in shape.RULES:
            if isinstance(rule, kinds.Needs) and impossible & {*rule.others}:
                impossible |= {rule.key}
            elif isinstance(rule, kinds.Needs) and rule.key in made:
                made |= {*rule.others}
            if isinstance(rule, kinds.Excludes) and rule.key in made:
                made -= set(rule.others)
        changed = (made, impossible) != before
    return made


def _kept_by_value(draw: st.DrawFn, shape: type[Any], file: dict[str, Any]) -> dict[str, Any]:
    for rule in shape.RULES:
        if isinstance(rule, kinds.WorkingDays):
            file.pop(rule.calendar, None)
            if "working" in str(file.get(rule.duration)):
                file[rule.calendar] = draw(names)
    return file


# ---- mistakes --------------------------------------------------------------------------------------------------------

junk = st.one_of(
    st.sampled_from(
        [None, True, False, 0, -1, 3, 10**12, 1.5, "", " ", "x", "Not A Name", "no", "14 dais", "2026-02-30"]
    ),
    st.sampled_from(
        [[], {}, ["x"], ["x", "x"], {"x": "y"}, {"all": ["x"]}, {"that": 3}, {"any-except": "x"}, {"own": "x"}]
    ),
    st.sampled_from(
        ["5 working days", "same day", "true", "harmed", [True, "true", 1], [[]], {"change-of": "x", "own": "y"}]
    ),
    st.sampled_from(sorted(RESERVED)),
)
other_keys = st.sampled_from(
    [
        "x",
        "to",
        "too",
        "by",
        "from",
        "while",
        "either",
        "all",
        "because",
        "Not A Name",
        "participant",
        "calendar",
        "until",
        "must",
    ]
)


@st.composite
def mutated(draw: st.DrawFn, file: dict[str, Any]) -> dict[str, Any]:
    """Make one mistake, or something that looks like one, somewhere in a file."""
    places = list(_places(file))
    # The top of a file is small and its depths are wide, and most rules live in the depths.
    path = max(draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)), key=len)
    deed = draw(st.sampled_from(["drop", "rename", "replace", "add", "double"]))
    return _changed(file, path, lambda owner, key: _deed(draw, deed, owner, key))


def _places(value: Any, path: tuple[Any, ...] = ()) -> Any:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from _places(each, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    copy = dict(value) if isinstance(value, dict) else list(value)
    if len(path) == 1:
        return change(copy, path[0])
    copy[path[0]] = _changed(copy[path[0]], path[1:], change)
    return copy


def _deed(draw: st.DrawFn, deed: str, owner: Any, key: Any) -> Any:
    if deed == "drop":
        del owner[key]
    elif deed == "replace":
        owner[key] = draw(junk)
    elif isinstance(owner, dict):
        new = draw(other_keys)
        old = owner.pop(key) if deed == "rename" else draw(st.one_of(junk, st.just(owner[key])))
        owner[new] = old
    elif deed == "double":
        owner.append(owner[key])
    else:
        owner.append(draw(junk))
    return owner
