"""
The part of the engine for what is said beside the facts: who may tell, see and erase personal values, and what is written in forms.

Stands on: `answering`, `rules.personal`.   Knows nothing of: the values themselves, keys, storage.
"""

from datetime import datetime

from rjflow.definition.model import Workflow
from rjflow.engine import asking
from rjflow.engine.answering import Asker
from rjflow.engine.case import Case
from rjflow.engine.stepping import Step, written
from rjflow.instants import Instant
from rjflow.rules.commands import Erase, File, Tell, Tidy, Told
from rjflow.rules.personal import judged, may_see
from rjflow.rules.situation import Actor, Situation


class SaysBeside:
    """What an engine says about personal values. It is given marks and never the values, which a casebook keeps."""

    _asks: Asker

    def tell(
        self,
        case: Case,
        person: str,
        values: tuple[Told, ...],
        *,
        mark: str,
        actor: str,
        evidence: str | None = None,
        at: datetime | None = None,
    ) -> Step:
        """
        Put down that personal values were told about somebody.

        Args:
            case: The case as it is now.
            person: About whom.
            values: What each is called, and the mark of what was sealed.
            mark: The mark of the person's key.
            actor: Who tells, by the id the host knows them by.
            evidence: The piece of evidence that they are notes to, if they are.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            UnknownName, NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow: as `Engine.fire` does.
        """
        asking.an_id("a person", person)
        if evidence is not None:
            asking.known(self._asks.workflow.evidence, "evidence", evidence)
        by, now = self._asks.by(case, actor), self._asks.time(case, at)
        return self._asks.beside(
            case, Tell(person=person, values=values, key=mark, evidence=evidence, actor=by, at=now)
        )

    def erase(self, case: Case, person: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Put down that the personal values of somebody were erased; raises as `tell` does.
        """
        asking.an_id("a person", person)
        by, now = self._asks.by(case, actor), self._asks.time(case, at)
        return self._asks.beside(case, Erase(person=person, actor=by, at=now))

    def file(
        self,
        case: Case,
        form: str,
        values: tuple[Told, ...],
        *,
        mark: str,
        actor: str,
        person: str | None = None,
        named: tuple[tuple[str, str], ...] = (),
        at: datetime | None = None,
    ) -> Step:
        """
        Put down that something was written in a form besides evidence; raises as `tell` does.

        Args:
            case: The case as it is now.
            form: The name of the form.
            values: The fields, and the mark of what was sealed of each.
            mark: The mark of the key: the person's, or the case's own.
            actor: Who hands it in, by the id the host knows them by.
            person: Whom the form is about, if it is about people.
            named: Those of registers who are named in it, as (field, id).
            at: When; now, by the engine's clock, if nothing is given.
        """
        asking.known(self._asks.workflow.forms, "a form", form)
        if person is not None:
            asking.an_id("a person", person)
        by, now = self._asks.by(case, actor), self._asks.time(case, at)
        command = File(form=form, values=values, key=mark, actor=by, at=now, person=person, named=named)
        return self._asks.beside(case, command)

    def actor(self, case: Case, actor: str) -> Actor:
        """
        Give who somebody is in a case, by the host's word.
        """
        return self._asks.by(case, actor)

    def may_see(self, situation: Situation, actor: Actor, person: str, evidence: str | None = None) -> bool:
        """
        Tell whether somebody may see what was told about a person, or the notes to a piece of evidence about them.
        """
        return may_see(self._asks.workflow, situation, actor, person, evidence)


def tidied(workflow: Workflow, case: Case, fields: tuple[str, ...], at: Instant) -> Step:
    """
    Put down that what was written in fields, as `FORM.FIELD`, was thrown away, if the workflow does not say that it is kept.

    It is what time does, and takes no host to be asked.
    """
    command = Tidy(fields=fields, at=at)
    decision = judged(workflow, case.situation, command)
    if not decision.allowed:
        return Step(decision, case)
    then, entry = written(case, command, decision)
    return Step(decision, then, (entry,))
