"""
The questions to a casebook about people: their personal values, what is known about them, and who has read it.

Stands on: `moving`, `subject`.   Knows nothing of: databases, sentences.
"""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from rjflow.casebook.moving import Mover
from rjflow.casebook.subject import SubjectAccess, subject_access
from rjflow.casebook.telling import MayNotSee, Personal
from rjflow.engine.asking import an_id
from rjflow.engine.stepping import Step
from rjflow.store.rows_beside import ReadRow


class AsksAboutPeople:
    """What a casebook is asked about people. `rules.personal` says who may tell, see and erase what."""

    _keep: Mover

    def tell(
        self,
        case: str,
        person: str,
        values: Mapping[str, str],
        *,
        actor: str,
        evidence: str | None = None,
        revision: int | None = None,
        key: str | None = None,
    ) -> Step:
        """
        Keep personal values about somebody, apart from the facts and under a key of their own.

        The history says that it was done, by whom and when, and holds marks of the values, by which an audit can tell that they are
        the same; the values stand elsewhere and can be erased. Under a name that was told before, the newest text is the one that counts.

        Args:
            case: Its name.
            person: About whom of the case.
            values: The texts by their names, such as `{"phone": "…"}`. Names stand in the history for good.
            actor: Who tells: the person, or a worker with a role that has to do with them.
            evidence: The piece of evidence that they are notes to; then whoever may record it may tell, and whoever may see it may see.
            revision: As with every command.
            key: As with every command.

        Raises:
            PersonErased: what was told about them was erased, and no more is kept.
            NotAsked: the casebook has no keys, or something is no name or no text.
            BentRow, NoSuchKey: their key was edited, or the wrapping key is not at hand.
            NotInstalled: the extra `keys` is not.
            CaseNotFound, StaleRevision, KeyReused, WrongWorkflow, UnknownName, NobodyIsTheClock: as `Casebook.fire` does.

        Not seen:
            Ids of people and of those who act stand in the history for good: give people ids that mean nothing.
        """
        return self._keep.told(case, person, values, evidence, actor, revision, key)

    def personal(self, case: str, person: str, *, actor: str) -> Personal:
        """
        Give what somebody may see of what was told about a person.

        Raises:
            MayNotSee: they may see nothing of it. That too is logged, under a workflow whose `reads` are.
            NotAsked: the casebook has no keys.
            BentRow: a value is not what was told.
            CaseNotFound, WrongWorkflow, NobodyIsTheClock, NoSuchKey, NotInstalled: as `tell` does.

        Not seen:
            Whether an older value was put in place of a newer one; `auditing.audit` tells.
        """
        return self._keep.personal(case, person, actor)

    def erase(self, case: str, person: str, *, actor: str, revision: int | None = None, key: str | None = None) -> Step:
        """
        Destroy what was told about somebody: the values, what was written in forms about them, and their key. The facts stay, and every
        decision can be derived as before.

        Args:
            case: Its name.
            person: Whose values.
            actor: Who does: a worker with a role that has to do with them.
            revision: As with every command.
            key: As with every command.

        Raises:
            PersonErased: it was done before.
            UnknownName: nobody of that name is, or was, in the case.
            CaseNotFound, StaleRevision, KeyReused, WrongWorkflow, NobodyIsTheClock: as `Casebook.fire` does.

        Not seen:
            What forms about the case say of them; `tidy` throws it away after the end. Copies of the database made before: they hold the
            wrapped key, so destroy them, or the wrapping key, in time. What a host announced, or wrote elsewhere.
        """
        return self._keep.erased(case, person, actor, revision, key)

    def subject_access(self, case: str, person: str, *, actor: str) -> SubjectAccess:
        """
        Give everything that is known about a person, for the person themselves, and nothing of anybody else.

        Of forms about them it is what the workflow lets them see, and what they wrote themselves; which other fields there are is told to
        workers, and not to the person.

        Args:
            case: Its name.
            person: Who.
            actor: Who asks: the person, or a worker with a role that has to do with them.

        Raises:
            UnknownName: nobody of that name is, or was, in the case.
            MayNotSee: the actor is none of them. That too is logged, under a workflow whose `reads` are.
            CaseNotFound, BentRow, WrongWorkflow, NobodyIsTheClock, NoSuchKey, NotInstalled: as `personal` does.

        Not seen:
            What a law excepts, and what a text says about others: somebody reads it before it is handed on.
        """
        there = self._keep.case(case)
        engine = self._keep.engine(there)
        allowed = engine.may_see(there.situation, engine.actor(there, actor), an_id("a person", person))
        self._keep.logged(there, actor, "subject access", person, allowed=allowed)
        if not allowed:
            raise MayNotSee(case, actor)
        known = subject_access(self._keep, case, person)
        themselves = person in engine.actor(there, actor).acts_for
        return evolve(known, withheld=()) if themselves else known

    def reads(self, case: str | None = None, *, most: int = 1000, after: int = 0) -> Sequence[ReadRow]:
        """
        Give who read what, of one case or of all, in order, as far as workflows say that reads are logged.

        When, `at`, is in microseconds since 1970, as everywhere in rows; `rjflow.instants.moment` makes a `datetime` of it.

        Args:
            case: Its name; all cases, when nothing is given.
            most: How many, at most.
            after: The number of the last one that was given before, to go on from there.
        """
        return self._keep.reads(case, most, after)

    def rewrap(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """
        Wrap the keys of all people with the newest wrapping key, so that older ones can be given up; tell how many were not so already.

        It may be done while others work, and again after it broke off. The keys themselves, and what is sealed, stay as they are.

        Args:
            progress: Told the number of keys after each page of them.

        Raises:
            NotAsked: the casebook has no keys.
            NoSuchKey, BentRow, NotInstalled: as `tell` does.
        """
        return self._keep.rewrapped(progress)
