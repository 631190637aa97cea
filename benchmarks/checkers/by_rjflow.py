"""rjflow as `rjflow check` runs it: read the file, judge, and act every story out on the engine."""

from importlib import import_module
from pkgutil import iter_modules
from time import process_time

from checkers import Answer

NAME = "rjflow, the whole pipeline"


def missing() -> str:
    return ""


def answer(member) -> Answer:
    text = member.text()
    import networkx  # noqa: F401  # rjflow imports all of these when it first needs them; the others' libraries are imported before, too
    import oxidd.bdd  # noqa: F401  # as above
    import yaml  # noqa: F401  # as above

    from rjflow import read, verifier, verify
    from rjflow.report.acting_out import act_out

    for module in iter_modules(verifier.__path__, "rjflow.verifier."):
        import_module(module.name)
    times = [process_time()]
    workflow = read(text, name="family")
    times.append(process_time())
    report = verify(workflow)
    times.append(process_time())
    act_out(report)
    times.append(process_time())
    verdict = report.verdicts[0]
    assert verdict.judged != "unfinished", verdict.how
    steps = len(verdict.story.steps) if verdict.story else None
    parts = {"read": times[1] - times[0], "verify": times[2] - times[1], "act out": times[3] - times[2]}
    return Answer(verdict.judged == "kept", steps, parts)
