"""The bare symbolic search on `dd` with CUDD, where its wheel exists."""

from checkers import Answer, by_autoref

NAME, DISTRIBUTION = "bare symbolic search, dd with CUDD", "dd"


def missing() -> str:
    try:
        import dd.cudd  # noqa: F401  # whether it is there is all that is asked
    except ModuleNotFoundError as problem:
        return f"{problem.name} is not installed"
    return ""


def answer(member) -> Answer:
    return by_autoref.answer(member, "dd.cudd")
