"""What feeds carry and how far they are complete decides what may be said of an absence."""

from datetime import UTC, datetime

from schemas.base import encode
from schemas.cases import CASE_RECORD
from services.triage.configured import settings
from services.triage.feeds import NEVER, AreaFeeds, Feed
from services.triage.ruleset import RuleFiles, packaged
from services.triage.spans import FOREVER, Facts
from tests.triage.logs import (
    AGENCIES,
    BUILT,
    CONFIGURATION,
    LIVE,
    NIGHTLY,
    START,
    after,
    clock,
    concern,
    event,
    log,
    revisions,
    run,
)

HELD = frozenset({"strategy_discussion_held"})
BOTH = HELD | {"section_47_started"}
RULE = Facts("rule", "1", frozenset({"concern_raised"}), BOTH)
NOW = 10**12


def area(*feeds: tuple[str, str, frozenset[str], bool]) -> AreaFeeds:
    """Feeds by source, agency, types and whether they are live."""
    return AreaFeeds(tuple(Feed(*one) for one in feeds))


def test_a_rule_is_evaluable_where_the_agency_carries_every_cure_and_someone_a_trigger() -> None:
    school = ("school-register", "school", frozenset({"concern_raised"}), True)
    assert area(school, ("cases", "council", BOTH, True)).evaluable(RULE, "council")
    assert not area(school, ("cases", "council", HELD, True)).evaluable(RULE, "council")
    assert not area(("cases", "council", BOTH, True)).evaluable(RULE, "council")
    assert not area(school, ("cases", "council", BOTH, True)).evaluable(RULE, "school")


def test_what_a_person_reports_needs_no_feed_to_carry_it() -> None:
    reported = Facts("rule", "1", frozenset({"incident_reported"}), HELD)
    assert area(("cases", "council", HELD, True)).evaluable(reported, "council")


def test_a_feed_that_has_said_nothing_is_complete_to_nothing_and_a_live_one_to_now() -> None:
    feeds = area(("nightly", "council", HELD, False), ("live", "police", HELD, True))
    assert feeds.complete("council", HELD) == NEVER
    assert feeds.complete("police", HELD) == FOREVER


def test_an_agency_is_complete_to_the_least_of_its_feeds_and_types() -> None:
    feeds = area(("one", "council", BOTH, False), ("two", "council", HELD, False))
    feeds.say("council", "one", BOTH, 500, NOW)
    assert feeds.complete("council", BOTH) == NEVER
    feeds.say("council", "two", HELD, 300, NOW)
    assert feeds.complete("council", BOTH) == 300
    assert feeds.complete("council", frozenset({"section_47_started"})) == 500


def test_a_nightly_feed_never_becomes_less_complete() -> None:
    feeds = area(("one", "council", HELD, False))
    feeds.say("council", "one", HELD, 500, NOW)
    assert not feeds.say("council", "one", HELD, 400, NOW)
    assert feeds.complete("council", HELD) == 500


def test_a_live_feed_that_falls_behind_says_so_and_catches_up() -> None:
    feeds = area(("one", "council", HELD, True))
    assert feeds.say("council", "one", HELD, 500, NOW)
    assert feeds.complete("council", HELD) == 500
    assert not feeds.say("council", "one", HELD, NOW, NOW)
    assert feeds.complete("council", HELD) == FOREVER


def test_what_an_unknown_feed_says_of_itself_counts_for_nothing() -> None:
    feeds = area(("one", "council", HELD, False))
    feeds.say("council", "another", HELD, 500, NOW)
    assert feeds.complete("council", HELD) == NEVER


def test_an_agency_that_carries_no_strategy_discussions_gets_no_alert_of_their_absence() -> None:
    record = concern(START, responsible_agency="vale-police")
    assert run(log((START, record), (after(100), clock(START)))) == []


def test_events_of_an_area_that_is_not_configured_raise_nothing() -> None:
    entries = [(START, event("contact_outcome", START, id=f"n{n}", outcomes=("nfa",), age_band="1")) for n in range(3)]
    moved = [(at, value.replace(LIVE.encode(), b"E06000999")) for at, value in entries]
    assert run(log(*moved, (after(100), clock(START)))) == []
    assert run(log(*entries))


