"""
How many people a condition asks about: what people write instead of `every`, `some`, `no`, and `at least 2`.

Stands on: nothing.   Knows nothing of: conditions, YAML, which groups exist.
"""

import re

NUMBERS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}


def amount_meant(words: str) -> str | None:
    """
    Say how to ask about people, when *words* before a colon ask about them in another way.

    >>> amount_meant("each participant"), amount_meant("at most 2 victim")
    ('write `every participant: …`', '`at most 2 victim: …` is written `not at least 3 victim: …`')
    """
    words = " ".join(words.split())
    for pattern, said in _WAYS:
        match = re.fullmatch(pattern, words, re.IGNORECASE)
        if match:
            return said(match)
    return None


# ----------------------------------------------------------------------------------------------------------------------

_GROUP = r"(?:of (?:the )?|the )?(?P<group>[a-z][a-z0-9-]*(?: persons?)?)"
_NUMBER = rf"(?P<number>-?\d+|{'|'.join(NUMBERS)})"


def _group(match: re.Match[str]) -> str:
    return match["group"].lower()


def _number(match: re.Match[str]) -> int:
    word = match["number"].lower()
    return NUMBERS[word] if word in NUMBERS else int(word)


def _every(match: re.Match[str]) -> str:
    group = _group(match)
    if re.match(r"all|both", match.group(), re.IGNORECASE):
        group = re.sub(r"(?<=[^s])s\Z", "", group)
    return f"write `every {group}: …`"


def _some(match: re.Match[str]) -> str:
    return f"write `some {_group(match)}: …`"


def _none(match: re.Match[str]) -> str:
    return f"write `no {_group(match)}: …`"


def _at_least(match: re.Match[str]) -> str:
    if _number(match) < 1:
        return f"{_some(match)}, or leave it out"
    return f"write `at least {_number(match)} {_group(match)}: …`"


def _at_most(match: re.Match[str]) -> str:
    number = _number(match)
    if number < 1:
        return _none(match)
    return f"`at most {number} {_group(match)}: …` is written `not at least {number + 1} {_group(match)}: …`"


def _exactly(match: re.Match[str]) -> str:
    number, group = _number(match), _group(match)
    if number < 1:
        return _none(match)
    both = f"(at least {number} {group}: …) and not at least {number + 1} {group}: …"
    return f"`exactly {number} {group}: …` is written `{both}`, in quotes"


def _nobody(_match: re.Match[str]) -> str:
    return "say of which group: `no participant: …`"


def _everybody(_match: re.Match[str]) -> str:
    return "say of which group: `every participant: …`"


def _somebody(_match: re.Match[str]) -> str:
    return "say of which group: `some participant: …`"


def _how_many(match: re.Match[str]) -> str:
    return f"say how many: `at least 2 {_group(match)}: …`"


_WAYS = (
    (r"(?:every|all|each)(?:body| ?one)|every|each|all|both", _everybody),
    (r"(?:some|any)(?:body| ?one)|some|any", _somebody),
    (r"nobody|no one|none|no", _nobody),
    (rf"(?:at ?least|minimum|no (?:fewer|less) than|>=) {_NUMBER} {_GROUP}", _at_least),
    (rf"(?:at ?most|maximum|up to|no more than|<=) {_NUMBER} {_GROUP}", _at_most),
    (rf"(?:exactly|only|just) {_NUMBER} {_GROUP}", _exactly),
    (rf"{_NUMBER} {_GROUP}", _at_least),
    (rf"(?:at ?least|most|many|several|few|half) {_GROUP}", _how_many),
    (rf"(?:none|no ?one|nobody|neither|no) {_GROUP}", _none),
    (rf"(?:each|all|both|every|everyone|everybody|for (?:every|each|all)) {_GROUP}", _every),
    (rf"(?:any|some|someone|anyone|one|a|an|there is (?:a|an|some)) {_GROUP}", _some),
)
