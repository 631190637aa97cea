"""
Compare the messages of declared exports, which a history says were to be told, with those that are kept.

Stands on: `flaws`, `engine.exporting`.   Knows nothing of: whether a message was received, what a host announces itself.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from rjflow.auditing.flaws import Flaw
from rjflow.definition.model import Workflow
from rjflow.engine.exporting import PREFIX, exports_of
from rjflow.engine.replaying import Replayed
from rjflow.engine.stepping import Step
from rjflow.store import rows
from rjflow.store.port import CaseFile


class Exports:
    """
    What others were to be told of a case, gathered while its history is lived through again.
    """

    def __init__(self, workflows: Mapping[str, Workflow]) -> None:
        self._workflows = workflows
        self._due: Counter[tuple[str, str]] = Counter()
        self._entries: dict[tuple[str, str], int] = {}
        self._topics: set[str] = set()

    def lived(self, one: Replayed) -> None:
        """Take what is told of one entry."""
        workflow = self._workflows[one.entry.fingerprint]
        self._topics |= {f"{PREFIX}{name}" for name in workflow.exports}
        if workflow.exports:
            for topic, text in exports_of(workflow, Step(one.decision, one.case, (one.entry,))):
                said = (topic, _but_entry(text))
                self._due[said] += 1
                self._entries[said] = one.entry.number

    def flaws(self, case: str, file: CaseFile) -> Iterator[Flaw]:
        """Name the messages that are gone, say something else, or should not be there."""
        kept = [one for one in file.messages if rows.is_sealed(one) and one.topic in self._topics]
        missing = self._due.copy()
        for message in kept:
            said = (message.topic, _but_entry(message.text))
            if missing[said] < 1:
                yield Flaw(what="message", case=case, number=message.number)
            missing[said] -= 1
        yield from (Flaw(what="message", case=case, number=self._entries[said]) for said in +missing)


# ----------------------------------------------------------------------------------------------------------------------


def _but_entry(text: str) -> str:
    """
    Give what a message says but for the entry, which is the last one of its command.
    """
    try:
        said = json.loads(text)
    except ValueError:
        return text
    return json.dumps({name: one for name, one in said.items() if name != "entry"}) if isinstance(said, dict) else text
