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
from rjflow.shipped import shipped
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.certifying import CannotCertify, certify
from rjflow.verifier.verdict import BrokenSafeguard, NobodyAnswers, Report, VerifiedWorkflow, Waiver
from rjflow.verifier.verifying import verify

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "BrokenSafeguard",
    "CannotCertify",
    "Case",
    "Certificate",
    "CertificateRefused",
    "Clock",
    "Decision",
    "DoesNotReplay",
    "Engine",
    "Entry",
    "ExemptionRanOut",
    "FixedClock",
    "Given",
    "History",
    "InvalidWorkflow",
    "NobodyAnswers",
    "NobodyIsTheClock",
    "NotAHistory",
    "NotATime",
    "NotAsked",
    "Report",
    "RjflowError",
    "RoleLookup",
    "SameRoles",
    "Step",
    "SystemClock",
    "TooManyPeople",
    "UnknownName",
    "VerifiedWorkflow",
    "Waiver",
    "Workflow",
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
