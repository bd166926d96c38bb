"""A rule that takes more of officers' weeks than was agreed goes back to shadow, says so, and never silences an S1."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from services.streaming.records import Record
from services.triage.alerts import ENDED, FindingKey, key
from tests.triage.logs import LIVE, START, after, clock, concern, event, log, revisions, run
from tests.triage.moded import COUNCIL, HIGH_HARM, UNDECIDED, active, built, modes, notices, referral

TWO_A_WEEK = built(active(UNDECIDED, a_week=2))
WEEK = timedelta(days=7)


def referrals(*at: datetime) -> list[tuple[datetime, bytes]]:
    """Referrals of children 1, 2, …, which nobody decides."""
    return [(one, referral(one, child)) for child, one in enumerate(at, 1)]


def days(*hours: float) -> list[datetime]:
    """Moments after the start."""
    return [after(one) for one in hours]


def test_what_is_over_the_budget_is_found_in_shadow_and_operators_are_told_once() -> None:
    entries = [*referrals(*days(0, 0, 0, 24, 24)), (after(24 * 4), clock(START))]
    outputs = run(log(*entries), built=TWO_A_WEEK)
    assert [(child, mode) for child, _, mode in modes(revisions(outputs))] == [
        (1, "active"),
        (2, "active"),
        (3, "shadow"),
        (4, "shadow"),
        (5, "shadow"),
    ]
    (said,) = notices(outputs)
    assert (said.notice, said.area, said.agency, said.rule) == ("over_budget", LIVE, COUNCIL, UNDECIDED)
    assert (said.alerts, said.budget, said.log_time) == (3, 2, after(24 + 15))


def test_the_budget_is_of_each_officer_and_every_agency_has_its_own() -> None:
    entries = [*referrals(*days(0, 0, 0, 0)), (after(24 * 4), clock(START))]
    outputs = run(log(*entries), built=built(active(UNDECIDED, a_week=2), officers=2))
    assert {mode for _, _, mode in modes(revisions(outputs))} == {"active"}
    assert notices(outputs) == []


def test_each_week_begins_on_monday_with_nothing_taken() -> None:
    """The referrals of Thursday open on Saturday, those of Friday when Monday has ended."""
    entries = [*referrals(*days(24 * 3, 24 * 3, 24 * 4, 24 * 4)), (after(24 * 11), clock(START))]
    outputs = run(log(*entries), built=TWO_A_WEEK)
    assert [mode for _, _, mode in modes(revisions(outputs))] == ["active"] * 4
    assert notices(outputs) == []


def test_a_rule_that_was_over_stays_in_shadow_in_the_next_week_until_a_further_setting_makes_it_active() -> None:
    entries = [*referrals(*days(0, 0, 0, 24 * 7, 24 * 14)), (after(24 * 20), clock(START))]
    outputs = run(log(*entries), built=TWO_A_WEEK)
    assert [mode for _, _, mode in modes(revisions(outputs))][3:] == ["shadow", "shadow"]
    again = built(active(UNDECIDED, a_week=2), active(UNDECIDED, date(2026, 3, 12), a_week=4))
    outputs = run(log(*entries), built=again)
    assert [mode for _, _, mode in modes(revisions(outputs))][3:] == ["shadow", "active"]
    assert [(one.notice, one.alerts, one.budget) for one in notices(outputs)] == [
        ("over_budget", 3, 2),
        ("budget_renewed", 1, 4),
    ]


def test_an_alert_that_is_open_when_its_rule_goes_over_stays_open_and_goes_on_paging() -> None:
    before = [*referrals(*days(0, 0, 0)), (after(24 * 4), event("visit_made", after(24 * 4), id="v1"))]
    decided = event("referral_decided", after(24 * 5), id="d1", outcomes=("assessment",))
    found = revisions(run(log(*before, (after(24 * 5), decided)), built=TWO_A_WEEK))
    first = [one for one in found if int(one.subject_key[3:], 16) == 1]
    assert {one.mode for one in first} == {"active"}
    assert [one.change for one in first if one.change != "escalated"] == ["opened", "resolved"]
    assert "escalated" in {one.change for one in first}, "nobody acknowledged it in time"


def test_an_alert_that_begins_to_page_is_raised_and_called_for_again_and_lowered_when_only_shadow_is_left() -> None:
    """The warning at S2 was in shadow; the referral's S3 pages, and its decision leaves the warning alone."""
    entries = [(START, referral(START, 1)), (after(35.5), concern(after(35.5)))]
    decided = event("referral_decided", after(40), id="d1", outcomes=("assessment",))
    found = revisions(run(log(*entries, (after(40), decided)), built=built(active(UNDECIDED))))
    assert [(one.change, one.severity, one.mode) for one in found] == [
        ("opened", "S3", "active"),
        ("added", "S3", "active"),
        ("lowered", "S2", "shadow"),
    ]
    entries = [(START, concern(START)), (START, referral(START, 1))]
    found = revisions(run(log(*entries, (after(40), clock(START))), built=built(active(UNDECIDED))))
    assert [(one.change, one.severity, one.mode, one.acknowledge_by is not None) for one in found] == [
        ("opened", "S2", "shadow", False),
        ("raised", "S1", "shadow", False),
        ("raised", "S3", "active", True),
    ]


