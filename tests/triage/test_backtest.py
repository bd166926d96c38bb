"""The pure part of the backtest: what it finds is what the engine would, and how findings come to alerts."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.cases import CASE_RECORD, FeedCompleteTo
from services.streaming.records import Record
from services.triage.backtest.feeding import file_feeds, log_feeds
from services.triage.backtest.gathered import gathered
from services.triage.backtest.kept import Child, Kept
from services.triage.backtest.lives import Life, lives
from services.triage.spans import FOREVER
from services.triage.told import identity, severity
from tests.triage.families import FAMILIES
from tests.triage.logs import BUILT, LIVE, START, after, concern, event, ms, subject
from tests.triage.oracle import Oracle
from tests.triage.test_triage_laws import logs

RULES = FAMILIES.rulebooks[FAMILIES.standard].rules


def kept(*values: bytes) -> Kept:
    """What these records come to."""
    found = Kept(BUILT.calendar)
    for value in values:
        found.take(CASE_RECORD.validate_json(value))
    return found


def of_log(records: Sequence[Record]) -> list[Life]:
    """The findings of a log at its end."""
    now, said = 0, []
    for record in records:
        now = max(now, record.timestamp)
        found = CASE_RECORD.validate_json(record.value or b"")
        said += [(found, now)] if isinstance(found, FeedCompleteTo) else []
    held = kept(*(record.value or b"" for record in records))
    return list(lives(held.children(FOREVER), RULES, log_feeds(held, BUILT.feeds, said), now))


def of_file(*values: bytes, days: int = 30) -> list[Life]:
    """The findings of a file of events, so many days after the start."""
    held = kept(*values)
    return list(lives(held.children(FOREVER), RULES, file_feeds(held, BUILT.feeds), ms(after(days=days))))


@given(logs())
@settings(max_examples=200, deadline=None)
def test_the_findings_open_at_the_end_of_a_log_are_those_of_the_plain_oracle(records: list[Record]) -> None:
    """Late, amended, withdrawn, moved, merged and split; by child and by family; as far as the feeds are complete."""
    found = {
        (*life.child, life.span.rule.id, *identity(life.span.anchor.ref), severity(life.severity))
        for life in of_log(records)
        if life.ends is None
    }
    oracle = Oracle(records).decisions()
    assert found == {
        (area, key, one.rule, one.anchor_agency, one.anchor_event, one.severity)
        for (area, key), findings in oracle.items()
        for one in findings
    }


@given(logs())
@settings(max_examples=100, deadline=None)
def test_every_finding_is_in_one_alert_and_no_two_alerts_of_a_child_overlap(records: list[Record]) -> None:
    """An alert ends when its last finding does."""
    found = of_log(records)
    alerts = gathered(found)
    assert sorted(life.key for alert in alerts for life in alert.lives) == sorted(life.key for life in found)
    ends: dict[Child, int] = {}
    for alert in alerts:
        assert alert.opens > ends.get(alert.child, -FOREVER)
        ends[alert.child] = max(FOREVER if life.ends is None else life.ends for life in alert.lives)


@given(st.permutations([concern(after(1)), event("strategy_discussion_held", after(40), id="e2")]))
def test_a_finding_lives_from_its_deadline_to_the_event_that_ends_it(values: list[bytes]) -> None:
    """Whatever came first; no strategy discussion within 24 hours of a critical concern, and one 39 hours after it."""
    [life] = [one for one in of_file(*values) if one.span.rule.id == "no_strategy_after_high_harm"]
    assert life.child == Child(LIVE, subject(1))
    assert life.ends == ms(after(40))
    assert ms(after(1)) < life.opens < life.ends


def test_a_finding_that_opens_after_the_end_is_none_yet() -> None:
    """Nothing has run out on the day of the concern."""
    assert of_file(concern(START + timedelta(days=30)), days=30) == []
