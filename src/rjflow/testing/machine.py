"""
A state machine for Hypothesis that runs cases of a workflow on a system and finds where the system and the policy part.

Stands on: `stage`, `steering`, `trying`, `shortest`, Hypothesis.   Knows nothing of: the workflow's domain, how a run is told.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.control import current_build_context
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rjflow.definition.model import Workflow
from rjflow.instants import Instant
from rjflow.reader.reading import read_file
from rjflow.rules.commands import Advance, Command, Fire, RecordEvidence
from rjflow.scenarios.runs import Act, Again, Anew, Ask, Difference, Do, Run, Together
from rjflow.testing.chart import edges, is_rung
from rjflow.testing.effort import effort
from rjflow.testing.hosting import CasebookHost, MakesHost
from rjflow.testing.repeating import showing
from rjflow.testing.shortest import shortest
from rjflow.testing.stage import Stage, act_of
from rjflow.testing.steering import Steering
from rjflow.testing.told import write_files
from rjflow.testing.trying import Trying

SEEDS = st.integers(
    0, 1 << 24
)  # each step picks among alternatives by its own seed: many draws would not fit in an example
BEGINS: Instant = 1_767_603_600_000_000  # 2026-01-05 09:00 UTC, a Monday
_MOST = 150  # commands in one step
_ASKING = 2  # people, one after the other
_ONCE_MORE = 0.2  # how often a case does again what it did
_GONE = 0.4  # how often somebody has left before people try what they may not
_LATELY = 30  # commands that may come again
_BETWEEN = 0.7  # how often anything else comes in between than what comes again
_BESIDE = 0.2  # how many cases there is another case beside from the beginning


class Disagrees(AssertionError):
    """
    A run on which a system does otherwise than the policy says; the message tells it, as a program and as a scenario.

    Attributes:
        run: the shortest run that was found.
        difference: where it goes otherwise, and how.
    """

    def __init__(self, run: Run, difference: Difference, told: str) -> None:
        self.run = run
        self.difference = difference
        super().__init__(told)


def case_machine(
    workflow: Workflow | str | Path,
    host: MakesHost | None = None,
    *,
    write_scenario: str | Path | None = None,
    write_program: str | Path | None = None,
) -> type[RuleBasedStateMachine]:
    """
    Make a state machine of Hypothesis that runs cases on a system, and fails where the system goes otherwise than the policy.

    Its rules are commands that bring a case on, and what happens besides: something is taken back, a notice comes, evidence runs out, somebody
    goes and comes back, something comes in between, somebody tries what they may not, or claims a role, an answer is lost and the command comes again, at once or later, a second writer
    comes in between, another case is opened beside. After every step the state is compared with the policy's, and every safeguard of the workflow is minded. `TestCase` is the test.

    Args:
        workflow: The policy, or the path of its file.
        host: Makes a system with nothing in it (`hosting.Host`). Without one, rjflow's own casebook is run: then what is found is a policy that
            lets a safeguard be broken, or a fault of rjflow.
        write_scenario: Where the shortest run is written as a scenario file, besides being told; pytest's `--rjflow-write-scenario` does the
            same for every machine.
        write_program: Where it is written as a program.

    Raises:
        InvalidWorkflow: the file is none, with every problem in it.

    Not seen:
        Races, where the host has no `together`. What a host shows but is not asked: its texts, its lists, its messages.

    >>> from rjflow.engine.example import DOOR
    >>> from hypothesis import settings
    >>> from hypothesis.stateful import run_state_machine_as_test
    >>> run_state_machine_as_test(case_machine(DOOR), settings=settings(max_examples=3, stateful_step_count=5, database=None))
    """
    return _class_of(
        workflow=workflow if isinstance(workflow, Workflow) else read_file(workflow),
        make_host=staticmethod(host) if host is not None else None,
        write_scenario=write_scenario,
        write_program=write_program,
    )


class CaseMachine(RuleBasedStateMachine):
    """Cases of one workflow on one system; `case_machine` makes it."""

    workflow: Workflow
    make_host: Callable[[], Any] | None = None
    write_scenario: str | Path | None = None
    write_program: str | Path | None = None
    stage: Stage

    @initialize(seed=SEEDS)
    def a_case_is_opened(self, seed: int) -> None:
        """A case is opened about a few people, a transition is aimed at, and every other case is brought there first."""
        self._chance = _chance(seed)
        self.steering, self.trying = Steering(self.workflow, self._pick), Trying(self.workflow, self._pick)
        self._open()
        self.steering.aim_at(self._pick(edges(self.workflow)))
        if self._chance.random() < _BESIDE:
            self._go_on(3)
            self._anew()
        for command in self._commands() if self._chance.random() < 0.5 else ():
            self._act(act_of(self.workflow, command))
            if self.steering.aim is None:
                return

    @precondition(lambda self: not self._is_going_on())
    @rule(seed=SEEDS)
    def another_case_is_opened(self, seed: int) -> None:
        """After a case is over, the next one is opened: in the same system, or in one with nothing in it."""
        self._chance = _chance(seed)
        self._pick((self._open, self._anew))()

    @precondition(lambda self: self._is_going_on())
    @rule(seed=SEEDS)
    def the_case_goes_on(self, seed: int) -> None:
        """
        Everything is recorded that the next transition lacks, and the case takes it; perhaps it takes some more, or one once more that it took
        before. Where nothing new can be come to from here, the next case is opened.
        """
        self._chance = _chance(seed)
        taken = [edge for edge in edges(self.workflow) if edge in self.stage.taken]
        if taken and self._chance.random() < _ONCE_MORE:
            self.steering.aim_at(self._pick([edge for edge in taken if is_rung(self.workflow, edge)] or taken))
        if not self._go_on(self._chance.randint(1, 5)):
            self._pick((self._open, self._anew))()

    @precondition(lambda self: self._is_going_on())
    @rule(seed=SEEDS)
    def something_happens_outside(self, seed: int) -> None:
        """Something is taken back, a notice comes, somebody comes or goes, or time passes."""
        self._chance = _chance(seed)
        self._act(Do(self.trying.outside(self.stage.situation)))

    @precondition(lambda self: self._is_going_on())
    @rule(seed=SEEDS)
    def something_comes_in_between(self, seed: int) -> None:
        """
        Everything is recorded that the next transition lacks; then something happens outside, perhaps what was done before comes again, and
        it is tried all the same.
        """
        self._chance = _chance(seed)
        command = self._ready()
        if command is not None:
            for other in self.trying.between(self.stage.situation) if self._chance.random() < _BETWEEN else ():
                self._act(Do(other))
            self._once_more(command)
            self._act(Ask(command.actor.id))
            self._act(Do(evolve(command, at=max(command.at, self.stage.situation.now))))

    @precondition(lambda self: self._is_going_on() or self._is_hardly_over())
    @rule(seed=SEEDS)
    def somebody_tries(self, seed: int) -> None:
        """
        Somebody makes an event happen whatever stands in its way, perhaps long after anybody has looked at the case; or people command what they
        may not, claim roles that they have not, and say what cannot be said, perhaps where all is recorded that an event lacks.
        """
        self._chance = _chance(seed)
        if self._is_going_on() and self._chance.random() < 0.5:
            ready = self._ready() if self._chance.random() < 0.5 else None
            for going in self.trying.going(self.stage.situation) if self._chance.random() < _GONE else ():
                self._act(Do(going))
            for odd in self.trying.odd(
                self.stage.situation, ready
            ):  # what is refused changes nothing, so several are tried
                self._act(Do(odd))
            return
        command = self.trying.straight(self.stage.situation)
        if self._chance.random() < 0.5:
            command = evolve(command, at=max(self.trying.later(self.stage.situation), command.at))
        self._act(Do(command))

    @precondition(lambda self: self._is_going_on())
    @rule(seed=SEEDS)
    def an_answer_is_lost(self, seed: int) -> None:
        """
        A command is given, its answer is lost, and it is given again under the same key: any, or the event for which all is recorded; at once, or
        after the case has gone on.
        """
        self._chance = _chance(seed)
        outside = self.trying.outside
        command = self._pick((self._ready, self._either, lambda: outside(self.stage.situation)))()
        if command is not None:
            self._act(Do(command))
            self._pick((lambda: None, lambda: None, lambda: self._go_on(1)))()
            self._again(command)

    @precondition(lambda self: self._is_going_on() and self.stage.can_race)
    @rule(seed=SEEDS)
    def a_second_writer_comes(self, seed: int) -> None:
        """Two commands come at the same time."""
        self._chance = _chance(seed)
        self._act(Together(self._either(), self._either()))

    @precondition(lambda self: self._is_going_on() or self._is_hardly_over())
    @rule(seed=SEEDS)
    def somebody_asks(self, seed: int) -> None:
        """Some people ask what they may do."""
        self._chance = _chance(seed)
        everybody = [*self.stage.company.workers, *(one.id for one in self.stage.situation.people)]
        for who in self._chance.sample(everybody, min(_ASKING, len(everybody))):
            self._act(Ask(who))

    @invariant()
    def the_system_keeps_to_the_policy(self) -> None:
        """The system is in the state that the policy says, and no safeguard is broken."""
        difference = getattr(self, "stage", None) and self.stage.difference
        if difference:
            raise Disagrees(*self._told(difference))

    # ------------------------------------------------------------------------------------------------------------------

    def _told(self, difference: Difference) -> tuple[Run, Difference, str]:
        """
        Tell what was found; only at the very end is the run made short, and written down.
        """
        if not current_build_context().is_final:
            return self.stage.run, difference, difference.sort
        run, found = shortest(self.workflow, self.stage.run, difference, self.make_host)
        return (
            run,
            found,
            write_files(self.workflow, run, found, self.make_host, self.write_scenario, self.write_program),
        )

    def _is_going_on(self) -> bool:
        return not self.workflow.states[self.stage.situation.state].final

    def _is_hardly_over(self) -> bool:
        """
        Tell whether hardly anything was asked yet of a case that is over.
        """
        return self._asked_after < 2

    def _open(self) -> None:
        people = [
            (f"{kind.name}-{number}", kind.name)
            for kind in self.workflow.people.values()
            for number in range(1, self._how_many(kind.at_least, kind.at_most) + 1)
        ]
        host = self.make_host() if self.make_host is not None else CasebookHost(self.workflow)
        self._asked_after = 0
        self.stage = Stage(self.workflow, host, Run(tuple(people), BEGINS))
        self.stage.saw = self.steering.saw

    def _act(self, act: Act) -> None:
        self._asked_after += not self._is_going_on()
        self.stage.act(act)

    def _go_on(self, steps: int) -> bool:
        """
        Have the case take so many steps, each with all that it lacks recorded before; tell whether anything could be done.
        """
        before = len(self.stage.run.acts)
        for command in self._commands():
            self._act(act_of(self.workflow, command))
            steps -= isinstance(command, Fire | Advance)
            if steps == 0:
                break
        return len(self.stage.run.acts) > before

    def _again(self, command: Command) -> None:
        self._act(Again(evolve(command, at=self.stage.situation.now)))

    def _once_more(self, fire: Fire) -> None:
        """
        Have one of the last commands come again, if one would show in what comes of an event.
        """
        given = self.stage.happened[-_LATELY:]
        late = [*showing(self.workflow, self.stage.situation, given, fire)] if self._chance.random() < 0.5 else []
        if late:
            self._again(self._pick(late))

    def _anew(self) -> None:
        self._asked_after = 0
        self.stage.act(Anew(self.stage.situation.now))

    def _pick(self, several: Sequence[Any]) -> Any:
        return self._chance.choice(several)

    def _how_many(self, least: int, most: int | None) -> int:
        return self._chance.choice((least, least, min(least + 1, 2 if most is None else max(most, least))))

    def _commands(self) -> Iterator[Command]:
        for _ in range(_MOST):
            command = self.steering.next(self.stage.situation) if self._is_going_on() else None
            if command is None or self.stage.difference is not None:
                return
            yield command

    def _ready(self) -> Fire | None:
        """
        Have everything recorded that the next transition lacks, and give the event that takes it; nothing where there is none.
        """
        for command in self._commands():
            if isinstance(command, Fire):
                return command
            self._act(act_of(self.workflow, command))
        return None

    def _either(self) -> Command:
        """
        Give the next command toward the aim, or an event whatever stands in its way.
        """
        wanted = self.steering.next(self.stage.situation) if self._chance.random() < 0.5 else None
        if isinstance(wanted, Fire | RecordEvidence):
            return wanted
        return self.trying.straight(self.stage.situation)


def _chance(seed: int) -> Random:
    """
    Give what one step picks among alternatives with.
    """
    return Random(seed)  # noqa: S311  # nothing secret depends on it


def _class_of(**attributes: object) -> type[RuleBasedStateMachine]:
    """
    Make the class of one workflow and one system.
    """
    made: type[RuleBasedStateMachine] = type(
        "CaseMachine", (CaseMachine,), {"__doc__": CaseMachine.__doc__, **attributes}
    )
    made.TestCase.settings = effort()
    return made
