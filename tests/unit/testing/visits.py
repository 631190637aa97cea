"""
A small system that keeps visits, written without rjflow, and others like it with one fault each.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from rjflow.instants import DAY, instant
from rjflow.rules.commands import Advance, Command, Fire, Join, Leave, RecordEvidence

FROM = {"fix": ["planning"], "go": ["set"], "finish": ["visiting"], "drop": ["planning", "set"]}
TO = {"fix": "set", "go": "visiting", "finish": "over", "drop": "over"}
BY = {"fix": "host", "go": "host", "finish": "host", "drop": "lead"}
REASON = {"finish": "visited", "drop": "dropped"}
WINDOW = {"consent": 7 * DAY, "room": 2 * DAY}
SAYS = {"consent": ("given", "refused"), "room": ("free", "taken")}

Row = dict[str, Any]


class Visits:
    """One visit in one row; each command loads it, lets time pass, decides, and stores it if nobody was quicker."""

    lets_run_out = True
    tells_who_is_late = True
    forgets_who_left = True
    lets_in_once = True

    # ---- what a case machine asks ------------------------------------------------------------------------------------

    def open(self, people: Mapping[str, str], workers: Mapping[str, Sequence[str]], at: datetime) -> None:
        """Open the case."""
        self._workers, self._answers = workers, dict[str, bool]()
        now = instant(at)
        self._row = {"version": 1, "state": "planning", "since": now, "now": now, "people": list(people), "notes": {}}

    def do(self, command: Command, key: str) -> bool:
        """Do it, once under each key."""
        if key not in self._answers:
            self._answers[key] = self._stored(deepcopy(self._row), command)
        return self._answers[key]

    def together(self, first: Command, second: Command) -> tuple[bool, bool]:
        """Two workers load the row, and both store what they made of it."""
        mine, theirs = deepcopy(self._row), deepcopy(self._row)
        return self._stored(mine, first), self._stored(theirs, second)

    def state(self) -> str:
        """Tell the state."""
        return str(self._row["state"])

    def may(self, who: str) -> Collection[str] | None:
        """Name the buttons that somebody is shown."""
        return [event for event in FROM if self._is_open(self._row, event, who)]

    # ---- how it works ------------------------------------------------------------------------------------------------

    def _stored(self, row: Row, command: Command) -> bool:
        self._pass_time(row, max(row["now"], command.at))
        is_done = isinstance(command, Advance) or (row["state"] != "over" and self._done(row, command))
        self._fall(row)
        if row["version"] != self._row["version"]:
            return is_done and not self.tells_who_is_late
        if is_done:
            row["version"] += 1
            self._row = row
        return is_done

    def _pass_time(self, row: Row, to: int) -> None:
        while True:
            row["now"] = min([to, *(moment for moment in self._moments(row) if moment > row["now"])])
            self._fall(row)
            if row["state"] == "planning" and row["now"] >= row["since"] + 30 * DAY:
                self._go(row, "over")
            if row["now"] == to:
                return

    def _moments(self, row: Row) -> Iterator[int]:
        yield from (at + WINDOW[name] for (name, _), (_, at) in row["notes"].items() if self.lets_run_out)
        yield row["since"] + 30 * DAY

    def _go(self, row: Row, state: str) -> None:
        if state != row["state"]:
            row["state"], row["since"] = state, row["now"]

    def _fall(self, row: Row) -> None:
        if row["state"] == "set" and not self._is_agreed(row):
            self._go(row, "planning")

    def _says(self, row: Row, name: str, person: str | None) -> str | None:
        value, at = row["notes"].get((name, person), (None, 0))
        return value if not self.lets_run_out or row["now"] < at + WINDOW[name] else None

    def _is_agreed(self, row: Row) -> bool:
        return bool(row["people"]) and all(self._says(row, "consent", one) == "given" for one in row["people"])

    def _is_open(self, row: Row, event: str, who: str) -> bool:
        if row["state"] not in FROM[event] or BY[event] not in self._workers.get(who, ()):
            return False
        return event != "fix" or (self._is_agreed(row) and self._says(row, "room", None) == "free")

    def _done(self, row: Row, command: Command) -> bool:
        who = command.actor.id
        roles = set(self._workers.get(who, ()))
        match command:
            case Fire(event=event, reason=reason, given=()) if event in FROM:
                is_done = reason in (None, REASON.get(event)) and self._is_open(row, event, who)
                self._go(row, TO[event] if is_done else row["state"])
                return is_done
            case RecordEvidence(given=given):
                name, person = given.evidence, given.person
                about, may = (
                    ([None], "lead" in roles) if name == "room" else (row["people"], "host" in roles or who == person)
                )
                if person not in about or not may or given.value not in SAYS[name]:
                    return False
                row["notes"][name, person] = (given.value, row["now"])
                return True
            case Join(person=person) if row["state"] == "planning" and "host" in roles:
                is_free = not (person in row["people"] and self.lets_in_once) and len(row["people"]) < 2
                row["people"] += [person] if is_free else []
                return is_free
            case Leave(person=person) if row["state"] in ("planning", "set") and roles and person in row["people"]:
                row["people"].remove(person)
                if self.forgets_who_left:
                    row["notes"] = {place: note for place, note in row["notes"].items() if place[1] != person}
                return True
            case _:
                return False


class ForgetsExpiry(Visits):
    """Nothing ever runs out."""

    lets_run_out = False


class TakesLateForDone(Visits):
    """Whoever comes too late is told that it was done, and it was not."""

    tells_who_is_late = False


class KeepsWhoLeft(Visits):
    """What somebody agreed to before they left counts again when they come back."""

    forgets_who_left = False


class LetsInTwice(Visits):
    """Whoever is there already joins once more."""

    lets_in_once = False


class ForgetsKeys(Visits):
    """Whatever comes again is done again."""

    def do(self, command: Command, key: str) -> bool:
        """Do it, whatever the key."""
        return self._stored(deepcopy(self._row), command)


class RemembersOneKey(Visits):
    """What comes again is done again, as soon as anything else came."""

    def do(self, command: Command, key: str) -> bool:
        """Do it, unless it was the last thing that came."""
        if key not in self._answers:
            self._answers = {key: self._stored(deepcopy(self._row), command)}
        return self._answers[key]


class SharesNotes(Visits):
    """What was recorded in one case is read in the next."""

    def open(self, people: Mapping[str, str], workers: Mapping[str, Sequence[str]], at: datetime) -> None:
        """Open the case, and leave the notes where they are."""
        notes = self._row["notes"] if hasattr(self, "_row") else {}
        super().open(people, workers, at)
        self._row["notes"] = notes
