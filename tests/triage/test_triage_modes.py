"""A rule runs in the mode that the configuration gives it for the agency that is responsible, from the day it says."""

from datetime import date, datetime

import pytest

from schemas.rule_modes import RuleSetting
from services.triage.configured import settings
from services.triage.ruleset import BadRules
from services.triage.words import alert_text, rule_words
from tests.triage.logs import CONFIGURATION, LIVE, NIGHTLY, START, after, clock, complete, concern, event, log, run
from tests.triage.logs import revisions as told
from tests.triage.moded import HIGH_HARM, UNDECIDED, active, built, modes, referral


def test_a_rule_pages_only_where_it_is_active_for_the_responsible_agency() -> None:
    said = complete(NIGHTLY, after(24 * 4), "referral_decided", "assessment_started")
    entries = [(START, referral(START, 1)), (START, referral(START, 2, area=NIGHTLY)), (after(24 * 4), said)]
    found = told(run(log(*entries, (after(24 * 5), clock(START))), built=built(active(UNDECIDED))))
    assert [(one.area, one.mode, one.acknowledge_by is not None) for one in found if one.change == "opened"] == [
        (LIVE, "active", True),
        (NIGHTLY, "shadow", False),
    ]


@pytest.mark.parametrize(("day", "mode"), [(3, "active"), (4, "active"), (5, "shadow")])
def test_it_pages_from_the_day_of_its_approval_and_what_was_open_before_stays_in_shadow(day: int, mode: str) -> None:
    """The finding opens when Tuesday 3 March has ended."""
    entries = [(START, referral(START, 1)), (after(24 * 9), event("visit_made", after(24 * 9), id="v1"))]
    found = told(run(log(*entries), built=built(active(UNDECIDED, date(2026, 3, day)))))
    assert {one.mode for one in found} == {mode}


def test_what_becomes_graver_is_weighed_anew() -> None:
    """The warning of Monday was in shadow; the breach of Tuesday pages, since the rule is active by then."""
    entries = [(START, concern(START)), (after(40), clock(START))]
    found = told(run(log(*entries), built=built(active(HIGH_HARM, date(2026, 3, 3)))))
    assert modes(found) == [(1, "S2", "shadow"), (1, "S1", "active")]


def test_a_finding_in_shadow_joins_an_alert_that_pages_and_neither_raises_it_nor_says_that_it_pages() -> None:
    entries = [(START, referral(START, 1)), (after(60), concern(after(60))), (after(90), clock(START))]
    found = told(run(log(*entries), built=built(active(UNDECIDED))))
    assert modes(found) == [(1, "S3", "active")] * 3
    assert [(one.rule, one.severity, one.mode) for one in found[-1].findings] == [
        (HIGH_HARM, "S1", "shadow"),
        (UNDECIDED, "S3", None),
    ]
    text = alert_text(found[-1], rule_words(), {})
    assert text.count("This rule is being tried: it pages nobody.") == 1


def test_a_rule_that_is_off_for_an_agency_finds_nothing_there() -> None:
    off = RuleSetting(id=UNDECIDED, mode="off", agencies=("aldermere-childrens-services",))
    said = complete(NIGHTLY, after(24 * 4), "referral_decided", "assessment_started")
    entries = [(START, referral(START, 1)), (START, referral(START, 2, area=NIGHTLY)), (after(24 * 4), said)]
    found = told(run(log(*entries, (after(24 * 5), clock(START))), built=built(off)))
    assert [one.area for one in found] == [NIGHTLY]


def test_a_rule_that_is_off_but_for_one_agency_runs_there() -> None:
    elsewhere = RuleSetting(id=UNDECIDED, mode="off")
    said = complete(NIGHTLY, after(24 * 4), "referral_decided", "assessment_started")
    entries = [(START, referral(START, 1)), (START, referral(START, 2, area=NIGHTLY)), (after(24 * 4), said)]
    found = told(run(log(*entries, (after(24 * 5), clock(START))), built=built(elsewhere, active(UNDECIDED))))
    assert {(one.area, one.mode) for one in found} == {(LIVE, "active")}


def test_a_mode_is_of_the_engine() -> None:
    assert built(active(UNDECIDED)).engine != built().engine
    assert built(active(UNDECIDED), officers=2).engine != built(active(UNDECIDED)).engine


def test_a_mode_of_a_rule_that_is_not_there_is_refused_since_it_would_page_nobody_unnoticed() -> None:
    with pytest.raises(BadRules, match="the configuration /rules/0/id: found repeat_nfs: one of"):
        settings(CONFIGURATION.model_copy(update={"rules": (active("repeat_nfs"),)}))


def test_the_mode_that_holds_is_that_of_the_last_setting_before() -> None:
    said = built(active(UNDECIDED), active(UNDECIDED, date(2026, 6, 1), a_week=3)).rulebooks
    modes_of = next(iter(said.values())).by_id[UNDECIDED].modes
    days = [datetime(2026, 1, 4, 12), datetime(2026, 1, 5, 12), datetime(2026, 6, 1, 12)]
    found = [modes_of.at("aldermere-childrens-services", round(day.timestamp() * 1000)) for day in days]
    assert [(one.mode, one.most) for one in found] == [("shadow", None), ("active", 50), ("active", 3)]
