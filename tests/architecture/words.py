"""
The vocabulary of the code: words that say nothing, and words that belong to workflows.

A name that another library asks for carries its reason on its own line: `# not our word: transitions calls it`.
"""

import ast
import re
from collections.abc import Iterator

from architecture.checks import Definition, Module

EXCUSE = re.compile(r"# not our word: \S")

# House style 4.3; `base` may be part of a class's name.
EMPTY_WORDS = frozenset(
    "manager helper helpers util utils common misc base handle handles handler handlers process data info object item perform"
    " execute illegal simply just obviously".split()
)

# House style 4.2, less what is plain English in code (plan, stop, pause, meeting, agreement) or a word of the language (participant).
DOMAIN_WORDS = frozenset(
    "victim victims offender offenders facilitator facilitators supervisor supervisors supporter supporters referrer referral"
    " referrals screening consent consents acknowledgement acknowledgements preparation debrief debriefs conference conferences"
    " undertaking undertakings perpetrator survivor complainant mediator practitioner restorative".split()
)
# The demonstration runs a shipped workflow, so it must speak of it.
MAY_SPEAK_OF_PEOPLE = ("rjflow.cli.demo",)


def empty_words(module: Module) -> list[str]:
    """
    Complain about every module, class and function whose name has a word that says nothing.
    """
    complaints = [f"{module.name}: `{word}`" for word in _words(module.name) if word in EMPTY_WORDS]
    for node in ast.walk(module.tree):
        if isinstance(node, Definition) and not EXCUSE.search(module.line(node)):
            allowed = {"base"} if isinstance(node, ast.ClassDef) else set()
            complaints += [
                f"{module.name}:{node.lineno}: `{word}` in {node.name}"
                for word in _words(node.name)
                if word in EMPTY_WORDS - allowed
            ]
    return complaints


def domain_words(module: Module) -> list[str]:
    """
    Complain about every name and text that speaks of restorative justice; docstrings may, as examples.
    """
    if any(module.name.startswith(speaker) for speaker in MAY_SPEAK_OF_PEOPLE):
        return []
    return [
        f"{module.name}:{line}: `{word}`"
        for line, text in _spoken(module.tree)
        for word in dict.fromkeys(_words(text))
        if word in DOMAIN_WORDS
    ]


def domain_words_in_text(name: str, text: str) -> list[str]:
    """
    Complain about every domain word in a file that is not Python, such as the grammar.
    """
    return [
        f"{name}:{number}: `{word}`"
        for number, line in enumerate(text.splitlines(), start=1)
        for word in dict.fromkeys(_words(line))
        if word in DOMAIN_WORDS
    ]


def _words(name: str) -> list[str]:
    """
    Split a name or a text into its words, lower-case: `CaseBook`, `case_book` and `case-book` all have two.
    """
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def _spoken(tree: ast.Module) -> Iterator[tuple[int, str]]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield node.lineno, text
            case ast.Name(id=text) | ast.Attribute(attr=text):
                yield node.lineno, text
            case ast.arg(arg=text) | ast.keyword(arg=str(text)):
                yield node.lineno, text
            case ast.FunctionDef(name=text) | ast.AsyncFunctionDef(name=text) | ast.ClassDef(name=text):
                yield node.lineno, text
