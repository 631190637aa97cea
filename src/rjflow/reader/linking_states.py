"""
Link stages, and the lists of stages that other things name.

Stands on: `linking_conditions`, `definition.model`.   Knows nothing of: events.
"""

from rjflow.definition.model import State
from rjflow.reader.linking_conditions import Context
from rjflow.reader.shapes import StateShape, items_of
from rjflow.reader.written import StatesShape, Text, Truth
from rjflow.sources.codes import problem


def link_state(context: Context, name: Text, shape: StateShape) -> State:
    """
    Link one state.
    """
    final, holds, start = _is(shape.final), _is(shape.holds), _is(shape.start)
    _check_together(context, name, shape, final=final, holds=holds, start=start)
    otherwise = shape.otherwise
    return State(
        **context.named(name, shape),
        start=start,
        kind=shape.kind.value if shape.kind else None,
        guard=context.group(shape.while_) if shape.while_ else None,
        otherwise=otherwise.value if otherwise and context.names.known("states", otherwise) else None,
        holds=holds,
        final=final,
        reasons=tuple(reason.value for reason in items_of(shape.reasons)),
    )


def expanded(context: Context, shape: StatesShape | None) -> tuple[tuple[str, ...], bool]:
    """
    Give the states that are meant, and whether a wildcard meant them: all except some never covers final ones.
    """
    if shape is None:
        return (), False
    named = context.names.of("states", shape.names)
    if not shape.any_except:
        return named, False
    finals = final_states(context)
    states = tuple(name for name in context.names.sections["states"] if name not in named and name not in finals)
    if not states and not context.names.unread & {"states"}:
        note = "it means every state but those listed and the final ones"
        help_ = "list fewer states, or name the states that are meant"
        context.findings.add(problem("RJ320", shape.span, label="nothing is left", notes=(note,), help=help_))
    return states, True


def final_states(context: Context) -> frozenset[str]:
    """
    Give the states in which a case is over; a start that calls itself final is a mistake told elsewhere.
    """
    states = context.shape.states or ()
    return frozenset(name.value for name, state in states if _is(state.final) and not _is(state.start))


# ----------------------------------------------------------------------------------------------------------------------


def _is(truth: Truth | None) -> bool:
    return truth is not None and truth.value


def _check_together(context: Context, name: Text, shape: StateShape, *, final: bool, holds: bool, start: bool) -> None:
    add = context.findings.add
    if start and shape.while_ is not None:
        note = "when a case is opened nothing has been recorded, so no `while` can be true"
        help_ = "let the case begin in a state of its own, and enter this one by an event"
        add(problem("RJ303", shape.while_.span, label=f"`{name}` is the start", notes=(note,), help=help_))
    if start and final and shape.final:
        help_ = "give the case a state to begin in, and an event that leads here"
        add(problem("RJ304", shape.final.span, label="over before it began", help=help_))
    if final and shape.while_ is not None:
        help_ = "ask for it under `needs` of the events that lead here"
        add(problem("RJ307", shape.while_.span, label=f"`{name}` is never left again", help=help_))
    if final and holds and shape.holds:
        help_ = "take `holds` out, or `final`"
        add(problem("RJ312", shape.holds.span, label="nothing comes back from here", help=help_))
