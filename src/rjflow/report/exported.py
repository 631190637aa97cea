"""
What the three languages of outside checkers have in common: names they can read, formulas in their signs, and what is said at the head.

Stands on: `compiled`.   Knows nothing of: any one of the languages.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap

from rjflow.compiled.model import NOTHING, Contrary, Every, Fall, Fixed, Formula, Is, Model, Rule, Some
from rjflow.frozen import frozen
from rjflow.text import counted, listed


class Names:
    """
    Turns names of any kind into words that a language can read, the same one every time, and no two into one.

    >>> names = Names(["next"])
    >>> names["consent of victim-1"], names["next"], names["consent-of victim 1"]
    ('consent_of_victim_1', 'next_', 'consent_of_victim_1_2')
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = {word.lower() for word in reserved}
        self._reserved = frozenset(self._taken)
        self._given: dict[tuple[str, str], str] = {}

    def __getitem__(self, name: str) -> str:
        """Give the word for a name."""
        return self._word(("", name), name)

    def value(self, value: str) -> str:
        """Give the word for a value; values have names of their own."""
        return self._word(("is", value), f"is {value}")

    def _word(self, key: tuple[str, str], name: str) -> str:
        if key not in self._given:
            word = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_") or "x"
            word = f"x_{word}" if word[0].isdigit() else word
            word = f"{word}_" if word.lower() in self._reserved else word
            number, free = 1, word
            while free.lower() in self._taken:  # no language here minds the case, but a reader does
                number += 1
                free = f"{word}_{number}"
            self._taken.add(free.lower())
            self._given[key] = free
        return self._given[key]


@frozen(kw_only=True)
class Signs:
    """How a language writes formulas; `test` writes one test of a variable."""

    test: Callable[[Is], str]
    true: str
    false: str
    both: str
    either: str
    contrary: str

    def written(self, formula: Formula, indent: int | None = None) -> str:
        """Write a formula: in one line, or, with an indent, each thing that must be true on a line of its own."""
        match formula:
            case Fixed(truth):
                return self.true if truth else self.false
            case Is():
                return self.test(formula)
            case Contrary(part):
                return f"{self.contrary}({self.written(part)})"
            case Every(parts) | Some(parts):
                sign = self.both if isinstance(formula, Every) else self.either
                joint = f" {sign} " if indent is None else f"\n{' ' * indent}{sign} "
                return joint.join(self._inside(part) for part in parts)

    def _inside(self, part: Formula) -> str:
        return f"({self.written(part)})" if isinstance(part, Every | Some) else self.written(part)


def head(model: Model, how: str) -> Iterator[str]:
    """
    Say at the head of a file what it is, whom it is about, what is bad, and what to run.
    """
    kinds = [kind for _, kind in model.people]
    people = [counted(kinds.count(kind), kind, f"{kind} persons") for kind in dict.fromkeys(kinds)]
    yield f"{model.workflow}, safeguard {model.safeguard}: {plain(model.label)}"
    yield ""
    if people:
        about = f"About {listed(people)}; each may be part of the case or not. What this says holds for so many and no more."
        yield from wrap(about, 100)
    yield from wrap(
        "Evidence may run out, and deadlines may fire, at any moment: what is found is to be held against the calendar.",
        100,
    )
    if model.left_out:
        left = ", ".join(model.left_out)
        yield from wrap(f"Left out, because it cannot matter or can be set as one pleases: {left}.", 100)
    if model.untracked:
        free = ", ".join(model.untracked)
        yield from wrap(f"Not tracked, and so anything at any moment: {free}.", 100)
        yield from wrap("What is kept here is kept; what is broken here may be kept where that is tracked, too.", 100)
    yield ""
    yield how


def plain(text: str) -> str:
    """
    Give an author's text on one line, without signs that would end a comment.

    >>> plain("a */ (* b\\n c")
    'a / ( b c'
    """
    return " ".join(text.replace("*", "").split())


def said_of(rule: Rule) -> str:
    """
    Say what a rule is, by the author's label.
    """
    words = {
        "event": "event", "deadline": "deadline", "record": "recorded", "notice": "notice", "join": "joins", "leave": "leaves",
        "runs out": "runs out", "scheme": "scheme", "anything": "not tracked",
    }  # fmt: skip
    values = [f"{name}: {'does not count' if value == NOTHING else value}" for name, value in rule.records]
    said = f" ({', '.join(values)})" if values else f" ({rule.of[0]})" if rule.doing in ("join", "leave") else ""
    if rule.doing == "runs out" and rule.of:
        return plain(f"{rule.name} ({rule.label})")
    return plain(f"{words[rule.doing]}: {rule.label or rule.name}{said}")


def in_order(falls: Iterable[Fall]) -> list[Fall]:
    """
    Put guarded states in such an order that whoever falls always falls to a later one.
    """
    waiting = list(falls)
    found: list[Fall] = []
    while waiting:
        below = {fall.otherwise for fall in waiting}
        nxt = next(fall for fall in waiting if fall.state not in below)
        found.append(nxt)
        waiting.remove(nxt)
    return found


def module_name(name: str) -> str:
    """
    Give a name that can be that of a file and of a module.

    >>> module_name("tiny-meeting M1")
    'tiny_meeting_M1'
    """
    return Names()[name]
