"""
A case as its holder has it: where it stands, and the last page of its history.

Stands on: `rules.situation`.   Knows nothing of: commands, storage.
"""

from rjflow.frozen import draft_of, frozen
from rjflow.rules.situation import Situation
from rjflow.verifier.verdict import Waiver


@frozen(kw_only=True, weakref_slot=False)
class Case:
    """
    One run of a workflow, at one moment. It never changes: every command that is allowed gives the next one.

    Attributes:
        id: what the host calls it.
        fingerprint: the definition it runs under.
        situation: where it stands.
        revision: how many entries its history has; a store refuses to write over a newer one.
        head: the hash of the last entry.
        waiver: who let it run without proof, if somebody did.
    """

    id: str
    fingerprint: str
    situation: Situation
    revision: int
    head: str
    waiver: Waiver | None = None

    @property
    def state(self) -> str:
        """The state it is in."""
        return self.situation.state


CaseDraft = draft_of(Case)
