"""
What a YAML parser complains of, in the words of somebody who writes policies; and how to read on.

Stands on: `characters`, `sources`, `yaml_mending`.   Knows nothing of: ruamel.yaml, workflows.
"""

import re
from collections.abc import Callable

from rjflow.reader.characters import span_at
from rjflow.reader.yaml_mending import CLOSING, STAND_IN, Complaint, Fault, Scene, closed, in_quotes, restored
from rjflow.sources.codes import problem
from rjflow.sources.span import SourceText
from rjflow.text import counted


def fault_of(complaint: Complaint, source: SourceText, text: str) -> Fault:
    """
    Say what a complaint means for the author, and mend the text where there is no doubt.
    """
    scene = Scene(source, text, complaint)
    for words, explain in _EXPLAINED:
        if re.search(words, complaint.words):
            fault = explain(scene)
            if fault is not None:
                return fault
    help_text = "look for a missing quotation mark, bracket or space on this line or the one above"
    return scene.fault("RJ135", complaint.at, label="reading stopped here", help=help_text)


def directives(source: SourceText) -> Fault:
    """
    Refuse lines such as `%YAML 1.1`, which change how everything after them is read.
    """
    lines = list(re.finditer(r"^%.*", source.text, re.MULTILINE))
    found = tuple(
        problem("RJ148", span_at(source, *line.span()), help="delete this line", line=line.group().strip())
        for line in lines
    )
    return Fault(found, re.sub(r"^%", "#", source.text, flags=re.MULTILINE) if lines else None)


def tag_help(tag: str, *, alone: bool) -> str:
    """
    Say what to write instead of a tag, which was most often meant for something else: `!early` for `not early`.
    """
    help_text = "leave it out; or, where it belongs to a text, put the whole text in quotes"
    word = re.fullmatch(r"!([a-z(][^!]*)", tag)
    if not word or not (alone or tag.startswith("!(")):
        return help_text
    return f"in a condition, write `not {'(…)' if tag.startswith('!(') else word[1]}`; anywhere else, {help_text}"


# ---- one explanation each --------------------------------------------------------------------------------------------


def _tab_or_sign(scene: Scene) -> Fault | None:
    if scene.sign == "\t":
        return _tab(scene)
    return _first_character(scene, scene.at)


def _tab(scene: Scene) -> Fault:
    lines = scene.text.splitlines(keepends=True)
    indents = [re.match(r"[ \t]*", line) for line in lines]
    with_tabs = [number for number, indent in enumerate(indents, 1) if indent and "\t" in indent.group()]
    mended = "".join(
        line.replace("\t", " ", indent.group().count("\t")) if indent else line
        for line, indent in zip(lines, indents, strict=True)
    )
    if scene.before.strip(" \t"):  # white space between words is layout, of whatever kind
        return Fault((), scene.text[: scene.at] + " " + scene.text[scene.at + 1 :])
    more = len(with_tabs) - 1
    notes = (f"so {'is' if more == 1 else 'are'} {counted(more, 'line')} after it",) if more > 0 else ()
    help_text = "use spaces, two for each level; most editors can turn tabs into spaces"
    return scene.fault("RJ121", scene.at, label="a tab", notes=notes, help=help_text, mended=mended)


def _block_sign(scene: Scene) -> Fault | None:
    return _first_character(scene, scene.complaint.began)


def _first_character(scene: Scene, at: int) -> Fault | None:
    sign = scene.text[at : at + 1]
    if sign not in STAND_IN:
        return None
    line = scene.text[scene.line_start(at) : at]
    in_brackets = line.count("[") + line.count("{") > line.count("]") + line.count("}")
    whole = re.match(r"[^,\r\n\]}]*" if in_brackets else r"[^\r\n]*?(?=\s#|[\r\n]|\Z)", scene.text[at:])
    words = restored(whole.group().strip()) if whole else sign
    help_text = f"put the whole text in quotes: {in_quotes(words)}"
    if sign == "`":
        mended = scene.without(at, at + len(whole.group()) if whole else at + 1, sign)
        return scene.fault("RJ136", at, help="leave the backticks out", mended=mended, mark="a backtick")
    return scene.fault("RJ136", at, help=help_text, mended=scene.replaced(at), mark=f"`{sign}`")


