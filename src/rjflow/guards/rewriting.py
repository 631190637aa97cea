"""
Guess what a condition that cannot be read was meant to say, and try each guess before offering it.

A guess is a piece of the text and what to write in its place. It is offered only when the condition can then be read further than
before, and one with which all of it can be read comes first. So no help leads into the next mistake.

Stands on: `habits`, `places`, `sources.codes`.   Knows nothing of: lark, which names exist.
"""

import re
from collections.abc import Iterator

from rjflow.frozen import frozen
from rjflow.guards.habits import KEYWORDS, Stopped, phrases
from rjflow.guards.places import Places
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


@frozen
class Guess:
    """What to write in place of a piece of the text; `at` is what is wrong in it."""

    start: int
    end: int
    words: str
    at: tuple[int, int]
    help: str


def rewritten(text: str, where: Places, stopped: Stopped) -> Diagnostic | None:
    """
    Find the guess that makes the condition readable, or lets it be read further.
    """
    guesses = [*_misspelt(text, stopped), *_phrases(text, stopped)]
    best = next((guess for guess in guesses if _reads_on(text, stopped, guess, whole=True)), None)
    best = best or next((guess for guess in guesses if _reads_on(text, stopped, guess, whole=False)), None)
    if best is None:
        return None
    what = f"`{text[slice(*best.at)]}`"
    return problem("RJ201", where.between(*best.at), label="not understood", help=best.help, what=what)


# ----------------------------------------------------------------------------------------------------------------------

_GLUED = {"isnt": "is not", "isn't": "is not", "isn’t": "is not", "arent": "is not", "aren't": "is not"}
_NOT_MISSPELT = (
    frozenset("of on if it as so to us do be by an a than then note end any new now xor nor".split()) | KEYWORDS
)
_NEAR = 3


def _reads_on(text: str, stopped: Stopped, guess: Guess, *, whole: bool) -> bool:
    """
    Tell whether the condition can be read with a guess: all of it, or at least past the piece and past where it stopped.
    """
    better = text[: guess.start] + guess.words + text[guess.end :]
    reached = stopped.reached(better)
    if whole:
        return reached > len(better)
    grown = len(guess.words) - (guess.end - guess.start)
    return reached >= guess.start + len(guess.words) and reached - grown > stopped.at + len(stopped.word)


def _misspelt(text: str, stopped: Stopped) -> Iterator[Guess]:
    """
    Take a word close to where reading stopped for a word of the language that it nearly is.
    """
    words = list(re.finditer(r"(?<![\w-])[a-z]+['’]?[a-z]*(?![\w-])", text))
    before = [word for word in words if word.start() < stopped.at][-_NEAR:]
    after = [word for word in words if word.start() >= stopped.at][:1]
    for match in (*after, *reversed(before)):
        word = match.group()
        for meant in _meant(word):
            yield Guess(*match.span(), meant, match.span(), f"did you mean `{meant}`?")


def _meant(word: str) -> Iterator[str]:
    if word in _GLUED:
        yield _GLUED[word]
    elif word not in _NOT_MISSPELT:
        yield from (keyword for keyword in _LIKELY if _one_slip(word, keyword))


_LIKELY = (*"is in not and or every some no at least current missing from kind final same person scheme".split(),)


def _one_slip(word: str, keyword: str) -> bool:
    """
    Tell whether a word is a keyword with one letter too many, too few, wrong, or two letters exchanged.

    Of two letters, the first must be right, or both there: too many short words are only one letter apart.
    """
    if sorted(word) == sorted(keyword) and sum(a != b for a, b in zip(word, keyword, strict=True)) == 2:
        return True
    if len(word) == len(keyword):
        wrong = sum(a != b for a, b in zip(word, keyword, strict=True))
        return wrong == 1 and (len(word) > 2 or word[0] == keyword[0])
    short, long = sorted((word, keyword), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _phrases(text: str, stopped: Stopped) -> Iterator[Guess]:
    """
    Take a phrase around the place where reading stopped for what other languages, or English, mean by it.
    """
    for match, words in phrases(text):
        if not match.start() <= stopped.at <= match.end():
            continue
        named = "at" in match.re.groupindex and match["at"] is not None
        start, end = match.span("at") if named else _word(text, stopped, match)
        old = match.group()
        help_ = f"write `{words}`" if words.strip() else f"leave `{old.strip()}` out"
        yield Guess(*match.span(), words, (start, end), help_)


def _word(text: str, stopped: Stopped, match: re.Match[str]) -> tuple[int, int]:
    """
    Give the word at which reading stopped, or the last one of the phrase.
    """
    for word in re.finditer(r"[\w-]+|\S", text):
        if word.start() <= stopped.at < word.end():
            return word.span()
    return max(match.start(), match.end() - 1), match.end()
