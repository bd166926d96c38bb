"""What the aggregator keeps in its state file."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings

from schemas.base import encode
from schemas.counts import COUNT
from schemas.reports import TeamChanged
from services.aggregator.fold import Aggregator
from services.streaming.batch import Row
from services.streaming.records import Record
from services.streaming.testing import drain, fold_log, log_of, open_fold
from tests.aggregator.asked import log_of as reports_of
from tests.aggregator.logs import TOPIC, logs


def folded(log: list[Record], path: Path, size: int) -> dict[bytes, Row]:
    """The last value of each key where the file is closed and opened again after every `size` records."""
    last: dict[bytes, Row] = {}
    for start in range(0, len(log), size):
        fold = open_fold(Aggregator(), topic=TOPIC, path=path)
        fold.apply(log[start : start + size], start, start + size)
        last |= {row.key: row._replace(place=row.place._replace(index=0)) for row in drain(fold)}
        fold.file.close()
    return last


@settings(max_examples=25, deadline=None)
@given(logs())
def test_a_worker_that_restarts_after_every_record_puts_what_one_that_never_does_puts(log: list[Record]) -> None:
    timed = [one for one in sorted(log, key=lambda record: record.timestamp)]
    timed = [Record(TOPIC, 0, n, one.timestamp, None, one.value, (), one.timestamp) for n, one in enumerate(timed)]
    with TemporaryDirectory() as folder:
        assert folded(timed, Path(folder) / "a", 1) == folded(timed, Path(folder) / "b", len(timed))


def test_a_team_change_is_kept_from_its_day_on_and_the_later_of_one_day_holds() -> None:
    def changed(headcount: int, day: int) -> bytes:
        names: dict[str, Any] = {"area": "E06000901", "agency": "agency-a", "team": "team-1", "name": "Team 1"}
        return encode(TeamChanged(**names, headcount=headcount, from_day=date(2025, 4, day)))

    fold = open_fold(Aggregator(), topic=TOPIC)
    fold.apply(log_of([changed(12, 1), changed(9, 2), changed(11, 2)], topic=TOPIC), 0, 3)
    rows = fold.file.db.execute("SELECT valid_from, headcount FROM teams ORDER BY valid_from").fetchall()
    assert [(date.fromordinal(day), people) for day, people in rows] == [
        (date(2025, 4, 1), 12),
        (date(2025, 4, 2), 11),
    ]


def test_every_revision_is_kept_with_the_day_it_became_known_also_a_late_lower_one() -> None:
    same = {"report_id": "00000000-0000-4000-8000-000000000000"}
    log = reports_of(same | {"revision": 3}, same | {"revision": 2, "known": 1}, same | {"revision": 3, "known": 2})
    fold = open_fold(Aggregator(), topic=TOPIC)
    batch = fold.apply(log, 0, 3)
    rows = fold.file.db.execute("SELECT revision, known FROM revisions ORDER BY known").fetchall()
    assert [(revision, known - rows[0][1]) for revision, known in rows] == [(3, 0), (2, 1)]
    assert batch.duplicates == 1


def test_what_arrives_after_midnight_in_england_becomes_known_on_the_new_day() -> None:
    """At 22:59 and 23:01 in UTC on a day in July."""
    before = int(datetime(2025, 7, 1, 22, 59, tzinfo=UTC).timestamp() * 1000)
    first, second = reports_of({}, {})
    log = [first._replace(timestamp=before), second._replace(timestamp=before + 120_000)]
    outputs = fold_log(Aggregator, log, [1], topic=TOPIC)
    known = {COUNT.validate_json(output.value or b"").known_day for output in outputs}
    assert known == {date(2025, 7, 1), date(2025, 7, 2)}