def _second_colon(scene: Scene) -> Fault | None:
    first = re.search(r"[\w\"'-]\s*:\s+(?=\S)", scene.before)
    if not first:
        return _indentation(scene)
    asked = re.match(rf"\s*(?:- +)?(?:[a-z-]+: +)?(?=(\(?){_AMOUNT}[^:]*:\s)", scene.before)
    if asked and asked[1]:  # the first colon belongs to the condition as well
        value = restored(scene.before[asked.end() :]) + scene.after
    elif asked and re.match(r"\s*- ", scene.before) and re.search(rf"\b{_AMOUNT}[^:]*\Z", scene.before[first.end() :]):
        return Fault((), scene.replaced(scene.at))  # people inside people, which is told of the condition
    else:
        value = restored(scene.before[first.end() :]) + scene.after
    return _colon_in_text(scene, value, *(match.start() for match in re.finditer(r":(?=\s|$)", scene.after)))


def _colon_in_text(scene: Scene, value: str, *colons: int, comma_before: str = "") -> Fault:
    comma = f"; or write a comma before `{comma_before}`" if comma_before else ""
    return scene.fault(
        "RJ129",
        scene.at,
        label="this one",
        notes=("where YAML sees `: `, it begins a new key",),
        help=f"put the whole text in quotes: {in_quotes(value)}{comma}",
        mended=None if comma else scene.replaced(*(scene.at + colon for colon in colons)),
    )


def _in_flow(scene: Scene) -> Fault | None:
    """
    Inside square or curly brackets: one that is never closed, a comma left out, a sign that belongs to a text.
    """
    began = scene.complaint.began
    opener = scene.text[began : began + 1]
    if opener not in CLOSING:
        return None
    if not scene.after or scene.sign in "]}" or not closed(scene.text, began):
        return _unclosed(scene, began)
    if scene.sign == ":":
        start = max(scene.before.rfind(mark) for mark in ": ,{[")
        first = re.search(r":\s+([^,{}\[\]]*)$", scene.before)
        if first:
            return _colon_in_flow(scene, restored(first.group(1)))
        return _comma(scene, scene.line_start(scene.at) + start + 1)
    if scene.sign == "?":
        return _first_character(scene, scene.at)
    if scene.sign in "[{" and re.search(r"\bin\s*$", scene.before):
        return _square_choice(scene)
    return _open_quote(scene) or _no_space(scene) or _comma(scene, scene.at)


def _open_quote(scene: Scene) -> Fault | None:
    """
    `{title: "The guide, url: "https://…"}`: the second quotation mark closes what the first opened, and was to open another.
    """
    mark = scene.before[-1:]
    if not mark or mark not in "\"'" or not re.search(r"[:,\[{-]\s+\Z", scene.before[:-1]):
        return None
    began = scene.text.rfind(mark, 0, scene.at - 1)
    return _unclosed(scene, began) if began >= 0 else None


def _no_space(scene: Scene) -> Fault | None:
    """
    `by:[facilitator]`: the colon belongs to the word, for YAML.
    """
    key = re.search(r"([a-z][a-z-]*):\Z", scene.before)
    rest = re.match(r"\[[^\]\r\n]*\]|\{[^}\r\n]*\}", scene.text[scene.at :])
    if key is None or rest is None:
        return None
    help_text = f"write a space after the colon: `{key[1]}: {restored(rest.group())}`"
    began = scene.at - len(key.group())
    return scene.fault("RJ139", began, scene.at + len(rest.group()), help=help_text, line=key.group() + rest.group())


