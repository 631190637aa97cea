"""
The workload that every peer runs: 22 states, 62 transitions, 30 events, 40 atoms in gates of one to six.

It is nothing but data; each adapter builds it its own way. A case walks from enquiry to closed in 22 events, with one round of
risk reassessment and one suspension. An event's facts are merged when it is accepted; its gate is judged on the facts before it.
"""

from typing import NamedTuple

Value = str | bool | int
Facts = dict[str, Value]
Row = tuple[int, str, str, str, Facts]  # when, event, from where, to where, what was given
HOUR = 3_600_000_000
BEGINNING = 1_772_323_200_000_000


class Atom(NamedTuple):
    """One test of one fact: it is among these values."""

    fact: str
    values: tuple[Value, ...]


class Transition(NamedTuple):
    """On this event, from here to there, when all these atoms are true."""

    event: str
    source: str
    target: str
    gate: tuple[Atom, ...]


WORDS: dict[str, tuple[str, ...]] = {
    "referral-source": ("court", "prison", "police", "self"),
    "jurisdiction": ("local", "elsewhere"),
    "age-band": ("young", "adult"),
    "offence-group": ("theft", "assault", "damage"),
    "worker": ("named", "none"),
    "first-contact": ("made", "tried"),
    "responsible-interest": ("yes", "no", "unsure"),
    "harmed-interest": ("yes", "no", "unsure"),
    "responsible-consent": ("given", "refused", "withdrawn"),
    "harmed-consent": ("given", "refused", "withdrawn"),
    "acknowledgement": ("accepts", "denies"),
    "risk": ("low", "medium", "high"),
    "risk-review": ("approved", "rejected"),
    "plan": ("agreed", "draft"),
    "format": ("face-to-face", "letters"),
    "venue": ("booked", "sought"),
    "transport": ("arranged", "needless"),
    "responsible-mood": ("calm", "upset"),
    "harmed-mood": ("calm", "upset"),
    "outcome": ("agreement", "none"),
    "debrief": ("done", "open"),
}
FLAGS = ("offence-known", "safe-contact", "interpreter-checked", "health-checked", "rules-explained", "room-checked")
NUMBERS = {"capacity": (0, 9), "preparations": (0, 9), "supporters": (0, 9), "severity": (0, 9)}

ATOMS = {
    "known": Atom("offence-known", (True,)),
    "local": Atom("jurisdiction", ("local",)),
    "adult": Atom("age-band", ("adult",)),
    "of-age": Atom("age-band", ("young", "adult")),
    "from-outside": Atom("referral-source", ("court", "prison", "police")),
    "from-court": Atom("referral-source", ("court",)),
    "no-assault": Atom("offence-group", ("theft", "damage")),
    "any-offence": Atom("offence-group", ("theft", "assault", "damage")),
    "room-for-it": Atom("capacity", tuple(range(1, 10))),
    "named": Atom("worker", ("named",)),
    "contact-made": Atom("first-contact", ("made",)),
    "contact-tried": Atom("first-contact", ("made", "tried")),
    "contact-safe": Atom("safe-contact", (True,)),
    "one-wants": Atom("responsible-interest", ("yes",)),
    "one-may-want": Atom("responsible-interest", ("yes", "unsure")),
    "other-wants": Atom("harmed-interest", ("yes",)),
    "other-may-want": Atom("harmed-interest", ("yes", "unsure")),
    "one-consents": Atom("responsible-consent", ("given",)),
    "other-consents": Atom("harmed-consent", ("given",)),
    "accepts": Atom("acknowledgement", ("accepts",)),
    "not-high": Atom("risk", ("low", "medium")),
    "low": Atom("risk", ("low",)),
    "high": Atom("risk", ("high",)),
    "mild": Atom("severity", tuple(range(6))),
    "approved": Atom("risk-review", ("approved",)),
    "prepared": Atom("preparations", tuple(range(2, 10))),
    "planned": Atom("plan", ("agreed",)),
    "meets": Atom("format", ("face-to-face",)),
    "writes": Atom("format", ("letters",)),
    "booked": Atom("venue", ("booked",)),
    "gets-there": Atom("transport", ("arranged", "needless")),
    "understood": Atom("interpreter-checked", (True,)),
    "healthy": Atom("health-checked", (True,)),
    "rules-known": Atom("rules-explained", (True,)),
    "room-safe": Atom("room-checked", (True,)),
    "few-supporters": Atom("supporters", tuple(range(4))),
    "one-calm": Atom("responsible-mood", ("calm",)),
    "other-calm": Atom("harmed-mood", ("calm",)),
    "agreed": Atom("outcome", ("agreement",)),
    "debriefed": Atom("debrief", ("done",)),
}

