"""
The family of workflows that docs/performance.md measures: one way of working, and as many pieces of evidence as one likes.

22 states, 62 ways to go, k pieces of evidence in four groups of which each has a gate and a sign-off. Anybody may record a piece at any
time, and for every piece there is a notice that undoes it, at any time. A sign-off needs its whole gate; every notice about the gate
voids it. The meeting goes on while all four are signed off, and the safeguard says that in it *every piece* is there: true because of
the voiding, and nothing that one step shows. The deep flaw is one voiding forgotten: the notice about the last piece does not touch the
last sign-off. So a shortest story is k records, 4 sign-offs, 13 moves and one notice long.

Said twice: as a real workflow file (`text`), and as rules over bits (`rules`) from which the other checkers get their models.
`agrees` walks through both at once, with rjflow's own `decide`, and is asked before anything is measured.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

GROUPS = "abcd"
CHAIN = (
    "referral screening accepted offender-contacted offender-prepared consulting victim-contacted victim-prepared informing"
    " planning reviewing consenting ready meeting held agreement follow-up"
).split()
STATES = (*CHAIN, "letters", "stopped", "paused", "withdrawn", "closed")
MEETING, FINAL, PAUSED = "meeting", "closed", "paused"
BACKWARD = (  # where work goes back to
    *(
        ("reviewing", "planning"),
        ("consenting", "planning"),
        ("ready", "planning"),
        ("victim-prepared", "victim-contacted"),
    ),
    *(("offender-prepared", "offender-contacted"), ("informing", "victim-prepared"), ("stopped", "planning")),
    *(("stopped", "held"), ("planning", "letters"), ("letters", "planning")),
)
ASKED = {  # which sign-offs a step of the chain asks for, besides what its target asks for
    "accepted": "a",
    "offender-contacted": "a",
    "victim-contacted": "ab",
    "planning": "b",
    "consenting": "c",
}
WHILE = {"consulting": ("a", "accepted"), "ready": ("abcd", "planning"), "meeting": ("abcd", "stopped")}
WITHDRAW = (*CHAIN[:13], "letters", "stopped")
PAUSE = CHAIN[1:13]
CLOSE = (*CHAIN[1:6], "withdrawn", "stopped")


@dataclass(frozen=True)
class Rule:
    """From a state to a state, where all of `needs` is there (and not all of `lacks`): some bits are set, some cleared."""

    name: str
    source: str
    target: str
    needs: int = 0
    lacks: int = 0
    sets: int = 0
    clears: int = 0


@dataclass
class Model:
    """Rules over bits, as every checker can be told them. `forbidden` must not be: in a state without all of these bits."""

    bits: list[str]
    states: list[str]
    start: str
    rules: list[Rule]
    forbidden: tuple[str, int]
    leaving: dict[str, list[Rule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.rules:
            self.leaving.setdefault(rule.source, []).append(rule)


@dataclass(frozen=True)
class Member:
    """One workflow of the family."""

    pieces: int
    flawed: bool = False

    def group(self, piece: int) -> str:
        """Say which gate asks for a piece."""
        return GROUPS[piece * len(GROUPS) // self.pieces]

    def of(self, group: str) -> list[int]:
        """Give the pieces a gate asks for."""
        return [piece for piece in range(self.pieces) if self.group(piece) == group]

    def voiding(self, group: str) -> list[int]:
        """Give the pieces whose notice voids a sign-off; the flaw is that one is forgotten."""
        found = self.of(group)
        return found[:-1] if self.flawed and group == GROUPS[-1] else found

    # ---- as a workflow file ------------------------------------------------------------------------------------------

    def text(self) -> str:
        """Write the workflow, as somebody would."""
        lines = ["rjflow: 1", f"workflow: family-{self.pieces}", "version: 1", "title: A member of the measured family"]
        lines += ["roles: {worker: {}, supervisor: {}}", "notices:"]
        lines += [f"  loss-{piece}: {{}}" for piece in range(self.pieces)]
        lines += ["evidence:"]
        for piece in range(self.pieces):
            lines += [
                f"  piece-{piece}:",
                "    one-of: [done]",
                "    recorded-by: [worker]",
                "    current-for: whole-case",
                f"    voided-by: [loss-{piece}]",
            ]
        for group in GROUPS:
            notices = ", ".join(f"loss-{piece}" for piece in self.voiding(group))
            lines += [
                f"  signed-{group}:",
                "    one-of: [done]",
                "    recorded-by: [supervisor]",
                f"    needs: complete-{group}",
                "    current-for: whole-case",
                f"    voided-by: [{notices}]",
            ]
        lines += ["gates:"]
        for group in GROUPS:
            lines += [
                f"  complete-{group}:",
                "    all:",
                *(f"      - piece-{piece} is done" for piece in self.of(group)),
            ]
        for name, (groups, _) in WHILE.items():
            lines += [f"  keep-{name}:", "    all:", *(f"      - signed-{group} is done" for group in groups)]
        lines += ["  everything:", "    all:", *(f"      - complete-{group}" for group in GROUPS)]
        return "\n".join([*lines, *self._states(), *self._events(), *_SAFEGUARD]) + "\n"

    def _states(self) -> list[str]:
        lines = ["states:"]
        for state in STATES:
            words = []
            if state == CHAIN[0]:
                words.append("start: true")
            if state in WHILE:
                words.append(f"while: keep-{state}, otherwise: {WHILE[state][1]}")
            if state == PAUSED:
                words.append("holds: true")
            if state == FINAL:
                words.append("final: true, reasons: [finished]")
            lines.append(f"  {state}: {{{', '.join(words)}}}")
        return lines

    def _events(self) -> list[str]:
        lines = ["events:"]
        for source, target in pairwise((*CHAIN, FINAL)):
            needs = [f"signed-{group} is done" for group in ASKED.get(target, "")]
            asked = f", needs: [{', '.join(needs)}]" if needs else ""
            lines.append(f"  on-to-{target}: {{from: {source}, to: {target}, by: [worker]{asked}}}")
        for source, target in BACKWARD:
            lines.append(f"  from-{source}-to-{target}: {{from: {source}, to: {target}, by: [worker]}}")
        lines.append(f"  withdraw: {{from: [{', '.join(WITHDRAW)}], to: withdrawn, by: [worker]}}")
        lines.append(f"  pause: {{from: [{', '.join(PAUSE)}], to: paused, by: [worker]}}")
        lines.append("  resume: {from: paused, to: back, by: [supervisor]}")
        lines.append(f"  close: {{from: [{', '.join(CLOSE)}], to: closed, by: [supervisor]}}")
        return lines

    # ---- as rules over bits ------------------------------------------------------------------------------------------

    def model(self) -> Model:
        """Say the same as rules over bits: a bit for a piece or a sign-off that counts. Related bits stand together."""
        bits = [
            name for group in GROUPS for name in (*(f"piece-{piece}" for piece in self.of(group)), f"signed-{group}")
        ]
        place = {name: 1 << number for number, name in enumerate(bits)}
        signed = {name: sum(place[f"signed-{group}"] for group in groups) for name, (groups, _) in WHILE.items()}
        states = [state for state in STATES if state != PAUSED] + [f"{PAUSED}/{state}" for state in PAUSE]
        rules = []
        for source, target in pairwise((*CHAIN, FINAL)):
            needs = sum(place[f"signed-{group}"] for group in ASKED.get(target, ""))
            rules.append(Rule(f"on-to-{target}", source, target, needs | signed.get(target, 0)))
        rules += [Rule(f"from-{one}-to-{other}", one, other) for one, other in BACKWARD]
        rules += [Rule("withdraw", state, "withdrawn") for state in WITHDRAW]
        rules += [Rule("pause", state, f"{PAUSED}/{state}") for state in PAUSE]
        for state in PAUSE:
            rules.append(Rule("resume", f"{PAUSED}/{state}", state, signed.get(state, 0)))
            if state in WHILE:
                rules.append(Rule("resume", f"{PAUSED}/{state}", WHILE[state][1], lacks=signed[state]))
        rules += [Rule("close", state, FINAL) for state in CLOSE]
        voids = [
            sum(place[f"signed-{group}"] for group in GROUPS if piece in self.voiding(group))
            for piece in range(self.pieces)
        ]
        for state in states:
            for piece in range(self.pieces if state != FINAL else 0):
                own = place[f"piece-{piece}"]
                rules.append(Rule(f"piece-{piece}", state, state, sets=own))
                falls = WHILE[state][1] if voids[piece] & signed.get(state, 0) else state
                rules.append(Rule(f"loss-{piece}", state, falls, clears=own | voids[piece]))
            for group in GROUPS if state != FINAL else "":
                whole = sum(place[f"piece-{piece}"] for piece in self.of(group))
                own = place[f"signed-{group}"]
                rules.append(Rule(f"signed-{group}", state, state, needs=whole, sets=own))
                falls = WHILE[state][1] if own & signed.get(state, 0) else state
                rules.append(Rule(f"signed-{group}", state, falls, lacks=whole, clears=own))
        every = sum(place[f"piece-{piece}"] for piece in range(self.pieces))
        return Model(bits, states, CHAIN[0], rules, (MEETING, every))

    # ---- the same twice ----------------------------------------------------------------------------------------------

    def agrees(self, steps: int = 8000, seed: int = 7) -> None:
        """Walk at random through both, one step of `decide` beside one rule, and stop at any difference."""
        from rjflow import read
        from rjflow.rules.commands import Fire, Given, GiveNotice, RecordEvidence
        from rjflow.rules.deciding import decide
        from rjflow.rules.situation import Actor, first_situation

        workflow, model, chance = read(self.text(), name="family"), self.model(), random.Random(seed)
        actor = Actor("ada", frozenset({"worker", "supervisor"}))
        situation, state, bits = first_situation(workflow, (), at=0), model.start, 0
        names, visited = sorted({rule.name for rule in model.rules}), Counter[str]([model.start])
        records = [name for name in names if name in workflow.evidence]
        for now in range(steps):
            moves = [one for one in model.leaving.get(state, ()) if one.target != state and _open(one, bits)]
            where = chance.random()
            if where < 0.4 or not moves:
                name = chance.choice(records if where < 0.3 else names)  # not always what is allowed
            else:
                name = min(moves, key=lambda one: visited[one.target] * (1 + 4 * bool(one.clears))).name
            if name in workflow.notices:
                command = GiveNotice(notice=name, actor=actor, at=now)
            elif name in workflow.evidence:
                command = RecordEvidence(given=Given(name, "done"), actor=actor, at=now)
            else:
                reason = "finished" if workflow.events[name].ways[-1].target == FINAL else None
                command = Fire(event=name, actor=actor, at=now, reason=reason)
            rules = [rule for rule in model.leaving.get(state, ()) if rule.name == name and _open(rule, bits)]
            decision = decide(workflow, situation, command)
            assert [decision.allowed] == [True for _ in rules] or not (rules or decision.allowed), (name, state, rules)
            if not rules:
                continue
            state, bits = rules[0].target, (bits | rules[0].sets) & ~rules[0].clears
            situation = decision.after
            held = f"{PAUSED}/{situation.held_from}" if situation.state == PAUSED else situation.state
            counted = {
                name
                for name, place in workflow.slots.items()
                if situation.records[place] is not None and situation.records[place].void is None
            }
            known = {name for number, name in enumerate(model.bits) if bits >> number & 1}
            assert (held, counted) == (state, known), (name, held, state, counted ^ known)
            visited[state] += 1
            if state == FINAL:
                situation, state, bits = first_situation(workflow, (), at=now), model.start, 0
        assert len(visited) == len(model.states), f"the walk never came to {set(model.states) - set(visited)}"


def _open(rule: Rule, bits: int) -> bool:
    return bits & rule.needs == rule.needs and not (rule.lacks and bits & rule.lacks == rule.lacks)


_SAFEGUARD = (
    "safeguards:",
    "  - id: F1",
    "    label: in the meeting every piece is there",
    "    always: not in meeting or everything",
    "    because: it is what the sign-offs stand for",
)


if __name__ == "__main__":
    import sys

    print(Member(int(sys.argv[1]), flawed="flawed" in sys.argv).text())
