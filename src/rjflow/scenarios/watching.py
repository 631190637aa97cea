"""
Everything that was decided while a scenario was acted out.

Stands on: `rules.decision`, `engine.stepping`.   Knows nothing of: how it is acted out, what is made of it.
"""

from attrs import field

from rjflow.engine.case import Case
from rjflow.engine.options import Option
from rjflow.engine.stepping import Step
from rjflow.frozen import frozen
from rjflow.instants import Instant
from rjflow.rules.decision import Decision
from rjflow.rules.filing import FormProblem


@frozen
class Rejected:
    """A form that was not taken, with everything that is wrong in it."""

    form: str
    problems: tuple[FormProblem, ...]


@frozen
class Mark:
    """
    How everything stood before a step, or at the end.

    Attributes:
        case, scheme, at: the case, its scheme, and what time it was.
        decided: how many decisions were done, looked at and considered until then.
    """

    case: Case
    scheme: Case | None
    at: Instant
    decided: tuple[int, int, int]


@frozen
class Watch:
    """
    What is noted while one case is worked on.

    Attributes:
        done: what came of each step, refused ones included, in order.
        looked: what was asked to see what somebody may do.
        considered: what was only considered, to find out what a step still lacks.
        steps: each step with what it wrote down, as `done`.
        rejected: each form that was not taken, with how many steps there were before.
        asks: whether to find out, in the end, what each could do then.
        options: what each could do then, where that was asked for.
        marks: how everything stood before each step, before the last look and at the end, where that is to be noted.
    """

    done: list[Decision] = field(factory=list)
    looked: list[Decision] = field(factory=list)
    considered: list[Decision] = field(factory=list)
    steps: list[Step] = field(factory=list)
    rejected: list[tuple[int, Rejected]] = field(factory=list)
    asks: bool = False
    options: list[tuple[str, tuple[Option, ...]]] = field(factory=list)
    marks: list[Mark] | None = None

    @property
    def every(self) -> tuple[Decision, ...]:
        """Every decision there was."""
        return (*self.done, *self.looked, *self.considered)
