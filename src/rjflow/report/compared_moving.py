"""
What the migrations of a newer version mean for cases that are under way in the older one, where both files are at hand.

Stands on: `definition.wording`, `definition.lookup`.   Knows nothing of: layout, whether any one case can move.
"""

from collections.abc import Iterator, Mapping

from rjflow.definition.lookup import migration_between
from rjflow.definition.model import Migration, Workflow
from rjflow.definition.strength import crossing
from rjflow.definition.wording import all_said, said
from rjflow.names import spoken
from rjflow.sources.span import Span
from rjflow.text import did_you_mean, listed


def moving_sentences(old: Workflow, new: Workflow) -> Iterator[tuple[str, Span | None]]:
    """
    Say what becomes of cases of the older version when they are moved, each with its place in the newer file.

    Names that the older version does not have are told first: a migration is read without its file.
    """
    if old.name != new.name or old.version >= new.version or not new.migrations:
        return
    migration = migration_between(old, new)
    if migration is None:
        versions = sorted(one.version for one in new.migrations)
        from_ = f"{'version' if len(versions) == 1 else 'versions'} {listed([str(one) for one in versions])}"
        yield (
            f"Cases come over from {from_}, and not from version {old.version}: those stay where they are.",
            new.migrations[0].span,
        )
        return
    for sentence in (*_unknown(old, migration), *_states(old, new, migration), *_things(old, new, migration)):
        yield sentence, migration.span


# ----------------------------------------------------------------------------------------------------------------------


def _unknown(old: Workflow, migration: Migration) -> Iterator[str]:
    sections: tuple[tuple[str, Mapping[str, object], tuple[str, ...]], ...] = (
        ("state", old.states, tuple(migration.states)),
        ("kind of people", old.people, tuple(migration.people)),
        ("evidence", old.evidence, (*migration.evidence, *migration.drop)),
    )
    for thing, there, names in sections:
        for name in names:
            if name not in there:
                meant = did_you_mean(name, there)
                hint = f"; {meant}" if meant else "."
                yield f"The migration speaks of `{name}`, but version {old.version} has no {thing} of this name{hint}"


def _states(old: Workflow, new: Workflow, migration: Migration) -> Iterator[str]:
    for was, now in migration.states.items():
        if was not in old.states:
            continue
        kind = new.states[now].kind
        if kind not in (None, old.states[was].kind):
            led = (
                f"the migration leads it into {said(new, now)}, and no case comes into a {spoken(kind or '')} by a move"
            )
            yield f"A case in {said(old, was)} cannot move: {led}."
        else:
            yield f"A case in {said(old, was)} is in {said(new, now)} once it has moved."


def _things(old: Workflow, new: Workflow, migration: Migration) -> Iterator[str]:
    for was, now in migration.people.items():
        if was in old.people:
            side = ", on another side" if was in crossing(old, new, migration) else ""
            yield f"Whoever is {said(old, was)} is {said(new, now)} once a case has moved{side}."
    for was, now in migration.evidence.items():
        if was in old.evidence:
            yield f"What was recorded as {said(old, was)} counts as {said(new, now)} once a case has moved."
    dropped = [name for name in migration.drop if name in old.evidence]
    if dropped:
        yield f"{all_said(old, dropped)} {'is' if len(dropped) == 1 else 'are'} left behind."
    if migration.renew:
        anew = "has" if len(migration.renew) == 1 else "have"
        yield f"{all_said(new, migration.renew)} {anew} to be recorded anew once a case has moved."
