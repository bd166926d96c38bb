"""The generated log says what it holds."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reports import ReportLog
from bench.work import team_of, validated

sizes = st.integers(min_value=1, max_value=400)


@settings(deadline=None, max_examples=25)
@given(size=sizes, seed=st.integers(0, 3))
def test_the_truth_is_what_counting_different_reports_gives(size: int, seed: int) -> None:
    """However long the log, deduplicating it by id and counting by team gives `truth`."""
    log = ReportLog(size, seed)
    reports = {report.report_id: report for report in (validated(record.value) for record in log)}
    assert len(reports) == log.distinct
    assert Counter(team_of(report) for report in reports.values()) == log.truth()


def test_one_report_in_ten_is_a_repetition_of_an_earlier_one() -> None:
    """A tenth of the records are byte for byte what came before."""
    values = [record.value for record in ReportLog(1_000)]
    assert len(values) - len(set(values)) == 100


def test_each_record_is_keyed_by_the_team_that_it_counts_for() -> None:
    """So that a contender whose state is by key needs no second topic."""
    assert all(record.team == team_of(validated(record.value)) for record in ReportLog(300))


def test_the_same_seed_gives_the_same_log_and_another_seed_another() -> None:
    """Rounds and contenders get the same bytes."""
    assert list(ReportLog(50, 1)) == list(ReportLog(50, 1)) != list(ReportLog(50, 2))


def test_reports_sent_after_the_log_are_new_and_the_truth_counts_them() -> None:
    """What is sent to see whether a contender is level again was never in the log."""
    log, more = ReportLog(100), 60
    known = {record.value for record in log}
    new = [log.report(number) for number in range(log.distinct, log.distinct + more)]
    assert not known & {record.value for record in new}
    assert Counter(log.truth()) + Counter(record.team for record in new) == log.truth(more)