def test_the_years_at_the_ends_of_what_contracts_allow_stop_nothing() -> None:
    first, last = datetime(1900, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
    started = [event("assessment_started", at, id=f"e{at.year}", occurred_precision="day") for at in (first, last)]
    nfas = [event("contact_outcome", last, id=f"n{n}", outcomes=("nfa",), age_band="1") for n in range(3)]
    outputs = run(log(*((START, value) for value in (*started, *nfas))))
    assert {one.topic for one in outputs} == {"alert-revisions", "alerts"}
    assert BUILT.calendar.day_of(0) == datetime(1970, 1, 1, tzinfo=UTC).toordinal()


APPOINTMENT = frozenset({"appointment_attended"})
SEEN = Facts("rule", "1", frozenset({"was_not_brought"}), APPOINTMENT | HELD)


def partners(*, own: frozenset[str] = HELD) -> AreaFeeds:
    """A council whose system holds no appointments, and a trust whose record does."""
    trust = APPOINTMENT | {"was_not_brought", "visit_made"}
    return AreaFeeds(
        (
            Feed("cases", "council", own, True),
            Feed("record", "trust", trust, False, None, APPOINTMENT),
        )
    )


def test_what_a_partner_records_for_all_is_told_by_its_feed_where_the_agencys_own_does_not_carry_it() -> None:
    feeds = partners()
    assert feeds.evaluable(SEEN, "council")
    visited = Facts("rule", "1", frozenset({"was_not_brought"}), frozenset({"visit_made"}))
    assert not feeds.evaluable(visited, "council"), "a nurse's visit doesn't stand for the social worker's"
    assert feeds.complete("council", SEEN.cures) == NEVER
    assert feeds.behind("council", SEEN.cures) == "trust"
    feeds.say("trust", "record", APPOINTMENT, 500, NOW)
    assert feeds.complete("council", SEEN.cures) == 500
    feeds.mute.add(feeds.feeds[1])
    assert feeds.silent("council", SEEN.cures)
    assert not feeds.silent("council", HELD)


def test_an_agency_that_carries_a_shared_type_itself_waits_for_nobody_else() -> None:
    feeds = partners(own=HELD | APPOINTMENT)
    assert feeds.evaluable(SEEN, "council")
    assert feeds.complete("council", SEEN.cures) == FOREVER
    assert not feeds.silent("council", SEEN.cures)


def test_an_absence_waits_for_the_partner_that_would_have_told_and_is_told_when_its_feed_is_complete() -> None:
    """A child is missing in Brackwater, whose export holds no end of it; the police's feed does."""
    rules = RuleFiles({"missing_pattern.toml": packaged().files["missing_pattern.toml"]})
    missing = event("missing_started", START, area=NIGHTLY, agency="vale-police")
    said = {"type": "feed_complete_to", "area": NIGHTLY, "agency": "vale-police", "source": "police-notices"}
    done = [
        encode(CASE_RECORD.validate_python({**said, "types": ("missing_ended",), "complete_to": at}))
        for at in (after(23), after(25))
    ]
    entries = [(START, missing), (after(48), clock(START)), (after(49), done[0]), (after(50), done[1])]
    (found,) = revisions(run(log(*entries), built=settings(CONFIGURATION, rules)))
    assert (found.change, found.because.cause, found.because.agency) == ("opened", "feed", "vale-police")
    assert (found.agency, found.log_time) == ("brackwater-childrens-services", after(50))
    ended = event("missing_ended", after(20), id="e2", area=NIGHTLY, agency="vale-police")
    assert (
        revisions(run(log(*entries[:2], (after(49), ended), *entries[2:]), built=settings(CONFIGURATION, rules))) == []
    )


def test_every_rule_can_be_told_where_the_demo_has_a_live_case_system_and_its_partners_feeds() -> None:
    """And where the export holds no contacts and no visits, those rules can't that rest on them."""
    built = settings(CONFIGURATION)
    rules = built.rulebooks[built.standard].rules
    able = {
        area: [one.key for one in rules if built.area_feeds(area).evaluable(one.facts, AGENCIES[area])]
        for area in AGENCIES
    }
    assert len(able[LIVE]) == len(rules)
    assert "missing_pattern/over_24_hours" in able[NIGHTLY]
    assert not {"was_not_brought/in_a_row", "cp_child_not_seen/since_last_seen"} & set(able[NIGHTLY])