def test_an_s1_is_never_silenced_and_operators_are_told_that_it_is_over() -> None:
    """Each concern is warned of at S2 and breached at S1; the budget is one."""
    concerns = [(after(n), concern(after(n), id=f"c{n}", child=n)) for n in range(1, 5)]
    outputs = run(log(*concerns, (after(60), clock(START))), built=built(active(HIGH_HARM, a_week=1)))
    assert modes(revisions(outputs)) == [
        (1, "S2", "active"),
        (2, "S2", "shadow"),
        (3, "S2", "shadow"),
        (4, "S2", "shadow"),
        (1, "S1", "active"),
        (2, "S1", "active"),
        (3, "S1", "active"),
        (4, "S1", "active"),
    ]
    assert [(one.notice, one.rule, one.alerts) for one in notices(outputs)] == [("over_budget", HIGH_HARM, 2)]


def test_s1_alerts_alone_can_be_over_the_budget_and_page_all_the_same() -> None:
    late = [(after(80), concern(after(10), id=f"c{n}", child=n)) for n in range(1, 5)]
    outputs = run(log((START, clock(START)), *late), built=built(active(HIGH_HARM, a_week=2)))
    assert modes(revisions(outputs)) == [(n, "S1", "active") for n in range(1, 5)]
    assert [(one.notice, one.alerts, one.budget) for one in notices(outputs)] == [("over_budget", 3, 2)]


def test_what_a_history_load_opens_pages_nobody_and_takes_nothing() -> None:
    past = log(*((after(80), referral(START, n)) for n in range(1, 6)), headers={"history": b"1"})
    entries = [(after(81), referral(START, n)) for n in (6, 7)]
    live = [one._replace(offset=one.offset + 5) for one in log(*entries)]
    outputs = run([*past, *live], built=TWO_A_WEEK)
    assert [(one.from_history, one.mode) for one in revisions(outputs)] == [(True, "active")] * 5 + [
        (False, "active")
    ] * 2
    assert notices(outputs) == []


def test_one_alert_that_a_rule_joins_again_and_again_is_taken_once() -> None:
    again = [(after(n), referral(after(n), 1, id=f"again{n}")) for n in (1, 2, 24)]
    outputs = run(log(*referrals(START), *again, (after(24 * 4), clock(START))), built=TWO_A_WEEK)
    assert {one.mode for one in revisions(outputs)} == {"active"}
    assert len(revisions(outputs)[-1].findings) == 4
    assert notices(outputs) == []


@st.composite
def logs(draw: st.DrawFn) -> list[Record]:
    """Referrals, decisions and concerns of some children, and two weeks and more of quiet."""
    at, found = START, []
    for number, gap in enumerate(draw(st.lists(st.sampled_from((0, 1, 5, 20, 70)), min_size=3, max_size=20))):
        at += timedelta(hours=gap)
        child = draw(st.integers(1, 9))
        kind = draw(st.sampled_from(("referral", "referral", "decided", "concern")))
        if kind == "referral":
            found.append((at, referral(at, child, id=f"r{number}")))
        elif kind == "concern":
            found.append((at, concern(at, id=f"c{number}", child=child)))
        else:
            found.append((at, event("referral_decided", at, id=f"d{number}", child=child, outcomes=("assessment",))))
    return log(*found, (at + 2 * WEEK, clock(at)))


LOW = built(active(UNDECIDED, a_week=2), active(HIGH_HARM, a_week=1), active(UNDECIDED, date(2026, 3, 9), a_week=1))


@given(logs(), st.lists(st.integers(1, 6), max_size=8), st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_budgets_say_the_same_in_any_batches_and_after_a_restart(
    records: list[Record], splits: Sequence[int], cut: int
) -> None:
    whole = run(records, built=LOW, kept=1_000)
    assert run(records, splits, built=LOW) == whole
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.sqlite"
        before = run(records[:cut], db_path=path, built=LOW) if cut else []
        then = run(records[cut:], db_path=path, built=LOW) if records[cut:] else []
    assert before + then == whole


@given(logs())
@settings(max_examples=100, deadline=None)
def test_no_week_pages_by_a_rule_more_than_was_agreed_but_for_s1(records: list[Record]) -> None:
    """Nor does an S1 of an active rule ever stay in shadow, or a finding that pages go back to it."""
    alerts: dict[tuple[str, str], date] = {}
    paging: dict[str, set[FindingKey]] = {}
    for one in revisions(run(records, built=built(active(UNDECIDED, a_week=2), active(HIGH_HARM, a_week=1)))):
        shadow = {key(finding) for finding in one.findings if finding.mode is not None}
        assert not shadow & paging.get(one.alert_id, set())
        paging[one.alert_id] = {key(finding) for finding in one.findings} - shadow
        assert one.state in ENDED or one.mode == ("active" if paging[one.alert_id] else "shadow")
        assert all(finding.mode is None for finding in one.findings if finding.severity == "S1")
        for finding in one.findings:
            if finding.mode is None and finding.severity != "S1":
                alerts.setdefault((one.alert_id, finding.rule), one.log_time.date())
    weeks = [(rule, day.isocalendar()[:2]) for (_, rule), day in alerts.items()]
    most = {UNDECIDED: 2, HIGH_HARM: 1}
    assert all(weeks.count(one) <= most[one[0]] for one in weeks)