def _colon_in_flow(scene: Scene, before: str) -> Fault:
    """
    `{that: every x: y}` is a condition without its quotes; `{from: a to: b}` lacks a comma.
    """
    rest = re.match(r"[^,}\]]*", scene.after)
    value = before + (rest.group() if rest else "")
    quantified = re.search(rf"\b{_AMOUNT}", value)
    return _colon_in_text(scene, value, 0, comma_before="" if quantified else before.rsplit(maxsplit=1)[-1])


def _square_choice(scene: Scene) -> Fault | None:
    """
    `needs: [x in [low, medium]]`: the inner brackets were meant for the condition.
    """
    inner = re.match(r"\[([^\[\]\r\n]*)\]", scene.text[scene.at :])
    before = re.search(r"[^\[{,]*$", scene.before)
    if not inner or not before:
        return None
    commas = [scene.at + offset for offset, sign in enumerate(inner.group()) if sign in "[],"]
    meant = f"{restored(before.group()).strip()} ({inner.group(1)})"
    return scene.fault(
        "RJ120",
        scene.at,
        scene.at + len(inner.group()),
        label="a list of its own, for YAML",
        help=f"use round brackets, and put the condition in quotes: {in_quotes(meant)}",
        mended=scene.replaced(*commas),
    )


def _comma(scene: Scene, at: int) -> Fault:
    return scene.fault(
        "RJ137", at, label="before this", help="write a comma between the two; or put what belongs together in quotes"
    )


def _unclosed(scene: Scene, began: int) -> Fault:
    opener = scene.text[began]
    help_text = f"close it with `{CLOSING.get(opener, opener)}`"
    return scene.fault("RJ127", began, label="opened here", help=help_text, what=f"`{opener}`")


def _no_content(scene: Scene) -> Fault | None:
    if scene.after and scene.sign in "]}":
        return scene.fault("RJ146", scene.at, help="delete it, or open the list before it", mark=scene.sign)
    openers = [at for at, sign in enumerate(scene.text[: scene.at]) if sign in CLOSING and not closed(scene.text, at)]
    if openers:
        return _unclosed(scene, openers[-1])
    if scene.sign and scene.sign in ":?":
        return _first_character(scene, scene.at)
    if scene.sign == ",":
        return scene.fault("RJ137", scene.at, label="nothing stands before this", help="delete one of the commas")
    return None


def _after_the_end(scene: Scene) -> Fault | None:
    """
    Something after a closing quotation mark or bracket, or a line that fits no level.
    """
    before = scene.before.rstrip()
    if not before or before[-1] not in "\"'])}":
        return _indentation(scene)
    unclosed = _open_quote(scene)
    if unclosed:
        return unclosed
    value = re.search(r"(?::|^\s*-)\s+([\"'].*)$", scene.before + scene.after)
    mended, help_text = None, "delete it, or put the whole text in quotes"
    if value and before[-1] in "\"'":
        whole = value.group(1)[1:].removesuffix(value.group(1)[0])
        help_text = f"put the whole text in quotes of the other kind: {in_quotes(whole)}"
        mended = scene.replaced(scene.line_start(scene.at) + value.start(1))
    word = (scene.after.split() or [" "])[0]
    return scene.fault("RJ138", scene.at, scene.at + len(word), help=help_text, mended=mended, mark=before[-1])


