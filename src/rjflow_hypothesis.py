"""
What rjflow tells Hypothesis: how values of its public types are drawn, so that `st.from_type(Workflow)` and `@given(...)` by type hints work.

It stands beside the package and not in it, and brings nothing of it but these types: Hypothesis loads it in every run, and whatever draws is
imported when something is drawn. Histories are not among them, since their type alone brings half of the engine: `rjflow.testing.histories`.
"""

from typing import Any


def register() -> None:
    """
    Tell Hypothesis of the public types; it calls this itself, by its entry point.
    """
    from hypothesis import strategies as st

    from rjflow.definition.model import Workflow
    from rjflow.rules.commands import Fire, Given, RecordEvidence
    from rjflow.rules.situation import Situation

    st.register_type_strategy(Workflow, lambda _: _of("workflows"))
    st.register_type_strategy(Situation, lambda _: _of("workflows").flatmap(_about("situations")))
    st.register_type_strategy(Given, lambda _: _of("workflows").flatmap(_about("evidence")))
    for command in (Fire, RecordEvidence):
        st.register_type_strategy(command, _commands)


def _of(name: str) -> Any:
    import rjflow.testing

    return getattr(rjflow.testing, name)()


def _about(name: str) -> Any:
    import rjflow.testing

    return getattr(rjflow.testing, name)


def _commands(kind: type) -> Any:
    """
    Give commands of one kind, in some situation of some workflow.
    """
    from rjflow.testing import commands, situations

    def of(workflow: Any) -> Any:
        return situations(workflow).flatmap(lambda situation: commands(workflow, situation))

    return _of("workflows").flatmap(of).filter(lambda command: isinstance(command, kind))
