"""
Restorative-justice workflows, written as policy, proved safe, and run.

>>> from rjflow import read, verify
>>> door = read('''
... rjflow: 1
... workflow: door
... version: 1
... title: A door
... roles: {porter: {}}
... states: {open: {start: true}, shut: {final: true, reasons: [night]}}
... events: {close: {from: open, to: shut, by: [porter]}}
... ''')
>>> verify(door).is_safe
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rjflow.shipped import shipped  # a module has this name too, so the function is put in its place at once

if TYPE_CHECKING:
    from rjflow.casebook.asynchronous import AsyncCasebook
    from rjflow.casebook.book import Casebook
    from rjflow.casebook.delivering import Delivered, Delivery
    from rjflow.casebook.keeping import Message
    from rjflow.casebook.sweeping import Swept
    from rjflow.casebook.telling import MayNotSee
    from rjflow.certifying.certificate import Certificate, CertificateRefused
    from rjflow.certifying.text import certificate_from, certificate_text
    from rjflow.clock import Clock, FixedClock, SystemClock
    from rjflow.definition.model import Workflow
    from rjflow.engine.asking import NobodyIsTheClock, NotAsked, TooManyPeople, UnknownName, WrongWorkflow
    from rjflow.engine.case import Case
    from rjflow.engine.encoding import NotAHistory, as_lines, from_lines
    from rjflow.engine.history import Entry, History
    from rjflow.engine.hosting import ExemptionRanOut
    from rjflow.engine.replaying import DoesNotReplay, replay
    from rjflow.engine.roles import RoleLookup, SameRoles
    from rjflow.engine.running import Engine
    from rjflow.engine.stepping import Step
    from rjflow.errors import NotATime, RjflowError
    from rjflow.reader.reading import read, read_file
    from rjflow.rules.commands import Given
    from rjflow.rules.decision import Decision
    from rjflow.rules.situation import Actor
    from rjflow.sealing.keys import WrappingKeys
    from rjflow.sealing.port import KeyProvider, NoSuchKey, NotAKey, NotInstalled
    from rjflow.sources.errors import InvalidWorkflow
    from rjflow.store.case_rows import BentRow
    from rjflow.store.memory import MemoryStore
    from rjflow.store.port import CaseNotFound, KeyReused, StaleRevision, Store, StoreBusy
    from rjflow.store.safe import PersonErased
    from rjflow.verifier.certifying import CannotCertify, certify
    from rjflow.verifier.verdict import BrokenSafeguard, NobodyAnswers, Report, VerifiedWorkflow, Waiver
    from rjflow.verifier.verifying import verify

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "AsyncCasebook",
    "BentRow",
    "BrokenSafeguard",
    "CannotCertify",
    "Case",
    "CaseNotFound",
    "Casebook",
    "Certificate",
    "CertificateRefused",
    "Clock",
    "Decision",
    "Delivered",
    "Delivery",
    "DoesNotReplay",
    "Engine",
    "Entry",
    "ExemptionRanOut",
    "FixedClock",
    "Given",
    "History",
    "InvalidWorkflow",
    "KeyProvider",
    "KeyReused",
    "MayNotSee",
    "MemoryStore",
    "Message",
    "NoSuchKey",
    "NobodyAnswers",
    "NobodyIsTheClock",
    "NotAHistory",
    "NotAKey",
    "NotATime",
    "NotAsked",
    "NotInstalled",
    "PersonErased",
    "Report",
    "RjflowError",
    "RoleLookup",
    "SameRoles",
    "StaleRevision",
    "Step",
    "Store",
    "StoreBusy",
    "Swept",
    "SystemClock",
    "TooManyPeople",
    "UnknownName",
    "VerifiedWorkflow",
    "Waiver",
    "Workflow",
    "WrappingKeys",
    "WrongWorkflow",
    "__version__",
    "as_lines",
    "certificate_from",
    "certificate_text",
    "certify",
    "from_lines",
    "read",
    "read_file",
    "replay",
    "shipped",
    "verify",
]

# Where each name lives: what is asked for is imported then, and a process pays for nothing that it does not use.
_HOMES = {
    "Actor": "rjflow.rules.situation",
    "AsyncCasebook": "rjflow.casebook.asynchronous",
    "BentRow": "rjflow.store.case_rows",
    "BrokenSafeguard": "rjflow.verifier.verdict",
    "CannotCertify": "rjflow.verifier.certifying",
    "Case": "rjflow.engine.case",
    "CaseNotFound": "rjflow.store.port",
    "Casebook": "rjflow.casebook.book",
    "Certificate": "rjflow.certifying.certificate",
    "CertificateRefused": "rjflow.certifying.certificate",
    "Clock": "rjflow.clock",
    "Decision": "rjflow.rules.decision",
    "Delivered": "rjflow.casebook.delivering",
    "Delivery": "rjflow.casebook.delivering",
    "DoesNotReplay": "rjflow.engine.replaying",
    "Engine": "rjflow.engine.running",
    "Entry": "rjflow.engine.history",
    "ExemptionRanOut": "rjflow.engine.hosting",
    "FixedClock": "rjflow.clock",
    "Given": "rjflow.rules.commands",
    "History": "rjflow.engine.history",
    "InvalidWorkflow": "rjflow.sources.errors",
    "KeyProvider": "rjflow.sealing.port",
    "KeyReused": "rjflow.store.port",
    "MayNotSee": "rjflow.casebook.telling",
    "MemoryStore": "rjflow.store.memory",
    "Message": "rjflow.casebook.keeping",
    "NobodyAnswers": "rjflow.verifier.verdict",
    "NobodyIsTheClock": "rjflow.engine.asking",
    "NoSuchKey": "rjflow.sealing.port",
    "NotAHistory": "rjflow.engine.encoding",
    "NotAKey": "rjflow.sealing.port",
    "NotATime": "rjflow.errors",
    "NotAsked": "rjflow.engine.asking",
    "NotInstalled": "rjflow.sealing.port",
    "PersonErased": "rjflow.store.safe",
    "Report": "rjflow.verifier.verdict",
    "RjflowError": "rjflow.errors",
    "RoleLookup": "rjflow.engine.roles",
    "SameRoles": "rjflow.engine.roles",
    "StaleRevision": "rjflow.store.port",
    "StoreBusy": "rjflow.store.port",
    "Step": "rjflow.engine.stepping",
    "Store": "rjflow.store.port",
    "Swept": "rjflow.casebook.sweeping",
    "SystemClock": "rjflow.clock",
    "TooManyPeople": "rjflow.engine.asking",
    "UnknownName": "rjflow.engine.asking",
    "VerifiedWorkflow": "rjflow.verifier.verdict",
    "Waiver": "rjflow.verifier.verdict",
    "Workflow": "rjflow.definition.model",
    "WrappingKeys": "rjflow.sealing.keys",
    "WrongWorkflow": "rjflow.engine.asking",
    "as_lines": "rjflow.engine.encoding",
    "certificate_from": "rjflow.certifying.text",
    "certificate_text": "rjflow.certifying.text",
    "certify": "rjflow.verifier.certifying",
    "from_lines": "rjflow.engine.encoding",
    "read": "rjflow.reader.reading",
    "read_file": "rjflow.reader.reading",
    "replay": "rjflow.engine.replaying",
    "verify": "rjflow.verifier.verifying",
}


def __getattr__(name: str) -> Any:
    """Give a public name, imported when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module `rjflow` has no attribute `{name}`")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    """Give the public names."""
    return sorted(__all__)
