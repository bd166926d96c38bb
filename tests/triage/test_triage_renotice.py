"""A new engine tells operators only what it says otherwise than the one before, marked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schemas.notices import OPERATOR_NOTICE, OperatorNotice
from services.streaming.batch import Row
from services.streaming.partition import PartitionFold
from services.streaming.records import Record
from services.triage.succession import retold
from tests.triage.logs import START, after, clock, event, log
from tests.triage.moded import HIGH_HARM, UNDECIDED, active, built, referral
from tests.triage.test_triage_engine import opened

RECORDS = log(
    *((START, referral(START, child)) for child in range(1, 5)),
    (after(24 * 4), clock(START)),
    (after(24 * 5), event("visit_made", after(24 * 5), id="v1")),
)
BEFORE = RECORDS[:5]
OLD = built(active(UNDECIDED, a_week=2))
KEY = f"budget:E06000901:aldermere-childrens-services:{UNDECIDED}"


def told(folded: PartitionFold, records: Sequence[Record]) -> list[Row]:
    """The notices that the partition publishes of the log."""
    timed = [one._replace(log_time=one.timestamp) for one in records]
    folded.apply(timed, timed[0].offset, timed[-1].offset + 1)
    rows = [row for row in folded.file.pending(10_000) if row.topic == "operator-notices"]
    folded.file.sent(timed[-1].offset)
    folded.file.close()
    return rows


def read(rows: Sequence[Row]) -> list[OperatorNotice]:
    """Them as records of the contract."""
    return [OPERATOR_NOTICE.validate_json(row.value or b"") for row in rows]


def test_an_engine_that_says_the_same_tells_operators_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    assert [one.notice for one in read(told(opened(path, OLD), BEFORE))] == ["over_budget"]
    same = replace(OLD, engine="ab" * 32)
    assert told(opened(path, same, mark=4), RECORDS) == []


def test_a_budget_that_would_have_been_passed_otherwise_is_told_anew_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    told(opened(path, OLD), BEFORE)
    tighter = built(active(UNDECIDED, a_week=1), active(HIGH_HARM))
    (said,) = read(told(opened(path, tighter, mark=4), RECORDS))
    assert (said.notice, said.alerts, said.budget, said.cause) == ("over_budget", 2, 1, "engine")
    assert told(opened(path, tighter, mark=5), RECORDS) == []


def test_what_no_longer_holds_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    told(opened(path, OLD), BEFORE)
    (row,) = told(opened(path, built(active(UNDECIDED, a_week=9)), mark=4), RECORDS)
    assert (row.key.decode(), row.value) == (KEY, None)


def test_what_the_old_engine_had_not_sent_yet_is_told_by_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    folded = opened(path, OLD)
    folded.apply([one._replace(log_time=one.timestamp) for one in BEFORE], 0, 5)
    folded.file.close()
    rows = told(opened(path, replace(OLD, engine="ab" * 32), mark=3), RECORDS)
    assert [row.value is None for row in rows] == [True, False], "whether an earlier word was sent isn't known"
    (said,) = read(rows[1:])
    assert (said.notice, said.alerts) == ("over_budget", 3)


def test_a_rule_that_is_made_active_again_keeps_what_was_told_and_is_not_over_from_its_day_on(tmp_path: Path) -> None:
    """The first setting stays in the configuration, so nothing of the past is told otherwise."""
    path = tmp_path / "state.sqlite"
    told(opened(path, OLD), BEFORE)
    again = built(active(UNDECIDED, a_week=2), active(UNDECIDED, date(2026, 3, 9), a_week=4))
    assert told(opened(path, again, mark=4), RECORDS) == []


@pytest.mark.parametrize("notice", ["feed_heard", "budget_renewed"])
def test_that_something_is_over_which_was_never_told_is_not_told(notice: str) -> None:
    said = OPERATOR_NOTICE.validate_python(
        {"notice": notice, "area": "E06000901", "engine": "ab" * 8, "log_time": START}
    )
    assert list(retold({}, (), {"one": said})) == []
    assert list(retold({}, ("one",), {"one": said})) == [("one", said.model_copy(update={"cause": "engine"}))]
    assert list(retold({"one": said}, (), {})) == [("one", None)]