# event: where from, where to, the atoms of its gate
_EVENTS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("receive", ("enquiry",), "received", ""),
    ("screen", ("received",), "screening", "known from-outside"),
    ("accept", ("screening",), "accepted", "local of-age any-offence known from-outside"),
    ("allocate", ("accepted",), "allocated", "room-for-it local"),
    ("contact", ("allocated",), "contacting", "named contact-safe known"),
    ("note-interest", ("contacting",), "contacting", "contact-tried contact-safe"),
    ("assess", ("contacting",), "assessing", "contact-made one-may-want other-may-want contact-safe named"),
    ("review", ("assessing",), "reviewing", "not-high mild one-may-want other-may-want"),
    ("reassess", ("reviewing",), "assessing", "not-high contact-safe"),
    ("approve", ("reviewing",), "approved", "low approved accepts one-wants other-wants"),
    ("prepare", ("approved",), "preparing", "one-wants other-wants one-consents other-consents"),
    ("plan", ("preparing",), "planning", "prepared one-consents other-consents accepts low"),
    ("write", ("planning",), "writing", "writes one-consents other-consents"),
    ("schedule", ("planning",), "scheduled", "planned meets booked gets-there one-consents other-consents"),
    ("day-check", ("scheduled",), "checked", "understood healthy one-consents other-consents"),
    ("meet", ("checked",), "meeting", "one-calm other-calm rules-known room-safe low few-supporters"),
    ("stop", ("meeting",), "debriefing", ""),
    ("finish", ("meeting",), "agreeing", "rules-known room-safe"),
    ("agree", ("agreeing",), "debriefing", "agreed one-consents other-consents"),
    ("exchange", ("writing",), "debriefing", "one-consents other-consents"),
    ("debrief", ("debriefing",), "monitoring", "debriefed known"),
    ("follow-up", ("monitoring",), "reporting", "debriefed agreed"),
    ("report", ("monitoring",), "reporting", "known debriefed"),
    ("close", ("reporting",), "closed", "known local debriefed agreed"),
    ("refuse", ("screening",), "refused", "adult from-court no-assault"),
    ("refuse-risk", ("assessing", "reviewing"), "refused", "high"),
    ("postpone", ("scheduled",), "planning", ""),
    ("resume", ("suspended",), "preparing", "known"),
)
ACTIVE = (
    *("received", "screening", "accepted", "allocated", "contacting", "assessing", "reviewing", "approved"),
    *("preparing", "planning", "writing", "scheduled", "checked", "agreeing", "debriefing", "monitoring"),
)
SUSPENDABLE = ACTIVE[:15]
START, FINAL = "enquiry", ("closed", "refused")
STATES = (START, *ACTIVE[:13], "meeting", *ACTIVE[13:], "reporting", "suspended", *FINAL)


def _transitions() -> tuple[Transition, ...]:
    plain = [
        Transition(event, source, target, tuple(ATOMS[name] for name in gate.split()))
        for event, sources, target, gate in _EVENTS
        for source in sources
    ]
    plain += [Transition("withdraw", source, "closed", ()) for source in (*ACTIVE, "meeting", "suspended")]
    plain += [Transition("suspend", source, "suspended", ()) for source in SUSPENDABLE]
    return tuple(plain)


TRANSITIONS = _transitions()
EVENTS = tuple(dict.fromkeys(one.event for one in TRANSITIONS))

SCRIPT: tuple[tuple[str, Facts], ...] = (
    ("receive", {"referral-source": "court", "offence-known": True}),
    ("screen", {"jurisdiction": "local", "age-band": "adult", "offence-group": "theft"}),
    ("accept", {"capacity": 3}),
    ("allocate", {"worker": "named", "safe-contact": True}),
    ("contact", {"first-contact": "made"}),
    ("note-interest", {"responsible-interest": "yes", "harmed-interest": "yes"}),
    ("assess", {"risk": "medium", "severity": 4}),
    ("review", {"risk-review": "rejected", "acknowledgement": "denies"}),
    ("reassess", {"risk": "low"}),
    ("review", {"risk-review": "approved", "acknowledgement": "accepts"}),
    ("approve", {"responsible-consent": "given", "harmed-consent": "given"}),
    ("suspend", {}),
    ("resume", {"preparations": 2}),
    ("plan", {"plan": "agreed", "format": "face-to-face", "venue": "booked", "transport": "arranged"}),
    ("schedule", {"interpreter-checked": True, "health-checked": True}),
    (
        "day-check",
        {
            "responsible-mood": "calm",
            "harmed-mood": "calm",
            "rules-explained": True,
            "room-checked": True,
            "supporters": 2,
        },
    ),
    ("meet", {}),
    ("finish", {"outcome": "agreement"}),
    ("agree", {"debrief": "done"}),
    ("debrief", {}),
    ("follow-up", {}),
    ("close", {}),
)

# Two that must be refused, each after so many events of the script: by a gate, and because of the state.
PROBES: tuple[tuple[int, str, Facts], ...] = ((14, "write", {}), (9, "approve", {}))
