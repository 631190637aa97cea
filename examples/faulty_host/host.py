"""
A small system that keeps meetings, written without rjflow; with four faults that can be switched on one by one.

The policy it should keep to is `meeting.workflow.yaml`. `test_host.py` finds each of the faults, and none in the system without them.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from rjflow.instants import DAY, instant
from rjflow.rules.commands import Command, Fire, GiveNotice, RecordEvidence
from rjflow.rules.situation import Actor

FROM = {
    "book": ["preparing"],
    "cancel": ["booked", "stopped"],
    "begin": ["booked"],
    "finish": ["meeting"],
    "stop": ["meeting"],
    "close": ["preparing", "stopped"],
}
TO = {
    "book": "booked",
    "cancel": "preparing",
    "begin": "meeting",
    "finish": "closed",
    "stop": "stopped",
    "close": "closed",
}
BY = {
    "book": ["facilitator"],
    "cancel": ["facilitator", "participant"],
    "begin": ["facilitator"],
    "finish": ["facilitator"],
    "stop": ["facilitator", "participant"],
    "close": ["supervisor"],
    "consent": ["facilitator", "participant"],
    "approval": ["supervisor"],
}
REASONS = {"finish": "held", "close": "not-held"}
GOOD_FOR = {"consent": 14 * DAY, "approval": 28 * DAY}
VALUES = {"consent": ["given", "withdrawn"], "approval": ["go", "no-go"]}


class MeetingHost:
    """One case in one row of a database that is a dict; each command loads the row, decides, and stores it."""

    checks_on_the_day = True
    looks_roles_up = True
    voids_on_a_venue_change = True
    compares_the_version = True

    # ---- what a case machine asks ------------------------------------------------------------------------------------

    def open(self, people: Mapping[str, str], workers: Mapping[str, Sequence[str]], at: datetime) -> None:
        """Open the case."""
        self._workers = workers
        self._answers: dict[str, bool] = {}
        self._stored = {"version": 1, "state": "preparing", "now": instant(at), "people": list(people), "notes": {}}

    def do(self, command: Command, key: str) -> bool:
        """Load, decide, store; what came under a key is answered again from the answers that were kept."""
        if key not in self._answers:
            answer = self._finish(self._start(), command)
            if answer:
                self._answers[key] = answer
            return answer
        return self._answers[key]

    def together(self, first: Command, second: Command) -> tuple[bool, bool]:
        """Two workers load the row, and both store what they made of it."""
        mine, theirs = self._start(), self._start()
        return self._finish(mine, first), self._finish(theirs, second)

    def state(self) -> str:
        """Tell the state."""
        return str(self._stored["state"])

    def may(self, who: str) -> Collection[str] | None:
        """Name the buttons that somebody is shown."""
        row, actor = self._start(), Actor(who)
        return [event for event in FROM if self._is_allowed(row, event, actor)]

    # ---- how it works ------------------------------------------------------------------------------------------------

    def _start(self) -> dict[str, Any]:
        return deepcopy(self._stored)

    def _finish(self, row: dict[str, Any], command: Command) -> bool:
        row["now"] = max(row["now"], command.at)
        self._stop_if_not_agreed(row)
        is_done = self._done(row, command)
        self._stop_if_not_agreed(row)
        if not is_done:
            return False
        if self.compares_the_version and row["version"] != self._stored["version"]:
            return False
        row["version"] += 1
        self._stored = row
        return True

    def _done(self, row: dict[str, Any], command: Command) -> bool:
        match command:
            case Fire(event=event, actor=actor, reason=reason, given=()) if event in FROM:
                if reason not in (None, REASONS.get(event)) or not self._is_allowed(row, event, actor):
                    return False
                row["state"] = TO[event]
                return True
            case RecordEvidence(given=given, actor=actor):
                name, value, person = given.evidence, given.value, given.person
                whom = row["people"] if name == "consent" else [None]
                if row["state"] == "closed" or value not in VALUES[name] or person not in whom:
                    return False
                if not self._has(row, actor, BY[name], person):
                    return False
                row["notes"][name, person] = (value, row["now"])
                return True
            case GiveNotice():
                if row["state"] == "closed":
                    return False
                if self.voids_on_a_venue_change:
                    row["notes"] = {place: note for place, note in row["notes"].items() if place[0] != "consent"}
                return True
            case _:
                return not isinstance(command, Fire) and command.__class__.__name__ == "Advance"

    def _is_allowed(self, row: dict[str, Any], event: str, actor: Actor) -> bool:
        if row["state"] not in FROM[event] or not self._has(row, actor, BY[event], None):
            return False
        if event == "book":
            return self._is_agreed(row) and self._says(row, "approval", None) == "go"
        return self._is_agreed(row) if event == "begin" and self.checks_on_the_day else True

    def _has(self, row: dict[str, Any], actor: Actor, by: Sequence[str], person: str | None) -> bool:
        roles = (
            set(self._workers.get(actor.id, ()))
            if self.looks_roles_up
            else actor.roles | set(self._workers.get(actor.id, ()))
        )
        is_participant = actor.id in row["people"] and person in (None, actor.id)
        return bool(roles & set(by)) or ("participant" in by and is_participant)

    def _says(self, row: dict[str, Any], name: str, person: str | None) -> object:
        value, at = row["notes"].get((name, person), (None, row["now"]))
        return value if row["now"] < at + GOOD_FOR[name] else None

    def _is_agreed(self, row: dict[str, Any]) -> bool:
        return all(self._says(row, "consent", person) == "given" for person in row["people"])

    def _stop_if_not_agreed(self, row: dict[str, Any]) -> None:
        if row["state"] == "meeting" and not self._is_agreed(row) and self.checks_on_the_day:
            row["state"] = "stopped"


class ForgetsTheDay(MeetingHost):
    """Asks for consent when a meeting is booked, and never again."""

    checks_on_the_day = False


class BelievesRoles(MeetingHost):
    """Takes people for what they say they are."""

    looks_roles_up = False


class KeepsOldConsent(MeetingHost):
    """Leaves consent as it is when the place of the meeting changes."""

    voids_on_a_venue_change = False


class OverwritesTheOther(MeetingHost):
    """Stores what a worker made of an old row over what another has stored since."""

    compares_the_version = False
