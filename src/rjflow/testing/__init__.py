"""
What tests of programs that use rjflow begin with: a machine that runs cases against a system, strategies, and a contract for stores.

Each name is imported when it is first asked for: a contract for stores needs no Hypothesis.

>>> from rjflow.testing import case_machine
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rjflow.testing.drawing import commands, evidence, histories, people, situations
    from rjflow.testing.hosting import CasebookHost, Host, Racing
    from rjflow.testing.machine import CaseMachine, Disagrees, case_machine
    from rjflow.testing.stage import play
    from rjflow.testing.storing import StoreContract
    from rjflow.testing.strategies import MISTAKES, workflows

_HOMES = {
    "MISTAKES": "strategies",
    "CaseMachine": "machine",
    "CasebookHost": "hosting",
    "Disagrees": "machine",
    "Host": "hosting",
    "Racing": "hosting",
    "StoreContract": "storing",
    "case_machine": "machine",
    "commands": "drawing",
    "evidence": "drawing",
    "histories": "drawing",
    "people": "drawing",
    "play": "stage",
    "situations": "drawing",
    "workflows": "strategies",
}

__all__ = [
    "MISTAKES",
    "CaseMachine",
    "CasebookHost",
    "Disagrees",
    "Host",
    "Racing",
    "StoreContract",
    "case_machine",
    "commands",
    "evidence",
    "histories",
    "people",
    "play",
    "situations",
    "workflows",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"rjflow.testing has no {name}")
    return getattr(import_module(f"rjflow.testing.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Give the public names."""
    return sorted(__all__)
