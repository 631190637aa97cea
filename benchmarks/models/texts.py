"""
The models in the languages of other programs: Promela for SPIN, SMV for NuSMV, TLA+ for TLC.

Written from the rules over bits, which say less than a workflow does (a record is there or not), so these texts favour the others over
what `rjflow export` writes.
"""

from collections.abc import Iterator

from models.family import Model

Alike = tuple[str, int, int, int, int, str | None]


def text(model: Model, language: str) -> str:
    """Write a model in a language: `promela`, `smv` or `tla`."""
    return {"promela": _promela, "smv": _smv, "tla": _tla}[language](model)


def _name(word: str) -> str:
    return word.replace("-", "_").replace("/", "_from_")


def _grouped(model: Model) -> dict[Alike, list[str]]:
    """Put rules together that differ in nothing but the state they stay in, or start from."""
    found: dict[Alike, list[str]] = {}
    for rule in model.rules:
        target = None if rule.source == rule.target else rule.target
        found.setdefault((rule.name, rule.needs, rule.lacks, rule.sets, rule.clears, target), []).append(rule.source)
    return found


def _among(model: Model, bits: int) -> list[str]:
    return [_name(name) for number, name in enumerate(model.bits) if bits >> number & 1]


def _anywhere(model: Model, sources: list[str], equal: str, either: str) -> str:
    """Say that the state is one of these: what is shorter, which they are or which they are not."""
    others = [state for state in model.states if state not in sources]
    if len(others) < len(sources):
        return " & ".join(f"state != {_name(state)}" for state in others).replace(
            " & ", " && " if either == "||" else " & "
        )
    return "(" + f" {either} ".join(f"state {equal} {_name(state)}" for state in sources) + ")"


def _promela(model: Model) -> str:
    """One process that takes one rule at a time, each in a `d_step`."""
    lines = [f"#define {_name(state)} {number}" for number, state in enumerate(model.states)]
    lines += ["byte state = 0;", *(f"bit {_name(name)};" for name in model.bits)]
    wrong, every = model.forbidden
    lines += ["active proctype work() {", "  do"]
    lacking = " && ".join(_among(model, every))
    lines.append(f"  :: state == {_name(wrong)} && !({lacking}) -> assert(false)")
    for (_, needs, lacks, sets, clears, target), sources in _grouped(model).items():
        asked = [_anywhere(model, sources, "==", "||"), *_among(model, needs)]
        if lacks:
            asked.append(f"!({' && '.join(_among(model, lacks))})")
        done = [f"state = {_name(target)}"] if target else []
        done += [f"{name} = 1" for name in _among(model, sets)] + [f"{name} = 0" for name in _among(model, clears)]
        lines.append(f"  :: d_step {{ {' && '.join(asked)} -> {'; '.join(done)} }}")
    return "\n".join([*lines, "  od", "}"]) + "\n"


def _smv(model: Model) -> str:
    """One input that says which rule is tried; where its guard is not true nothing changes. Related bits stand together."""
    names = list(dict.fromkeys(rule.name for rule in model.rules))
    lines = ["MODULE main", "VAR", f"  state : {{{', '.join(map(_name, model.states))}}};"]
    lines += [f"  {_name(name)} : boolean;" for name in model.bits]
    lines += ["IVAR", f"  step : {{{', '.join('do_' + _name(name) for name in names)}}};", "ASSIGN"]
    lines += [f"  init(state) := {_name(model.start)};", *(f"  init({_name(name)}) := FALSE;" for name in model.bits)]
    groups = _grouped(model)
    cases = [
        f"    {_asked(model, about, sources)} : {_name(about[5])};" for about, sources in groups.items() if about[5]
    ]
    lines += ["  next(state) := case", *cases, "    TRUE : state;", "  esac;"]
    for number, name in enumerate(model.bits):
        lines += [f"  next({_name(name)}) := case", *_bit_cases(model, groups, 1 << number)]
        lines += [f"    TRUE : {_name(name)};", "  esac;"]
    wrong, every = model.forbidden
    lines.append(f"INVARSPEC state != {_name(wrong)} | ({' & '.join(_among(model, every))})")
    return "\n".join(lines) + "\n"


def _bit_cases(model: Model, groups: dict[Alike, list[str]], bit: int) -> Iterator[str]:
    """What sets or clears a bit; the rules that do so whatever state they lead to are said once."""
    merged: dict[tuple[str, int, int, bool], list[str]] = {}
    for (name, needs, lacks, sets, clears, _), sources in groups.items():
        if (sets | clears) & bit:
            merged.setdefault((name, needs, lacks, bool(sets & bit)), []).extend(sources)
    for (name, needs, lacks, is_set), sources in merged.items():
        asked = _asked(model, (name, needs, lacks, 0, 0, None), sources)
        yield f"    {asked} : {'TRUE' if is_set else 'FALSE'};"


def _asked(model: Model, about: Alike, sources: list[str]) -> str:
    name, needs, lacks, *_ = about
    asked = [f"step = do_{_name(name)}", _anywhere(model, sources, "=", "|"), *_among(model, needs)]
    if lacks:
        asked.append(f"!({' & '.join(_among(model, lacks))})")
    return " & ".join(asked)


def _tla(model: Model) -> str:
    """One action for each rule; what it does not touch is said to stay."""
    variables = ["state", *map(_name, model.bits)]
    lines = [
        "---- MODULE model ----",
        f"VARIABLES {', '.join(variables)}",
        f"Init == /\\ state = {_quoted(model.start)}",
    ]
    lines += [f"  /\\ {_name(name)} = FALSE" for name in model.bits]
    lines.append("Next ==")
    for (_, needs, lacks, sets, clears, target), sources in _grouped(model).items():
        asked = [f"state \\in {{{', '.join(map(_quoted, sources))}}}", *_among(model, needs)]
        if lacks:
            asked.append(f"~({_all(_among(model, lacks))})")
        done = dict.fromkeys(_among(model, sets), "TRUE") | dict.fromkeys(_among(model, clears), "FALSE")
        if target:
            done["state"] = _quoted(target)
        asked += [f"{name}' = {value}" for name, value in done.items()]
        stays = ", ".join(name for name in variables if name not in done)
        lines.append(f"  \\/ {_all([*asked, f'UNCHANGED <<{stays}>>'])}")
    wrong, every = model.forbidden
    lines.append(f"Safe == state # {_quoted(wrong)} \\/ ({_all(_among(model, every))})")
    return "\n".join([*lines, "===="]) + "\n"


def _all(parts: list[str]) -> str:
    return " /\\ ".join(parts)


def _quoted(state: str) -> str:
    return f'"{_name(state)}"'
