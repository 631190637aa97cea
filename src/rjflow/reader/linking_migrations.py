"""
Link the migrations of cases from earlier versions. What is named of those versions is not looked up: their files are not at hand.

Stands on: `linking_conditions`, `definition.model`.   Knows nothing of: YAML, cases.
"""

from collections.abc import Mapping

from rjflow.definition.model import Migration
from rjflow.frozen import FrozenMap, frozen_map
from rjflow.reader.linking_conditions import Context
from rjflow.reader.linking_states import final_states
from rjflow.reader.migration_shapes import MigrationShape
from rjflow.reader.shapes import Pairs, items_of
from rjflow.reader.written import Text
from rjflow.sources.codes import problem


def link_migrations(context: Context) -> tuple[Migration, ...]:
    """
    Link all migrations, the ones from the newest version last.
    """
    linked: dict[int, Migration] = {}
    for shape in items_of(context.shape.migrations):
        one = _linked(context, shape)
        if shape.from_ is None:
            continue
        if one.version in linked:
            help_ = "write one migration for each version"
            context.findings.add(problem("RJ381", shape.from_.span, label="again", help=help_, version=one.version))
        linked[one.version] = one
    return tuple(linked[version] for version in sorted(linked))


# ----------------------------------------------------------------------------------------------------------------------


def _linked(context: Context, shape: MigrationShape) -> Migration:
    own = context.shape.version
    if shape.from_ is not None and own is not None and shape.from_.value >= own.value:
        help_ = f"write an earlier one, or raise `version` above {shape.from_.value}"
        label = "not an earlier version"
        context.findings.add(problem("RJ380", shape.from_.span, label=label, help=help_, version=own.value))
    for _, state in shape.states or ():
        if state.value in final_states(context):
            help_ = (
                "map it to a state that is not final; an event of this version can close the case then, for a reason"
            )
            context.findings.add(problem("RJ382", state.span, label="final", help=help_, word=state.value))
    for text in items_of(shape.drop):
        if text.value in context.names.sections["evidence"]:
            help_ = f"write `renew: [{text.value}]`, or take it out"
            note = "`drop` leaves behind what this version does not have; `renew` asks for a new record of what it has"
            context.findings.add(
                problem("RJ383", text.span, label="still there", notes=(note,), help=help_, word=text.value)
            )
    return Migration(
        version=shape.from_.value if shape.from_ else 0,
        states=_mapped(context, "states", shape.states),
        people=_kinds(context, shape.people),
        evidence=_mapped(context, "evidence", shape.evidence),
        renew=context.names.of("evidence", items_of(shape.renew)),
        drop=tuple(text.value for text in items_of(shape.drop)),
        because=shape.because.value if shape.because else None,
        sources=context.names.of("sources", items_of(shape.source)),
        span=shape.span,
    )


def _mapped(context: Context, section: str, pairs: Pairs[Text] | None) -> FrozenMap[str, str]:
    return frozen_map((old.value, new.value) for old, new in pairs or () if context.names.known(section, new))


def _kinds(context: Context, pairs: Pairs[Text] | None) -> FrozenMap[str, str]:
    names: Mapping[str, Text] = context.names.sections["people"]
    for _, new in pairs or ():
        if new.value not in names and "people" not in context.names.unread:
            context.names.miss("RJ224", new, names, "a kind of people", section="people")
    return frozen_map((old.value, new.value) for old, new in pairs or ())
