"""
What the codes of conditions, names and structure say: RJ2xx and RJ3xx.

Each entry is the message; words in braces are filled in by whoever finds the problem. The page of a code is
`docs/errors/CODE.md`.

Stands on: nothing.
"""

MEANING: dict[str, str] = {
    # ---- RJ20x: how a condition is written -------------------------------------------------------------------------
    "RJ201": "{what} is not something a condition can say here",
    "RJ202": "`{sign}` is not part of a condition",
    "RJ203": "`{word}` must be written in lower case",
    "RJ204": "`{word}` is not a name",
    "RJ205": "a `:` is missing after `{group}`",
    "RJ206": "a bracket is opened and never closed",
    "RJ207": "a bracket is closed that was never opened",
    "RJ208": "there is no condition here",
    "RJ209": "the condition stops too early",
    "RJ210": "{what} is in quotes",
    "RJ211": "the condition is too long",
    "RJ212": "the condition is nested too deeply",
    "RJ213": "`{word}` is not a day of any year",
}
