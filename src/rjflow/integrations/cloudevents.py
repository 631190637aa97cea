"""
Messages of the outbox as CloudEvents 1.0.

Stands on: cloudevents (its second API), `casebook.delivering`.   Knows nothing of: where they are sent.
"""

import json

from rjflow.casebook.delivering import Delivery
from rjflow.engine.asking import NotAsked
from rjflow.integrations import from_extra

with from_extra("cloudevents"):
    from cloudevents.core.v1.event import CloudEvent


def to_cloud_event(message: Delivery, *, source: str, prefix: str = "") -> CloudEvent:
    """
    Make an event of a message: the same, to the letter, each time the message is sent.

    `id` is the message's own, `subject` the case, `time` when the entry that it tells of was made, and `sequence`, an extension, orders the
    events of one subject. A text that is a JSON object is the event's data as such; any other is text.

    Args:
        message: What a casebook delivers.
        source: Whose event it is: a URI of the host. With `id`, it is unlike every other.
        prefix: What the type begins with, before the topic: `org.example.cases.`

    Raises:
        NotAsked: the source is empty.
    """
    given: object = source
    if not isinstance(given, str) or not given:
        raise NotAsked(f"the source of an event is a URI, not {given!r}")
    data = _keys_and_values(message.text)
    attributes = {
        "id": message.id,
        "source": source,
        "type": prefix + message.topic,
        "subject": message.case,
        "time": message.at,
        "datacontenttype": "text/plain" if data is None else "application/json",
        "sequence": f"{message.number:010}.{message.place:04}",
    }
    return CloudEvent(attributes, message.text if data is None else data)


# ----------------------------------------------------------------------------------------------------------------------


def _keys_and_values(text: str) -> dict[str, object] | None:
    """
    Read a JSON object; nothing where the text is something else.

    >>> _keys_and_values('{"a": 1}'), _keys_and_values("moved"), _keys_and_values("[1]")
    ({'a': 1}, None, None)
    """
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
