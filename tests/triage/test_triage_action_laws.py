"""Laws of the fold over generated logs in which officers act as well."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alerts import AlertRevision
from schemas.base import encode
from schemas.cases import CASE_RECORD
from schemas.codes import CLOSURE_CODES
from services.streaming.records import Record
from services.triage.alerts import ENDED
from tests.triage import logs as logs_module
from tests.triage.families import FAMILIES
from tests.triage.logs import AGENCIES, START, clock, ms, revisions
from tests.triage.test_triage_laws import logs

run = partial(logs_module.run, built=FAMILIES)
TEXTS = {
    "text_id": "00000000-0000-4000-8000-000000000001",
    "question_id": "00000000-0000-4000-8000-000000000002",
}


def moment(record: Record) -> datetime:
    """The time of a record in the log."""
    return START + timedelta(milliseconds=record.timestamp - ms(START))


@st.composite
def actions(draw: st.DrawFn, alert: AlertRevision, at: datetime, number: int) -> bytes:
    kind = draw(st.sampled_from(("acknowledged", "assigned", "snoozed", "noted", "closed", "closed", "reopened")))
    fields: dict[str, dict[str, Any]] = {
        "assigned": {"to_role": "duty_manager"},
        "snoozed": {"until": at + timedelta(hours=draw(st.sampled_from((-1, 3, 30, 900))))},
        "noted": {"text_id": TEXTS["text_id"]},
        "closed": {"code": draw(st.sampled_from(sorted(CLOSURE_CODES)))},
    }
    found: dict[str, Any] = {"type": f"alert_{kind}", "event_id": f"a{number}", "area": alert.area}
    found |= {"subject_key": alert.subject_key, "agency": AGENCIES[alert.area], "occurred_at": at}
    found |= {"alert_id": alert.alert_id, "actor_role": draw(st.sampled_from(("officer", "duty_manager")))}
    return encode(CASE_RECORD.validate_python(found | fields.get(kind, {})))


@st.composite
def handled(draw: st.DrawFn) -> list[Record]:
    """A log in which officers act on the alerts of it, each some time after it opened."""
    records = draw(logs())
    opened = {one.alert_id: one for one in reversed(revisions(run(records)))}
    for number, alert in enumerate(draw(st.lists(st.sampled_from(sorted(opened)), max_size=6)) if opened else ()):
        place = draw(st.integers(0, len(records) - 1))
        at = max(moment(records[place]), opened[alert].log_time)
        value = draw(actions(opened[alert], at, number))
        records.insert(place + 1, records[place]._replace(value=value, timestamp=ms(at)))
    return numbered(records)


def numbered(records: Sequence[Record]) -> list[Record]:
    """As a log has them: offsets ascend."""
    return [one._replace(offset=number) for number, one in enumerate(records)]


@given(handled(), st.lists(st.integers(1, 6), max_size=8))
@settings(max_examples=80, deadline=None)
def test_a_log_with_actions_in_any_batches_gives_the_same_outputs(records: list[Record], splits: list[int]) -> None:
    assert run(records, splits) == run(records, kept=1_000)


@given(handled(), st.integers(0, 30))
@settings(max_examples=80, deadline=None)
def test_a_restart_between_actions_changes_no_output(records: list[Record], cut: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.sqlite"
        before = run(records[:cut], db_path=path) if cut else []
        then = run(records[cut:], db_path=path) if records[cut:] else []
    assert before + then == run(records)


@given(handled(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1_000)), max_size=10))
@settings(max_examples=80, deadline=None)
def test_every_deadline_fires_at_its_own_instant_however_often_the_time_is_told(
    records: list[Record], ticks: list[tuple[int, int]]
) -> None:
    told = list(records)
    for place, share in ticks:
        if place + 1 < len(told):
            before, after = told[place].timestamp, max(told[place].timestamp, told[place + 1].timestamp)
            at = before + (after - before) * share // 1_000
            told.insert(place + 1, told[place]._replace(value=clock(START), timestamp=at))
    assert revisions(run(numbered(told))) == revisions(run(records))


@given(handled())
@settings(max_examples=80, deadline=None)
def test_whatever_officers_do_one_alert_of_a_child_is_open_and_times_never_go_back(records: list[Record]) -> None:
    alerts: dict[str, AlertRevision] = {}
    found = revisions(run(records))
    assert [one.log_time for one in found] == sorted(one.log_time for one in found)
    for one in found:
        assert one.revision == (alerts[one.alert_id].revision + 1 if one.alert_id in alerts else 1)
        alerts[one.alert_id] = one
        same = [a for a in alerts.values() if (a.area, a.subject_key) == (one.area, one.subject_key)]
        assert sum(alert.state not in ENDED for alert in same) <= 1


@given(handled())
@settings(max_examples=80, deadline=None)
def test_an_alert_waits_for_what_its_state_waits_for(records: list[Record]) -> None:
    for one in revisions(run(records)):
        assert one.acknowledge_by is None or one.state == "open"
        assert one.decide_by is None or one.state == "acknowledged"
        assert (one.snoozed_until is not None) == (one.state == "snoozed")
        assert (one.closure_code is not None) == (one.state == "closed")
        assert one.state != "snoozed" or one.severity != "S1"