def _indentation(scene: Scene) -> Fault:
    start = scene.line_start(scene.at)
    line = re.split(r"[\r\n]", scene.text[start:], maxsplit=1)[0]
    indent = len(line) - len(line.lstrip())
    word = re.match(r"[^\s:]+", line.lstrip())
    above = [each for each in scene.text[:start].splitlines() if each.strip() and not each.lstrip().startswith("#")]
    levels = sorted({len(each) - len(each.lstrip()) for each in above})
    if above and len(above[-1]) - len(above[-1].lstrip()) == indent and not re.search(r":(\s|$)|^\s*[-\[{]", above[-1]):
        return _line_without_colon(scene, scene.text.rfind(above[-1].strip(), 0, start))
    fitting = [level for level in levels if level != indent]
    nearby = sorted(fitting, key=lambda level: abs(level - indent))[:2]
    spaces = " or ".join(
        f"after {counted(level, 'space')}" if level else "at its very start" for level in sorted(nearby)
    )
    return scene.fault(
        "RJ128",
        start + indent,
        start + indent + (len(word.group()) if word else 1),
        label=f"begins after {counted(indent, 'space')}",
        notes=("keys of one level begin in one column, and what belongs to a key begins further right",),
        help=f"begin it {spaces}" if spaces else None,
    )


def _key_sign(scene: Scene) -> Fault | None:
    return _first_character(scene, scene.at)


def _no_colon(scene: Scene) -> Fault:
    return _line_without_colon(scene, scene.complaint.began)


def _line_without_colon(scene: Scene, began: int) -> Fault:
    line = re.split(r"[\r\n]", scene.text[began:], maxsplit=1)[0].rstrip()
    key, colon, rest = line.partition(":")
    pair = re.fullmatch(r"([a-z][a-z-]*)(?:\s*(?:：|:=|=>|->|=)\s*(.+)|\s+([\w.-]+|[\[{\"'].*))", line)
    help_text = f"write `{line}: …`, or join the line above"
    if pair:
        help_text = f"write a colon and a space after the key: `{pair[1]}: {pair[2] or pair[3]}`"
    elif colon:
        help_text = f"write a space after the colon: `{key}: {rest}`"
    return scene.fault("RJ139", began, began + max(1, len(line)), help=help_text, line=line)


def _second_root(scene: Scene) -> Fault:
    """
    The file seemed to be over: its first line was a text, or its first key was indented.
    """
    first = re.search(r"^(?!---|\s*#)[ ]*(?=[^\s\[{-])[^\r\n]*", scene.text, re.MULTILINE)
    if first and not re.search(r":(\s|$)", first.group()):
        return _line_without_colon(scene, first.end() - len(first.group().lstrip()))
    return _indentation(scene)


def _unclosed_quote(scene: Scene) -> Fault:
    return _unclosed(scene, scene.complaint.began)


def _backslash(scene: Scene) -> Fault:
    pair = scene.text[scene.at - 1 : scene.at + 1]
    help_text = "write two backslashes for one, or use single quotes"
    return scene.fault("RJ145", scene.at - 1, scene.at + 1, help=help_text, pair=pair)


def _list_on_the_line(scene: Scene) -> Fault:
    help_text = f"begin the list on the next line, or write `[{scene.after.lstrip('- ').strip()}]`"
    return scene.fault("RJ147", scene.at, help=help_text)


def _bad_tag(scene: Scene) -> Fault | None:
    at = scene.text.find("!", scene.line_start(scene.at))
    return _first_character(scene, at) if at >= 0 else None


_AMOUNT = r"(?:every|some|no|at least \d+) "
_EXPLAINED: tuple[tuple[str, Callable[[Scene], Fault | None]], ...] = (
    ("cannot start any token", _tab_or_sign),
    ("chomping or indentation|indentation indicator|expected a comment or a line break", _block_sign),
    ("mapping values are not allowed", _second_colon),
    ("expected ',' or", _in_flow),
    ("expected the node content", _no_content),
    ("expected <block end>", _after_the_end),
    ("mapping keys are not allowed", _key_sign),
    ("document start", _second_root),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream|unexpected document separator", _unclosed_quote),
    ("unknown escape|escape sequence", _backslash),
    ("sequence entries are not allowed", _list_on_the_line),
    ("expected alphabetic or numeric", _block_sign),
    ("tag handle|expected URI|expected '!'|expected ' '|expected '>'", _bad_tag),
)
