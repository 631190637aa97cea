"""
The page for hosts lists every error that rjflow exports.
"""

from pathlib import Path

import rjflow

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "embed.md"


def test_every_exported_error_is_on_the_page_for_hosts():
    """
    Whoever embeds rjflow can read what to catch.
    """
    exported = [getattr(rjflow, name) for name in rjflow.__all__]
    errors = [
        one.__name__
        for one in exported
        if isinstance(one, type) and issubclass(one, Exception) and one.__name__ != "RjflowError"
    ]
    text = PAGE.read_text(encoding="utf-8")

    assert [] == [name for name in errors if f"| `{name}` |" not in text]
    assert sorted(rjflow.__all__) == rjflow.__all__
