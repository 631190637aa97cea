"""
Move cases from version to version of their workflow.

Stands on: `filing`.   Knows nothing of: databases, sentences.
"""

from rjflow.casebook.filing import Filer
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import past_after
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.rules.decision import Decision
from rjflow.rules.past import Past
from rjflow.store import rows


class Mover(Filer):
    """Keep cases, what is told and written beside them, and move them to other versions."""

    def moved(self, case: str, version: int | None, actor: str, revision: int | None, key: str | None) -> Step:
        """Move a case."""
        there = self._ready("migrate", case, revision, key, question := rows.question_of("migrate", version, actor))
        if isinstance(there, Step):
            return there
        engine, step = self._step(there, version, actor)
        arrived = {"definition": rows.definition_row(engine.workflow)}
        return self._kept("migrate", engine.workflow, there.revision, step, key, question, **arrived)

    def move_considered(self, case: str, version: int | None, actor: str) -> Decision:
        """Tell what would come of it."""
        return self._step(self.case(case), version, actor)[1].decision

    def _step(self, there: Case, version: int | None, actor: str) -> tuple[Engine, Step]:
        old: Workflow = self.definition(there.fingerprint)
        engine = self._engines[self._newest(old.name, version)]
        entries = self.history(there.id).entries
        workflows = {one: self.definition(one) for one in {entry.fingerprint for entry in entries}}
        past = Past()
        for entry in entries:
            past = past_after(past, entry, workflows)
        return engine, engine.migrate(there, old, past, actor=actor)


class MovesToVersions:
    """What a casebook is asked about other versions of a workflow."""

    _keep: Mover

    def migrate(
        self, case: str, *, actor: str, version: int | None = None, revision: int | None = None, key: str | None = None
    ) -> Step:
        """
        Move a case to another version of its workflow, if it could have come honestly to where it stands.

        The new version's `migrations` say how. The move is an entry of the history with all that was asked; from then on the case is
        under the new version. What keeps it from moving is named in the answer, and leaves no trace.

        Args:
            case: Its name.
            actor: Who moves it, by the id the host knows them by. Nothing is asked of them.
            version: To which version; the newest that is at hand, when nothing is given.
            revision: As with every command.
            key: As with every command.

        Raises:
            WrongWorkflow: it is there already.
            UnknownName: there is no such workflow or version at hand.
            CaseNotFound, StaleRevision, KeyReused, BentRow, NobodyIsTheClock, ExemptionRanOut: as `Casebook.fire` does.

        Not seen:
            What `rules.migrating.moved` does not see.
        """
        return self._keep.moved(case, version, actor, revision, key)

    def consider_migration(self, case: str, *, actor: str, version: int | None = None) -> Decision:
        """Tell what would come of moving a case, without its happening; as `migrate`, and raises as it does."""
        return self._keep.move_considered(case, version, actor)
