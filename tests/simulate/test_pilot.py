"""The simulated pilot: repeatable, in the order of recording, and what it calls sound is what intake takes."""

import json
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from schemas.cases import FEED_TYPES
from services.heed.simulate import DEMO, Pilot, Size, generate
from services.heed.simulate.calendar import DAY, at
from tests.simulate.logs import CONFIGURATION, Door

SMALL = Size(events=1_500, reports=200, stories=1)


@pytest.fixture(scope="module")
def pilot() -> Pilot:
    """A small one."""
    return generate(CONFIGURATION, 7, SMALL)


def spoken(pilot: Pilot) -> str:
    """All of it as text."""
    days = [repr((day.day, [e.body for e in day.events], [r.body for r in day.reports])) for day in pilot.days()]
    return "\n".join([*days, *(line.line() for line in pilot.truth)])


def test_the_same_seed_gives_the_same_pilot_and_another_seed_another(pilot: Pilot) -> None:
    """Byte for byte, and when its days are asked for again."""
    assert spoken(pilot) == spoken(pilot) == spoken(generate(CONFIGURATION, 7, SMALL))
    assert spoken(pilot) != spoken(generate(CONFIGURATION, 8, SMALL))


def test_the_demo_has_about_as_many_records_as_it_says() -> None:
    """Within a tenth of the events, and the reports with a few revisions more; two areas, six agencies, forty teams."""
    days = list(generate(CONFIGURATION, 1).days())
    events = [entry.body for day in days for entry in day.events]
    reports = [entry.body for day in days for entry in day.reports]
    assert abs(len(events) - DEMO.events) < DEMO.events / 10
    assert DEMO.reports <= len(reports) < DEMO.reports * 1.2
    assert len({body["area"] for body in reports}) == 2
    assert len({body["agency"] for body in reports}) == 6
    assert len({body["team"] for body in reports}) == 40


def test_events_come_in_the_order_in_which_they_were_recorded(pilot: Pilot) -> None:
    """And none is sent before its day or after the last one."""
    days = list(pilot.days())
    recorded = [entry.recorded for day in days for entry in day.events]
    assert all(before <= after for before, after in pairwise(recorded))
    for day in days:
        sent = [entry.recorded for entry in day.events] + [entry.recorded for entry in day.reports]
        assert all(at(day.day) <= one < at(day.day + DAY) for one in sent)
    assert [day.day for day in days] == [pilot.first - DAY + n * DAY for n in range(pilot.length + 1)]


def test_what_is_called_sound_is_taken_by_intake_and_what_is_called_bad_is_refused(pilot: Pilot) -> None:
    """By the same code as the door's."""
    door = Door()
    for day in pilot.days():
        for event in day.events:
            assert bool(door.event(event)) == event.sound, event.body
        for report in day.reports:
            assert (door.report(report) is not None) == report.sound, report.body


def test_records_come_late_twice_amended_withdrawn_and_bad(pilot: Pilot) -> None:
    """Each of the disturbances of real feeds is there."""
    entries = [entry for day in pilot.days() for entry in day.events]
    seen = Counter((entry.body["event_id"], entry.body["revision"]) for entry in entries)
    assert max(seen.values()) > 1
    assert any(entry.body["revision"] > 1 and not entry.body.get("withdrawn") for entry in entries)
    assert any(entry.body.get("withdrawn") for entry in entries)
    assert any(not entry.sound for entry in entries)
    assert any(entry.recorded - at(date.fromisoformat(entry.body["occurred_at"][:10])) > 5 * DAY
               for entry in entries if entry.sound)  # fmt: skip


def test_feeds_only_bring_what_the_configuration_says_that_they_carry(pilot: Pilot) -> None:
    """No agency records a type that its feed in that area doesn't have."""
    carried = {(feed.agency, feed.area, type) for feed in CONFIGURATION.feeds for type in feed.types}
    for day in pilot.days():
        for entry in day.events:
            if entry.sound and entry.body["type"] in FEED_TYPES:
                assert (entry.agency, entry.body["area"], entry.body["type"]) in carried


def test_no_clear_id_of_a_child_is_in_what_is_sent(pilot: Pilot) -> None:
    """Children go by pseudonym; the invented ids stay in the simulation."""
    text = json.dumps([[e.body for e in day.events] + [r.body for r in day.reports] for day in pilot.days()])
    assert all(child.name not in text for child in pilot.planted)
