"""
Link who works on a case and whom it is about, what happens outside, sources and calendars.

Stands on: `linking_conditions`, `definition.model`.   Knows nothing of: YAML, how a case moves.
"""

from typing import Literal

from rjflow.definition.model import Calendar, Change, CitedSource, Kind, Notice, Role
from rjflow.names import spoken
from rjflow.reader.linking_conditions import Context
from rjflow.reader.linking_states import expanded, final_states
from rjflow.reader.shapes import CalendarShape, ChangeShape, NamedShape, NoticeShape, PeopleShape, SourceShape, items_of
from rjflow.reader.written import Text
from rjflow.sources.codes import problem

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def link_source(name: Text, shape: SourceShape) -> CitedSource:
    """
    Link one publication.
    """
    title = shape.title.value if shape.title else spoken(name.value)
    published = shape.published.value if shape.published else None
    url = shape.url.value if shape.url else None
    return CitedSource(name=name.value, title=title, published=published, url=url, span=name.span)


def link_role(context: Context, name: Text, shape: NamedShape) -> Role:
    """
    Link one role.
    """
    return Role(**context.named(name, shape))


def link_kind(context: Context, name: Text, shape: PeopleShape) -> Kind:
    """
    Link one kind of people.
    """
    least = shape.at_least.value if shape.at_least else 0
    most = shape.at_most.value if shape.at_most else None
    if most is not None and least > most and shape.at_most:
        help_ = "lower `at-least`, or raise `at-most`"
        label = "fewer than there must be"
        context.findings.add(problem("RJ330", shape.at_most.span, label=label, help=help_, least=least, most=most))
    return Kind(
        **context.named(name, shape),
        at_least=least,
        at_most=most,
        takes_part=bool(shape.takes_part and shape.takes_part.value),
        side=_side(shape),
        joins=_change(context, shape.joins),
        leaves=_change(context, shape.leaves),
        visible_to=context.names.actors(shape.visible_to),
    )


def link_notice(context: Context, name: Text, shape: NoticeShape) -> Notice:
    """
    Link one notice.
    """
    means = tuple(text.value for text in items_of(shape.means))
    visible_to = context.names.actors(shape.visible_to)
    return Notice(**context.named(name, shape), by=context.names.actors(shape.by), means=means, visible_to=visible_to)


def link_calendar(name: Text, shape: CalendarShape) -> Calendar:
    """
    Link one calendar; Monday is 0.
    """
    weekdays = sorted(_WEEKDAYS.index(day.value) for day in items_of(shape.working_days) if day.value in _WEEKDAYS)
    holidays = sorted({day.value for day in items_of(shape.holidays)})
    return Calendar(
        name=name.value,
        weekdays=tuple(weekdays),
        holidays=tuple(holidays),
        region=shape.region.value if shape.region else None,
        edition=shape.edition.value if shape.edition else None,
        span=name.span,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _side(shape: PeopleShape) -> Literal["harmed", "responsible"] | None:
    match shape.side:
        case Text("harmed"):
            return "harmed"
        case Text("responsible"):
            return "responsible"
        case _:
            return None


def _change(context: Context, shape: ChangeShape | None) -> Change | None:
    if shape is None:
        return None
    states, _ = expanded(context, shape.in_)
    finals = [text for text in (shape.in_.names if shape.in_ else ()) if text.value in final_states(context)]
    if finals and shape.in_ and not shape.in_.any_except:
        help_ = f"take `{finals[0].value}` out"
        context.findings.add(problem("RJ332", finals[0].span, label="the case is over here", help=help_))
    return Change(by=context.names.actors(shape.by), states=states, span=shape.span)
