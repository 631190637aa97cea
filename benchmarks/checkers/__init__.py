"""
Checkers that are given the same models. Each file has `NAME`, perhaps `DISTRIBUTION`, `missing()` and `answer(member)`.

`answer` gives whether the safeguard is kept, the steps of the shortest story where it was asked for one, and seconds. What a checker
needs is imported inside, so that each runs in a process of its own that holds nothing else.
"""

from dataclasses import asdict, dataclass, field


@dataclass
class Answer:
    """What a checker said: kept or not, how many steps its story has, seconds for each part of its work, KB of programs it started."""

    kept: bool
    steps: int | None = None
    parts: dict[str, float] = field(default_factory=dict)
    peak: int = 0

    def as_dict(self) -> dict:
        """Give it as JSON can hold it."""
        return asdict(self)


class GaveUp(Exception):
    """A program that took more seconds or memory than it may."""
