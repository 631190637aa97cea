"""
Messages as events that others understand: CloudEvents, and domain events of HMPPS.
"""

import json
from datetime import datetime

import pytest
from cloudevents.core.bindings.http import from_http_event, to_structured_event
from cloudevents.core.formats.json import JSONFormat
from jsonschema import Draft202012Validator, FormatChecker
from tests.unit.integrations.houses import EVENING, house_book

from rjflow.casebook import Message
from rjflow.engine.asking import NotAsked
from rjflow.integrations.cloudevents import to_cloud_event
from rjflow.integrations.hmpps import message_attributes, to_domain_event

# What ministryofjustice/hmpps-domain-events says of an event, in its schema/hmpps-domain-event.json (read 2026-11).
TEXT = {"type": "string"}
DOMAIN_EVENT = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("eventType", "description", "detailUrl"), TEXT),
        "version": {"type": "integer"},
        "occurredAt": {**TEXT, "format": "date-time"},
        "additionalInformation": {"type": "object"},
        "personReference": {
            "type": "object",
            "properties": {
                "identifiers": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"type": TEXT, "value": TEXT},
                        "required": ["type", "value"],
                    },
                }
            },
        },
    },
    "required": ["eventType", "version", "occurredAt"],
}


def messages(*said):
    """
    Give messages as a casebook delivers them, of a case that was opened and given a key.
    """
    book, clock = house_book(announce=lambda step: said)
    book.open("house-7", people={}, actor="ann")
    clock.forward(hours=1)
    book.record("house-7", "key", "found", actor="ann")
    received = []
    book.deliver(received.append)
    return received


def test_a_cloud_event_is_one():
    """
    An event has every attribute of CloudEvents 1.0, survives being sent over HTTP, and is the same each time it is made.
    """
    first, _ = messages(Message("moved", '{"state": "open"}'))
    event = to_cloud_event(first, source="https://letters.example/cases", prefix="org.example.")
    sent = to_structured_event(event)
    back = from_http_event(sent)

    assert {
        "specversion": "1.0",
        "id": first.id,
        "source": "https://letters.example/cases",
        "type": "org.example.moved",
        "subject": "house-7",
        "time": EVENING,
        "datacontenttype": "application/json",
        "sequence": "0000000001.0000",
    } == back.get_attributes()
    assert {"state": "open"} == back.get_data()
    again = to_cloud_event(first._replace(tries=3), source="https://letters.example/cases", prefix="org.example.")
    assert JSONFormat().write(event) == JSONFormat().write(again)


@pytest.mark.parametrize("text", ["moved", "[1]", "1", "{", ""])
def test_a_text_that_is_no_object_is_text(text):
    """
    What is no JSON object is sent as the text it is.
    """
    first, _ = messages(Message("moved", text))
    event = to_cloud_event(first, source="urn:house")

    assert ("text/plain", text) == (event.get_datacontenttype(), event.get_data())


def test_events_of_a_case_are_ordered_by_their_sequence():
    """
    Sorted by `sequence`, the events of one subject are in the order in which things happened.
    """
    events = [to_cloud_event(one, source="urn:house") for one in messages(("moved", "a"), ("moved", "b"))]
    sequences = [one.get_extension("sequence") for one in events]

    assert 4 == len(set(sequences))
    assert sorted(sequences) == sequences
    assert 4 == len({one.get_id() for one in events})


@pytest.mark.parametrize("source", ["", None])
def test_an_event_has_a_source(source):
    """
    Without a source, an event would not be unlike every other.
    """
    with pytest.raises(NotAsked):
        to_cloud_event(messages(("moved", ""))[0], source=source)


def test_a_domain_event_fits_the_schema():
    """
    With and without its optional parts, an event is what HMPPS describes; what the message says is not in it.
    """
    first, second = messages(Message("moved", "a secret"))
    plain = to_domain_event(first, prefix="restorative-justice.case.")
    full = to_domain_event(
        second,
        prefix="restorative-justice.case.",
        detail_url="https://letters.example/1",
        identifiers=[("CRN", "X123456")],
    )
    validator = Draft202012Validator(DOMAIN_EVENT, format_checker=FormatChecker())

    for event in (plain, full):
        assert [] == list(validator.iter_errors(event))
        assert "a secret" not in json.dumps(event)
        assert datetime.fromisoformat(event["occurredAt"]).utcoffset() is not None
    assert ("restorative-justice.case.moved", "house-7") == (
        plain["eventType"],
        plain["additionalInformation"]["caseId"],
    )
    assert {"identifiers": [{"type": "CRN", "value": "X123456"}]} == full["personReference"]
    assert "restorative-justice.case.moved" == message_attributes(plain)["eventType"]["StringValue"]


@pytest.mark.parametrize("prefix", ["Case.", "a case."])
def test_the_type_of_a_domain_event_is_as_hmpps_writes_it(prefix):
    """
    A type with capitals or spaces is refused.
    """
    with pytest.raises(NotAsked, match="lower case"):
        to_domain_event(messages(("moved", ""))[0], prefix=prefix)
