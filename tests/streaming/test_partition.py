"""One partition's fold on its file: what commits together, what is dropped, what stops it."""

import sqlite3
from pathlib import Path

import pytest

from services.streaming.batch import FoldBatch
from services.streaming.partition import Log, PartitionFold, TooManyDeadLetters, open_partition
from services.streaming.settings import Limits
from services.streaming.statefile import Identity, PositionConflict, StateMismatch
from services.streaming.testing import IDENTITY, KEY, drain, log_of, open_fold
from tests.streaming.teams import Teams, report

SMALL = Limits(dead_letter_window=20, dead_letter_least=4, dead_letter_share=0.2)


def _apply(folded: PartitionFold, values: list[bytes | None], start: int = 0) -> FoldBatch:
    records = [record._replace(offset=record.offset + start) for record in log_of(values)]
    return folded.apply(records, folded.progress.position, start + len(values))


def test_what_was_folded_before_is_dropped_without_a_trace() -> None:
    folded = open_fold(Teams())
    _apply(folded, [report(1), report(2)])
    drain(folded)
    _apply(folded, [report(1), report(2), report(3)])
    assert [row.key for row in drain(folded) if not row.absolute] == [b"r3"]
    assert folded.progress.position == 3


def test_a_fold_that_raises_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    class Buggy(Teams):
        def apply(self, batch: object) -> None:
            super().apply(batch)  # type: ignore[arg-type]  # the batch that the runtime made
            raise RuntimeError("a bug")

    folded = open_fold(Buggy(), path=tmp_path / "p.sqlite")
    with pytest.raises(RuntimeError, match="a bug"):
        _apply(folded, [report(1)])
    assert (folded.progress.position, folded.file.waiting()) == (0, 0)
    assert folded.file.db.execute("SELECT count(*) FROM seen").fetchone() == (0,)


def test_records_missing_before_a_batch_are_an_error_not_a_gap() -> None:
    folded = open_fold(Teams())
    with pytest.raises(PositionConflict, match="read from 5, but folded only to 0"):
        folded.apply([], 5, 6)


def test_a_second_worker_on_the_same_file_loses(tmp_path: Path) -> None:
    first, second = (open_fold(Teams(), path=tmp_path / "p.sqlite") for _ in range(2))
    _apply(first, [report(1)])
    with pytest.raises(PositionConflict, match="another worker"):
        _apply(second, [report(1)])


def test_transaction_markers_move_the_position_without_records() -> None:
    folded = open_fold(Teams())
    folded.apply([], 0, 7)
    assert (folded.progress.position, folded.progress.folded) == (7, 0)


def test_what_the_mark_covers_is_not_sent_again() -> None:
    folded = open_fold(Teams(), mark=1)
    _apply(folded, [report(1), report(2, 1), report(3)])
    assert [(row.place.offset, row.key) for row in drain(folded)] == [(2, b"r3"), (2, b"t0")]


def test_an_old_file_forgets_what_was_published_since(tmp_path: Path) -> None:
    folded = open_fold(Teams(), path=tmp_path / "p.sqlite")
    _apply(folded, [report(1), report(2)])
    folded.file.close()
    again = open_fold(Teams(), path=tmp_path / "p.sqlite", mark=0)
    assert {row.place.offset for row in drain(again)} == {1}


def test_an_offset_is_sent_whole_or_not_at_all() -> None:
    folded = open_fold(Teams())
    _apply(folded, [report(1), report(2)])
    assert [row.place.offset for row in folded.file.pending(1)] == [0]
    assert [row.place.offset for row in folded.file.pending(2)] == [0, 1, 1]


def test_a_value_that_is_not_sent_yet_is_replaced_by_the_next() -> None:
    folded = open_fold(Teams())
    _apply(folded, [report(1)])
    _apply(folded, [report(2)], start=1)
    assert [(row.key, row.value) for row in drain(folded) if row.absolute] == [(b"t0", b"2")]


def test_too_many_dead_letters_stop_the_partition_and_nothing_of_the_batch_is_kept() -> None:
    folded = open_fold(Teams(), limits=SMALL)
    with pytest.raises(TooManyDeadLetters) as stop:
        _apply(folded, [report(1), b"?", b"?", b"?", b"?"])
    assert (stop.value.offset, folded.progress.position, folded.file.waiting()) == (4, 0, 0)


def test_after_an_operators_leave_outputs_are_as_if_it_had_never_stopped() -> None:
    values = [report(1), *[b"?"] * 9, report(2)]
    easy, strict = open_fold(Teams()), open_fold(Teams(), limits=SMALL)
    _apply(easy, list(values))
    with pytest.raises(TooManyDeadLetters):
        _apply(strict, list(values))
    strict.allow(10)
    _apply(strict, list(values))
    assert drain(strict) == drain(easy)


@pytest.mark.parametrize(("name", "value"), [("cluster", "other"), ("topic_id", "other"), ("partitions", 7)])
def test_a_file_of_another_log_is_refused_with_what_to_do(tmp_path: Path, name: str, value: object) -> None:
    open_fold(Teams(), path=tmp_path / "p.sqlite").file.close()
    with pytest.raises(StateMismatch, match="`heed state drop`"):
        _open(tmp_path / "p.sqlite", Identity(**{**IDENTITY._asdict(), name: value}))


def test_another_engine_rebuilds_beside_the_old_file(tmp_path: Path) -> None:
    folded = open_fold(Teams(), path=tmp_path / "p.sqlite")
    _apply(folded, [report(1)])
    folded.file.close()
    again = _open(tmp_path / "p.sqlite", IDENTITY._replace(engine="89abcdef"))
    assert again.progress.position == 0
    old = sqlite3.connect(tmp_path / "p.sqlite.old")
    assert old.execute("SELECT position FROM heed_state").fetchone() == (1,)
    old.close()


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    class Newer(Teams):
        version = 2

    open_fold(Newer(), path=tmp_path / "p.sqlite").file.close()
    with pytest.raises(StateMismatch, match="newer program"):
        open_fold(Teams(), path=tmp_path / "p.sqlite")


def _open(path: Path, identity: Identity) -> PartitionFold:
    return open_partition(
        Teams(), Log("test", "cases", 0), path=path, identity=identity, dead_letter_key=KEY, limits=Limits()
    )
