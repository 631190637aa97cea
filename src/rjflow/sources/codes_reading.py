"""
What the codes of reading say: RJ101 to RJ150, from the characters of a file to the shape of each mapping.

Each entry is the message; words in braces are filled in by whoever finds the problem. The page of a code is
`docs/errors/CODE.md`.

Stands on: nothing.
"""

READING: dict[str, str] = {
    # ---- what a mapping holds --------------------------------------------------------------------------------------
    "RJ101": "{noun} needs {keys}",
    "RJ102": "`{key}` is not something {noun} can have",
    "RJ103": "`{key}` is written twice",
    "RJ104": "{what} must be {wanted}",
    "RJ105": "{what} has nothing written after it",
    "RJ106": "{what} is empty",
    "RJ107": "`{word}` is listed twice",
    "RJ108": "{noun} has {given}, and can have only one of them",
    "RJ109": "{noun} does not say {why}",
    "RJ110": "`{key}` is there without `{other}`",
    "RJ111": "`{key}` cannot stand beside `{other}`",
    # ---- what a value says -----------------------------------------------------------------------------------------
    "RJ112": "`{name}` is not written as a name",
    "RJ113": "`{name}` cannot be a name, because conditions use that word",
    "RJ114": "{what} is {number}, which is too {size}",
    "RJ115": "{what} must be a length of time",
    "RJ116": "{what} must be a date",
    "RJ117": "{what} cannot be `{word}`",
    "RJ118": "`rjflow: {number}` is a newer language than this rjflow reads",
    "RJ119": "{what} must list {wanted}",
    "RJ120": "a comma split a text into pieces",
    # ---- how the characters are put together -----------------------------------------------------------------------
    "RJ121": "this line is indented with a tab",
    "RJ122": "the file is not text in UTF-8",
    "RJ123": "the file is too big",
    "RJ124": "there is a character here that cannot be seen",
    "RJ125": "the file is empty",
    "RJ126": "the top of a file is keys with values, and this is something else",
    "RJ127": "{what} is opened here and never closed",
    "RJ128": "this line does not fit the indentation of the lines above it",
    "RJ129": "there is a second `: ` on this line",
    "RJ130": "this file uses `{mark}` to repeat something written elsewhere",
    "RJ131": "`{tag}` is a tag, and a workflow has none",
    "RJ132": "a second document begins here",
    "RJ133": "a key must be a word",
    "RJ134": "the file is nested too deeply",
    "RJ135": "this cannot be read",
    "RJ136": "a text cannot begin with {mark}",
    "RJ137": "a comma or what it divides is missing",
    "RJ138": "something stands after the closing `{mark}`",
    "RJ139": "`{line}` is no key, because no `: ` follows it",
    "RJ145": "`{pair}` means nothing in double quotes",
    "RJ146": "`{mark}` closes nothing that was opened",
    "RJ147": "a list cannot begin after a key on the same line",
    "RJ148": "`{line}` is an instruction to YAML, and a workflow has none",
    # ---- overlays --------------------------------------------------------------------------------------------------
    "RJ140": "`{name}` is added, but the base has it already",
    "RJ141": "`{name}` is changed, but the base has no such {what}",
    "RJ142": "`{name}` is removed, but the base has no such {what}",
    "RJ143": "an overlay cannot {deed} the base's `{section}`",
    "RJ144": "`{name}` is {first} and {second} in one overlay",
    "RJ149": "`{key}` cannot be removed: {noun} always has it",
    "RJ150": "`{entry}` is removed, but several entries of the base's `{key}` say so",
}
