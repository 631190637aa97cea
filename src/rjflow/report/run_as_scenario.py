"""
Write a run of a case against somebody's system as a scenario: what the policy says must come of it.

Where the system went otherwise than the policy, the scenario passes: it is the system that has to be mended, and the scenario says how. Where
a safeguard was broken because the policy lets it be, the scenario fails until the policy is mended, as those of `rjflow check
--write-scenario` do. Every text that is written was acted out and did so.

Stands on: `scenario_words`, `scenarios`, `rules`.   Knows nothing of: hosts, where it is written to.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve

from rjflow.definition.model import CLOCK, Workflow
from rjflow.report.differing import verdict_of
from rjflow.report.scenario_words import StepWords, quoted, written_moment
from rjflow.rules.commands import Command, Fire, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, first_situation
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run as acted_out
from rjflow.scenarios.runs import Act, Again, Anew, Ask, Difference, Do, Run, See, Together, scheme_seen
from rjflow.sources.errors import InvalidWorkflow


def run_as_scenario(
    workflow: Workflow,
    run: Run,
    difference: Difference,
    workers: Mapping[str, Sequence[str]],
    named: str,
    folder: Path | None,
) -> str | None:
    """
    Write a run as a scenario file; nothing when it cannot be one.

    Args:
        workflow: The policy.
        run: What happened.
        difference: Where it went otherwise.
        workers: Who has which roles, by the host's word.
        named: How the file names the workflow.
        folder: The folder the file will be in.
    """
    text = "\n".join(_Lines(workflow, run, difference, workers).lines(named)) + "\n"
    try:
        file = read_scenarios(text, name="a run", folder=folder)
    except InvalidWorkflow:
        return None
    return text if acted_out(file, file.scenarios[0]).passed is (difference.sort != "safeguard") else None


# ----------------------------------------------------------------------------------------------------------------------


class _Lines:
    def __init__(
        self, workflow: Workflow, run: Run, difference: Difference, workers: Mapping[str, Sequence[str]]
    ) -> None:
        self._workflow, self._run, self._difference = workflow, _last_case(run), difference
        self._workers = workers
        self._words = StepWords(workflow, dict(run.people))
        begins = self._run.begins
        self._situation = first_situation(workflow, run.people, begins)
        self._steps: list[str] = []
        self._asked: str | None = None
        if workflow.scheme is not None:
            self._decided(SeeScheme(scheme=first_situation(workflow.scheme.workflow, (), begins), at=begins))
        for act in self._run.acts:
            for command in self._commands(act):
                self._step(command, is_last=act is self._run.acts[-1])

    def lines(self, named: str) -> Iterator[str]:
        """Give the lines of the file."""
        workers = {who: sorted(roles) for who, roles in self._words.workers.items()}
        if not workers and self._workflow.roles:
            role = next(iter(self._workflow.roles))
            workers = {f"{role}-1": [role]}
        there = [person for person, _ in self._run.people]
        yield "# Written by rjflow.testing: the shortest run that was found, and what the policy says must come of it."
        yield from ("", "rjflow: 1", f"scenarios-of: {quoted(named)}")
        yield f"title: {quoted(f'What a case machine found: {self._workflow.title}')}"
        yield f"begins: {written_moment(self._workflow, self._run.begins)}"
        yield from ["workers:", *(f"  {who}: [{', '.join(roles)}]" for who, roles in workers.items())]
        people = self._words.people
        yield from ["people:", *(f"  {who}: {kind}" for who, kind in people.items())] if people else []
        yield from [f"about: [{', '.join(there)}]"] if there != list(people) else []
        yield from ("", "scenarios:", f"  - scenario: {quoted(verdict_of(self._workflow, self._difference))}")
        yield from ["    when:"] if self._steps else []
        yield from (f"      - {step}" for step in self._steps)
        yield f"    then: {{{self._then()}}}"

    def _commands(self, act: Act) -> Iterator[Command]:
        match act:
            case Do(command):
                yield command
            case Together(first, second):
                yield from (first, second)
            case See():
                yield SeeScheme(scheme=scheme_seen(self._workflow, act), at=act.at)
            case Again() | Anew():
                pass  # what comes again does not happen again, and of several cases the last is written
            case Ask(who):
                self._asked = who
                if who in self._workers:
                    self._words.workers.setdefault(who, set()).update(self._workers[who])

    def _step(self, command: Command, *, is_last: bool) -> None:
        now = self._situation.now
        command, is_allowed = self._decided(command)
        self._made_up(command)
        told = self._words.told(command)
        if told is None or command.at > now:
            self._steps.append(f"until: {written_moment(self._workflow, command.at)}")
        if told is not None:
            is_at_fault = is_last and self._difference.sort == "safeguard" and isinstance(command, Fire)
            self._steps.append(f"{{{told}{'' if is_allowed and not is_at_fault else ', refused: true'}}}")

    def _made_up(self, command: Command) -> None:
        """
        Have the file know whom a command names who never was in the case; whoever is made up is called by their kind and a number.
        """
        of = [command.given.person] if isinstance(command, RecordEvidence) else []
        of += [command.person] if isinstance(command, Leave) else []
        for who in (*of, command.actor.id):
            kind = who.rpartition("-")[0] if who is not None else ""
            if who is not None and kind in self._workflow.people:
                self._words.people.setdefault(who, kind)

    def _decided(self, command: Command) -> tuple[Command, bool]:
        """
        Ask the policy, by the actor as they are known, whatever they claim.
        """
        if command.actor.id != CLOCK:
            command = evolve(command, actor=self._known(command.actor.id))
        decision = decide(self._workflow, self._situation, command)
        self._situation = decision.after
        return command, decision.allowed

    def _known(self, who: str) -> Actor:
        roles = self._workers.get(who)
        return Actor(who, frozenset(roles)) if roles is not None else Actor(who, frozenset(), frozenset({who}))

    def _then(self) -> str:
        if self._difference.sort == "options" and self._asked is not None:
            return ", ".join(self._offered(self._asked))
        is_broken = self._difference.sort == "safeguard"
        last = self._run.acts[-1] if self._run.acts else None
        is_fired = isinstance(last, Do) and isinstance(last.command, Fire)
        return f"{'not-' if is_broken and not is_fired else ''}state: {self._before_the_fault(is_fired and is_broken)}"

    def _offered(self, who: str) -> Iterator[str]:
        may, may_not = self._difference.expected, set(self._difference.found) - set(self._difference.expected)
        for key, events in (("may", may), ("may-not", sorted(may_not))):
            if events:
                yield f"{key}: {{{who}: [{', '.join(events)}]}}"

    def _before_the_fault(self, is_refused: bool) -> str:  # noqa: FBT001  # one answer, looked up in two ways
        """
        Give the state the policy says; where the last event must be refused, the one it is fired in.
        """
        if is_refused and self._difference.decision is not None:
            return self._difference.decision.before.state
        return self._situation.state


def _last_case(run: Run) -> Run:
    """
    Give the last of the cases of a run: what the policy says of it does not depend on the others.
    """
    for place in range(len(run.acts) - 1, -1, -1):
        if isinstance(act := run.acts[place], Anew):
            return evolve(run, begins=act.at, acts=run.acts[place + 1 :])
    return run
