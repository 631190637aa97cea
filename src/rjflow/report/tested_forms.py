"""
Tell a form that was not taken, and the words that scenario files have for what stands in the way.

Stands on: `forms`, `scenarios.refusing`, `layout`.   Knows nothing of: how forms are handed in.
"""

from collections.abc import Iterable

from rjflow.definition.model import Workflow
from rjflow.report.forms import problem_sentence
from rjflow.report.layout import paragraphs, wrapped
from rjflow.rules.filing import FormProblem
from rjflow.scenarios.outcome import Mismatch
from rjflow.scenarios.refusing import words_of
from rjflow.text import listed

_WORDS = {
    "state": "the state it is in",
    "actor": "who asks",
    "same-person": "the same person",
    "form": "what is given with it",
    "reason": "the reason given",
    "people": "the people who are there",
    "register": "the register",
    "register needs": "what the register needs",
    "register until": "the last day in the register",
    "register level": "the level in the register",
    "register most": "how many cases they may have",
    "register conflict": "a conflict",
    "register other-than": "that it is somebody else",
    "register not-listed": "that the register does not list them",
}


def word_said(word: str) -> str:
    """
    Say what a word of scenario files stands for.
    """
    return _WORDS[word]


def mistakes_text(workflow: Workflow, form: str, problems: Iterable[FormProblem]) -> str:
    """
    Say everything that is wrong with a form.
    """
    there = workflow.forms[form]
    lines = [wrapped(f"- {problem_sentence(workflow, there, one)}", indent=4, hanging=2) for one in problems]
    return paragraphs(wrapped(f"refused: hand in {there.label}", hanging=9), "\n".join(lines), "Nothing was recorded.")


def rejection(mismatch: Mismatch) -> tuple[str, str]:
    """
    Say what must come of a form that was not taken, and what came of it.
    """
    assert mismatch.rejected is not None, "whoever asks has looked"
    if mismatch.sort == "refused":
        return "the form is taken", "it was refused"
    wanted = listed([word_said(one.name) if one.sort == "word" else f"`{one.name}`" for one in mismatch.missing])
    found = listed([word_said(one) for one in dict.fromkeys(words_of(mismatch.rejected))])
    why = f"because of {wanted}" if wanted else "because of what is listed, and nothing else"
    return f"it is refused {why}", f"what stood in the way is {found}"
