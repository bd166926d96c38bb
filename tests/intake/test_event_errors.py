"""What is wrong with a case event, told at once."""

import json
from datetime import timedelta
from typing import Any

import pytest

from schemas.base import encode
from schemas.cases import CASE_RECORD
from schemas.configuration import Configuration
from services.intake.api_events import SENT_EVENT, on_topic
from services.intake.area_keys import AreaKey
from services.intake.events import EventReader
from services.intake.organisations import organisations_of
from services.intake.refusal import Refusal
from tests.intake.world import AREA, KEY, NHS_NUMBER, RECEIVED, event


@pytest.fixture
def reader(configured: Configuration) -> EventReader:
    """A reader that holds the area's key."""
    keys = {AREA: AreaKey(1, bytes(32))}
    return EventReader(organisations_of(configured), keys, 3, timedelta(seconds=60))


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"level": "dire", "source": "2Z", "staff_name": "x"}, {"/level", "/source", "/staff_name"}),
        ({"subject_key": "9990000018"}, {"/subject_key"}),
        ({"child": {"nhs_number": NHS_NUMBER}}, {"/subject_key"}),
        ({"subject_key": None, "child": {"nhs_number": "9990000019"}}, {"/child/nhs_number"}),
        ({"subject_key": None, "child": {"la_child_id": "?"}}, {"/child/la_child_id"}),
        ({"subject_key": None, "child": {}}, {"/child/nhs_number"}),
        ({"team": "somewhere", "responsible_agency": "brackwater"}, {"/team", "/responsible_agency"}),
        ({"recorded_at": "2199-01-01T00:00:00Z"}, {"/recorded_at"}),
        ({"type": "clock"}, {"/type"}),
        ({"type": "incident_reported"}, {"/type"}),
        ({"type": "alert_closed"}, {"/type"}),
        ({"type": "feed_complete_to"}, {"/type"}),
    ],
)
def test_every_error_is_told_with_its_place(reader: EventReader, change: dict[str, Any], pointers: set[str]) -> None:
    """And none repeats what may identify a child."""
    refusal = reader.read(json.dumps(event(**change)).encode(), RECEIVED)
    assert isinstance(refusal, Refusal)
    assert {error.pointer for error in refusal.errors} == pointers
    assert all(error.message for error in refusal.errors)
    assert "999000" not in str(refusal)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"type": "clock", "type": "concern_raised"}', "doubled_key"),
        (b'{"a": "\xff"}', "not_utf8"),
        (b'{"a": "\\u0000"}', "nul"),
        (b'{"a": "\\ud800"}', "not_utf8"),
        (b'{"a": "\x00"}', "nul"),
        (b"[" * 100 + b"]" * 100, "too_deep"),
        (b'{"a": NaN}', "not_json"),
        (b"[]", "not_an_object"),
        (b"", "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
    ],
)
def test_what_cannot_be_read_is_told_why(reader: EventReader, body: bytes, reason: str) -> None:
    """Encoding, depth, NUL, doubled keys, and what isn't JSON."""
    refusal = reader.read(body, RECEIVED)
    assert isinstance(refusal, Refusal)
    assert (refusal.status, refusal.reason) == (400, reason)


def test_a_child_of_an_area_whose_key_is_elsewhere_needs_a_pseudonym(configured: Configuration) -> None:
    """An authority may keep its key to itself."""
    reader = EventReader(organisations_of(configured), {}, 3, timedelta(seconds=60))
    body = event(subject_key=None, child={"nhs_number": NHS_NUMBER})
    refusal = reader.read(json.dumps(body).encode(), RECEIVED)
    assert isinstance(refusal, Refusal)
    assert [error.pointer for error in refusal.errors] == ["/child"]


def test_what_is_written_are_the_topics_own_bytes() -> None:
    """Named by pseudonym or by child, the record is encoded as the topic's model would encode it."""
    by_key = event()
    by_child = by_key | {"subject_key": None, "child": {"nhs_number": NHS_NUMBER}}
    written = [encode(on_topic(SENT_EVENT.validate_json(json.dumps(body)), KEY)) for body in (by_key, by_child)]
    assert written == [encode(CASE_RECORD.validate_json(json.dumps(by_key)))] * 2
