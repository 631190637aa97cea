"""
What is said about running cases: what somebody can do, what would help, what happened.

Every function gives one sentence or one cell of a table, without layout.

Stands on: `options`, `history`, `rules.wording`.   Knows nothing of: line widths.
"""

from rjflow.definition.model import Workflow
from rjflow.definition.wording import all_said, said, spoken_time, spoken_values, the_actors
from rjflow.engine.history import Entry, Migrate, Open
from rjflow.engine.options import Option, Remedy
from rjflow.rules.gathering import asked_of
from rjflow.rules.handing import handed_in
from rjflow.rules.wording import Cast, arrived, deed, some_form, state_label
from rjflow.text import counted, listed


def remedy_sentence(workflow: Workflow, remedy: Remedy, cast: Cast) -> str:
    """
    Say what could make a condition true, and who could do it.
    """
    if remedy.evidence is not None:
        home = workflow.scheme.workflow if remedy.of_scheme and workflow.scheme else workflow
        whose = f" of {cast.person(remedy.person)}" if remedy.person else ""
        where = ", in the scheme" if remedy.of_scheme else ""
        if remedy.events and not remedy.by:
            return f"{said(home, remedy.evidence)}{whose}: {all_said(home, remedy.events, 'or')} records it{where}"
        record = f"{said(home, remedy.evidence)}{whose}: {the_actors(home, remedy.by)} may record it{where}"
        return f"{record}, or {all_said(home, remedy.events, 'or')} does" if remedy.events else record
    if remedy.states:
        return f"it may be done in {all_said(workflow, remedy.states, 'or')}"
    if remedy.of_scheme and workflow.scheme is not None:
        return f"nobody has said how “{workflow.scheme.workflow.title}” stands: the program that runs this case must say it"
    return f"{the_actors(workflow, remedy.by)} may do it"


def option_sentence(workflow: Workflow, option: Option) -> str:
    """
    Say what an open event wants to be given with it; for one that is not open, how much is missing.
    """
    if option.is_open is None:
        return "it depends on what is given with it"
    if not option.is_open:
        missing = sum(one.truth is not True for one in asked_of(option.decision.findings))
        return f"not now: {counted(missing, 'condition')} not met"
    forms = handed_in(workflow).events.get(option.event, ())
    wants = [f"with {some_form(workflow, forms)}"] if forms else []
    wants += [f"with {said(workflow, name)}" for name in option.gives]
    if len(option.reasons) > 1:
        wants.append(f"because: {spoken_values(option.reasons)}")
    return "; ".join(["open", *wants])


def entry_cells(workflow: Workflow, entry: Entry, cast: Cast) -> tuple[str, str, str, str]:
    """
    Tell one entry of a history: when, who, what, and how the case moved by it.
    """
    if isinstance(entry.command, Open):
        people = listed([cast.person(person) for person, _ in entry.command.people])
        what = f"open the case about {people}" if people else "open the case"
        where = f"→ {state_label(workflow, entry.state)}"
    elif isinstance(entry.command, Migrate):
        what, where = f"go on under version {workflow.version}", f"→ {state_label(workflow, entry.state)}"
    else:
        what = deed(workflow, entry.command, cast)
        where = _arrived(workflow, entry)
    return spoken_time(entry.at, workflow.time_zone), cast.actor(entry.actor.id), what, where


def waiver_sentence(workflow: Workflow, entry: Entry) -> str:
    """
    Say who let a workflow run without proof; nothing when it was proved.
    """
    if entry.waiver is None:
        return ""
    on = spoken_time(entry.waiver.at, workflow.time_zone)
    return f"“{workflow.title}” was not proved: {entry.waiver.by} let it run on {on}, because {entry.waiver.reason}."


# ----------------------------------------------------------------------------------------------------------------------


def _arrived(workflow: Workflow, entry: Entry) -> str:
    return " ".join(arrived(workflow, move) for move in entry.moves)
