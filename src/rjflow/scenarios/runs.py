"""
A run of a case against somebody's own system, and where the two part: nothing but data.

Stands on: `rules`, `definition`.   Knows nothing of: how a run comes about, sentences.
"""

from typing import Literal

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Safeguard
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.commands import Command
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation, first_situation, recorded


@frozen
class Do:
    """Somebody gives a command; its actor is who they say they are, with the roles they claim."""

    command: Command


@frozen
class Again:
    """A command that was given comes once more, under the key it came under then: its answer was lost."""

    command: Command


@frozen
class Together:
    """Two commands are given at the same time, by two who both saw the case as it was."""

    first: Command
    second: Command


@frozen
class See:
    """The scheme stands so from here on: a state, and what is recorded and current in it."""

    state: str
    records: tuple[tuple[str, Value], ...]
    at: Instant


@frozen
class Anew:
    """Another case is opened in the same system, about the same people; whatever comes after concerns it."""

    at: Instant


@frozen
class Ask:
    """Somebody asks what they may do."""

    who: str


def scheme_seen(workflow: Workflow, see: See) -> Situation:
    """
    Put the scheme of a workflow where it is said to stand.
    """
    assert workflow.scheme is not None
    scheme = workflow.scheme.workflow
    stands = first_situation(scheme, (), see.at).evolved(state=see.state)
    for name, value in see.records:
        place, made = scheme.slots[name], recorded(value, "somebody", see.at)
        stands = stands.evolved(records=(*stands.records[:place], made, *stands.records[place + 1 :]))
    return stands


Act = Do | Again | Together | See | Ask | Anew


@frozen
class Run:
    """A case from its opening: whom it is about, as (id, kind) pairs, when it is opened, and what happens."""

    people: tuple[tuple[str, str], ...]
    begins: Instant
    acts: tuple[Act, ...] = ()


@frozen(kw_only=True)
class Difference:
    """
    Where a run went otherwise than it must.

    Attributes:
        sort: the host `allowed` what the policy refuses, or `refused` what it allows; the `state` or the `options` differ; a command given
            twice happened `twice` or not at all; two given `together` came to what neither order comes to; a `safeguard` is broken, by a
            policy that lets it be; or a second `reading` of the policy says otherwise than the first, which is a fault of rjflow.
        act: the number of the act, counted from 0.
        decision: the policy's answer to it.
        expected: what the policy says: a state, or the names of events.
        found: what the host says.
        safeguards: those that are broken.
    """

    sort: Literal["allowed", "refused", "state", "options", "twice", "together", "safeguard", "reading"]
    act: int
    decision: Decision | None = None
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
