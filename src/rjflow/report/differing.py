"""
Tell where a system went otherwise than the policy, and the run that shows it.

Stands on: `deciding`, `rules.wording`, `layout`.   Knows nothing of: hosts, how the run was found.
"""

from collections.abc import Iterator

from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.wording import spoken_time
from rjflow.instants import Instant
from rjflow.report.deciding import decision_text
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.rules.commands import Command, SeeScheme
from rjflow.rules.wording import Cast, cast_of, deed, whoever
from rjflow.scenarios.runs import Act, Again, Anew, Ask, Difference, Do, Run, See, Together, scheme_seen
from rjflow.text import listed


def difference_text(workflow: Workflow, run: Run, difference: Difference) -> str:
    """
    Tell what is otherwise, the run that leads there, and why the policy refuses what it refuses.
    """
    cast = cast_of(workflow, run.people)
    rows = [(str(number), line) for number, line in enumerate(_steps(workflow, run, cast), start=1)]
    decision = difference.decision
    why = ""
    if decision is not None and not decision.allowed and difference.sort in ("allowed", "twice"):
        why = decision_text(workflow, decision, brief=True)
    begins = f"A case is opened on {_when(workflow, run.begins)}, about {_whom(run)}."
    return paragraphs(
        wrapped(verdict_of(workflow, difference)),
        wrapped(begins, indent=2),
        table(rows, indent=2) if rows else "",
        _expected(workflow, difference),
        why,
    )


def verdict_of(workflow: Workflow, difference: Difference) -> str:
    """
    Say in a sentence what is otherwise.
    """
    match difference.sort:
        case "allowed":
            return "the system does what the policy refuses"
        case "refused":
            return "the system refuses what the policy allows"
        case "state":
            return "the system is in another state than the policy says"
        case "options":
            return "the system offers something else than the policy allows"
        case "twice":
            return "a command that comes again under its key is answered otherwise than the first time"
        case "together":
            return "what two do at the same time comes to what neither order of the two comes to"
        case "safeguard":
            labels = [f"{one.id} ({one.label})" for one in difference.safeguards]
            return f"the policy lets a safeguard be broken: {listed(labels)}"
        case "reading":
            return f"two readings of {workflow.name} differ: this is a fault of rjflow, please tell its authors"


def step_text(workflow: Workflow, act: Act, cast: Cast, people: tuple[tuple[str, str], ...]) -> str:
    """
    Say one act of a run in a line.
    """
    match act:
        case Do(command):
            return _commanded(workflow, command, cast, people)
        case Again(command):
            return f"the answer was lost, so it comes again: {_commanded(workflow, command, cast, people)}"
        case Together(first, second):
            both = (_commanded(workflow, one, cast, people) for one in (first, second))
            return f"at the same time: {'; and '.join(both)}"
        case See(at=at):
            return f"{_when(workflow, at)}: {deed(workflow, SeeScheme(scheme=scheme_seen(workflow, act), at=at), cast)}"
        case Anew(at):
            return f"{_when(workflow, at)}: another case is opened, about the same people"
        case Ask(who):
            return f"{cast.actor(who)} asks what they may do"


# ----------------------------------------------------------------------------------------------------------------------


def _steps(workflow: Workflow, run: Run, cast: Cast) -> Iterator[str]:
    return (step_text(workflow, act, cast, run.people) for act in run.acts)


def _commanded(workflow: Workflow, command: Command, cast: Cast, people: tuple[tuple[str, str], ...]) -> str:
    when, actor = _when(workflow, command.at), command.actor
    if actor.id == CLOCK:
        return f"{when}: {deed(workflow, command, cast)}"
    return f"{when}, {whoever(workflow, people, actor, cast)}: {deed(workflow, command, cast)}"


def _when(workflow: Workflow, at: Instant) -> str:
    return spoken_time(at, workflow.time_zone)


def _whom(run: Run) -> str:
    return listed([person for person, _ in run.people]) if run.people else "nobody"


def _expected(workflow: Workflow, difference: Difference) -> str:
    """
    Set what must be beside what was found, where that can be named.
    """
    if difference.sort not in ("state", "options", "reading"):
        return ""
    labels = workflow.states if difference.sort != "options" else workflow.events
    rows = []
    for what, names in (("the policy", difference.expected), ("the system", difference.found)):
        said = [labels[name].label if name in labels else f"`{name}`" for name in names]
        rows.append((what, listed(said) if said else "nothing"))
    return table(rows, indent=2)
