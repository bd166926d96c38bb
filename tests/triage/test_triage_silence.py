"""Rule 28: feeds that fall silent, what operators are told, and what it does to the alerts that rest on them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from schemas.notices import OPERATOR_NOTICE, OperatorNotice
from services.streaming.records import Output, Record
from services.triage import case
from services.triage.words import alert_text, rule_words
from tests.triage import logs
from tests.triage.logs import (
    LISTENING,
    LIVE,
    NIGHTLY,
    START,
    after,
    clock,
    complete,
    concern,
    event,
    log,
    revisions,
    subject,
)

SOURCE = "case-management"


def run(records: Sequence[Record], splits: Sequence[int] = ()) -> list[Output]:
    """All outputs, with feeds that are listened to."""
    return logs.run(records, splits, built=LISTENING)


def notices(outputs: Sequence[Output], source: str | None = SOURCE) -> list[OperatorNotice]:
    """What operators are told of a feed, or of keys."""
    told = [OPERATOR_NOTICE.validate_json(one.value or b"") for one in outputs if one.topic == "operator-notices"]
    return [one for one in told if one.source == source]


def test_a_live_feed_is_silent_when_nothing_came_until_the_end_of_the_next_working_day_and_is_heard_again() -> None:
    again = event("visit_made", after(80), id="v1", child=2)
    found = notices(run(log((START, concern(START)), (after(80), again))))
    assert [(one.notice, one.log_time, one.since) for one in found] == [
        ("feed_silent", datetime(2026, 3, 4, tzinfo=UTC), START),
        ("feed_heard", after(80), after(80)),
    ]


def test_a_nightly_feed_may_miss_a_night_and_a_weekend_and_its_word_is_a_sign_of_life() -> None:
    entries = [(START, concern(START, area=NIGHTLY)), (after(60), complete(NIGHTLY, after(60), "concern_raised"))]
    found = notices(run(log(*entries, (after(24 * 8), clock(START)))))
    assert [(one.area, one.log_time) for one in found] == [(NIGHTLY, datetime(2026, 3, 7, tzinfo=UTC))]


def test_a_feed_that_was_never_heard_is_silent_from_the_areas_first_record_on() -> None:
    found = notices(run(log((START, concern(START)), (after(100), clock(START)))), "police-notices")
    assert [(one.agency, one.since) for one in found] == [("vale-police", START)]


def test_an_absence_that_rests_on_a_silent_feed_says_so_until_the_feed_is_heard_again() -> None:
    again = event("visit_made", after(80), id="v1", child=2)
    found = revisions(run(log((START, concern(START)), (after(80), again))))
    told = [(one.change, one.because.cause, one.findings[0].reliability) for one in found if one.change != "escalated"]
    assert told == [
        ("opened", "deadline", "complete"),
        ("raised", "deadline", "complete"),
        ("updated", "feed", "degraded"),
        ("updated", "feed", "complete"),
    ]
    degraded = next(one for one in found if one.findings[0].reliability == "degraded")
    assert "A feed is silent: what is missing here may only not have arrived." in alert_text(degraded, rule_words(), {})


def test_an_absence_that_opens_while_the_feed_is_silent_is_marked_from_the_beginning() -> None:
    late = concern(after(40), id="e2")
    entries = [(START, concern(START, area=LIVE, level="low")), (after(39), clock(START))]
    found = revisions(run(log(*entries, (after(39.5), late), (after(24 * 5), clock(START)))))
    assert found[0].findings[0].reliability == "complete"
    assert found[-1].findings[0].reliability == "degraded"


def test_operators_are_told_once_of_a_key_that_stands_for_no_child_and_its_findings_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(case, "PLACEHOLDER_EVENTS", 3)
    many = [(after(30, minutes=n), event("visit_made", START, id=f"v{n}")) for n in range(5)]
    records = log((START, concern(START)), *many)
    outputs = run(records)
    assert [(one.notice, one.subject_key, one.events) for one in notices(outputs, None)] == [
        ("placeholder_key", subject(1), 4)
    ]
    assert revisions(outputs)[-1].change == "updated"
    assert revisions(outputs)[-1].findings[0].reliability == "placeholder"
    assert "stands for several children" in alert_text(revisions(outputs)[-1], rule_words(), {})
    assert run(records, (1, 1, 1, 1, 1, 1)) == outputs
