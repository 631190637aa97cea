"""
What idle cases weigh: the claim of docs/performance.md.

Many cases are opened, each gets ten pieces of evidence recorded through the engine, and only the cases are kept. What is given is what
`tracemalloc` says a case weighs, everything it alone holds included: its id, its people, times, records, and the hash it remembers.

    python benchmarks/memory.py [--full] [--cases 2000]
"""

import argparse
import gc
import tracemalloc
from datetime import UTC, datetime, timedelta

from rjflow.definition.model import Evidence, Kind, OneOf, Role, State, Window, Workflow
from rjflow.engine.case import Case
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.verifier.verdict import VerifiedWorkflow, Waiver

LIMIT = 2048
BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def workflow(slots: int) -> Workflow:
    """A workflow with so many pieces of evidence, three in ten of them about people."""
    people = Kind(name="person", label="person", at_least=1)
    names = [f"evidence-{number}" for number in range(slots)]
    evidence = {
        name: Evidence(
            name=name,
            label=name,
            values=OneOf(("yes", "no")),
            recorded_by=("worker",),
            window=Window("whole case"),
            about="person" if number % 10 >= 7 else None,
        )
        for number, name in enumerate(names)
    }
    return Workflow(
        name="memory",
        version=1,
        title="memory",
        start="open",
        roles=frozen_map({"worker": Role(name="worker", label="worker")}),
        people=frozen_map({"person": people}),
        evidence=frozen_map(evidence),
        states=frozen_map({"open": State(name="open", label="open", start=True)}),
        events=frozen_map({}),
    )


def case(engine: Engine, number: int) -> Case:
    """A case of its own: two people, ten pieces of evidence, each recorded at another time."""
    people = {f"p{number}-1": "person", f"p{number}-2": "person"}
    one = engine.open(f"case-{number}", people=people, actor="ada", at=BEGINNING).case
    evidence = list(engine.workflow.evidence.values())[:10]
    for place, piece in enumerate(evidence, start=1):
        person = f"p{number}-{place % 2 + 1}" if piece.about else None
        moment = BEGINNING + timedelta(minutes=number, hours=place)
        one = engine.record(one, piece.name, "yes", actor="ada", person=person, at=moment).case
    return one


def weighed(slots: int, cases: int) -> float:
    """Bytes for each case."""
    waiver = Waiver(by="benchmarks", reason="a workload, not a policy", at=0)
    verified = VerifiedWorkflow.without_proof(workflow(slots), waiver)
    engine = Engine(verified, roles=SameRoles({"ada": ["worker"]}))
    case(engine, cases)  # whatever is made once is made now
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [case(engine, number) for number in range(cases)]
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--cases", type=int)
    options = parser.parse_args()
    cases = options.cases or (10_000 if options.full else 2000)
    for slots in (10, 40):
        size = weighed(slots, cases)
        verdict = "reached" if size <= LIMIT else "MISSED"
        print(f"{verdict:8} {size:6.0f} B for a case with ten of {slots} pieces of evidence (goal: {LIMIT} B)")


if __name__ == "__main__":
    main()
