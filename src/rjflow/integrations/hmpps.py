"""
Messages of the outbox as domain events of HMPPS, which are no CloudEvents: thin, with a link to where the detail is.

Stands on: `casebook.delivering`.   Knows nothing of: queues, who is subscribed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rjflow.casebook.delivering import Delivery
from rjflow.engine.asking import NotAsked


def to_domain_event(
    message: Delivery,
    *,
    prefix: str,
    detail_url: str | None = None,
    identifiers: Iterable[tuple[str, str]] = (),
    version: int = 1,
) -> dict[str, Any]:
    """
    Make an event of a message, as `hmpps-domain-event.json` describes it.

    The message's text is not sent: whoever needs detail asks for it under the link, where it can be refused. `additionalInformation` holds
    the case, the message's id, which is the same each time it is sent, and the number by which the events of one case are ordered.

    Args:
        message: What a casebook delivers.
        prefix: What the type begins with, before the topic, dotted and in lower case: `restorative-justice.case.`
        detail_url: Where the detail is.
        identifiers: Whom it is about, as pairs of a kind and a value, such as ("CRN", "X123456"). Somebody harmed has none.
        version: The version of this type of event.

    Raises:
        NotAsked: the type is empty, or holds spaces or capitals.
    """
    event: dict[str, Any] = {
        "eventType": _a_type(prefix + message.topic),
        "version": version,
        "occurredAt": message.at.isoformat(),
        "additionalInformation": {
            "caseId": message.case,
            "messageId": message.id,
            "sequence": f"{message.number:010}.{message.place:04}",
        },
    }
    if detail_url is not None:
        event["detailUrl"] = detail_url
    if people := [{"type": kind, "value": value} for kind, value in identifiers]:
        event["personReference"] = {"identifiers": people}
    return event


def message_attributes(event: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """
    Give the attributes that SNS filters subscriptions by.

    >>> message_attributes({"eventType": "letters.case.moved"})
    {'eventType': {'DataType': 'String', 'StringValue': 'letters.case.moved'}}
    """
    return {"eventType": {"DataType": "String", "StringValue": event["eventType"]}}


# ----------------------------------------------------------------------------------------------------------------------


def _a_type(name: str) -> str:
    if not name or name != name.lower() or any(one.isspace() for one in name):
        raise NotAsked(f"the type of a domain event is dotted and in lower case, not {name!r}")
    return name
