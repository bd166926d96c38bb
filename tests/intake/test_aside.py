"""What the broker refused: out of the way, in one place only, and back when an operator says so."""

import sqlite3
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.intake.events import NewEvent
from services.intake.outbox.accept import accept_events
from services.intake.outbox.aside import ask, listed, move_aside, send_again
from services.intake.outbox.rows import Outgoing, add, add_learning, after, waiting_learning
from services.intake.outbox.tables import SCHEMA, open_outbox
from tests.intake.world import RECEIVED

NOW = RECEIVED.now_ms
DAY = NOW - NOW % 86_400_000
ROWS = 4
FIRST_VERSION = SCHEMA.partition("ALTER TABLE")[0]


def record(number: int, topic: str = "cases", timestamp: int | None = NOW) -> Outgoing:
    """A record that its value tells from the others."""
    headers = (("ce_type", b"heed.case.concern_raised"),)
    return Outgoing(topic, 1, b"key", str(number).encode(), headers, timestamp, barrier=number == 1)


def filled() -> sqlite3.Connection:
    """Both lanes with some rows each."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(SCHEMA)
    for number in range(ROWS):
        add(db, record(number, timestamp=None if number == 3 else NOW), NOW)
        add_learning(db, record(ROWS + number, "incident-reports", DAY), number + 1, DAY)
    return db


def places(db: sqlite3.Connection) -> dict[int | bytes, Outgoing]:
    """What waits, by its place."""
    rows = after(db, 0, 100) + [row for _, row in waiting_learning(db, 100)]
    return {row.place: row.record for row in rows}


@given(st.lists(st.one_of(st.integers(0, 2 * ROWS), st.sets(st.integers(1, 8)), st.none()), max_size=12))
def test_whatever_is_refused_and_sent_again_every_record_is_in_one_place_and_unchanged(
    steps: list[int | set[int] | None],
) -> None:
    """A number refuses the waiting row that has it in its turn, a set asks for ids, nothing sends again."""
    db = filled()
    before = sorted(places(db).values(), key=lambda one: one.value)
    for step in steps:
        match step:
            case int(turn):
                waiting = list(places(db))
                move_aside(db, waiting[turn % len(waiting)], "MessageSizeTooLargeError") if waiting else None
            case None:
                send_again(db, NOW)
            case ids:
                ask(db, ids)
    lying = len(listed(db))
    assert len(places(db)) + lying == len(before)
    ask(db, [one.id for one in listed(db)])
    assert send_again(db, NOW) == lying
    assert sorted(places(db).values(), key=lambda one: one.value) == before
    assert [revision for revision, _ in sorted(waiting_learning(db, 100), key=lambda row: row[1].record.value)] == [
        *range(1, ROWS + 1)
    ]


def test_the_marked_go_behind_what_waits_in_the_order_in_which_they_were_refused() -> None:
    db = filled()
    for seq in (1, 2):
        move_aside(db, seq, "UnknownError")
    ask(db, [2, 1])
    send_again(db, NOW)
    assert [row.record.value for row in after(db, 0, 9)] == [b"2", b"3", b"0", b"1"]
    assert listed(db) == []


def test_of_a_reports_halves_no_more_than_the_day_is_kept() -> None:
    """An agency's event is told to the millisecond."""
    db = filled()
    for place in list(places(db)):
        move_aside(db, place, "UnknownError")
    told = {(one.topic, one.exact, one.accepted) for one in listed(db)}
    assert told == {("cases", True, NOW), ("cases", False, DAY), ("incident-reports", False, DAY)}


def test_an_event_sent_again_by_its_agency_is_known_not_to_be_in_kafka_while_it_lies_aside(tmp_path: Path) -> None:
    """Nor while it waits in the outbox once more, nor when it lies aside once more."""
    db = open_outbox(tmp_path / "outbox")
    repeat = accept_events([NewEvent("C-1", 1, b"identity", b"content", record(0))], NOW)
    [first] = repeat(db)
    seqs = []
    for _ in range(2):
        move_aside(db, after(db, 0, 1)[0].place, "UnknownError")
        seqs += [one.seq for one in repeat(db)]
        ask(db, [1])
        send_again(db, NOW)
        seqs += [one.seq for one in repeat(db)]
    db.execute("DELETE FROM outbox")
    assert seqs == [first.seq] * 4
    assert [one.seq for one in repeat(db)] == [None]
    db.close()


def test_what_an_earlier_version_moved_aside_can_be_sent_again(tmp_path: Path) -> None:
    """It kept neither the time of acceptance nor the lane."""
    path = tmp_path / "outbox"
    old = sqlite3.connect(path)
    old.executescript(f"{FIRST_VERSION} PRAGMA user_version=1;")
    insert = "INSERT INTO aside (topic, partition, key, value, headers, timestamp, reason) VALUES (?,?,?,?,?,?,?)"
    for topic, timestamp in (("cases", None), ("incident-reports", DAY)):
        row = (topic, 0, b"key", b"{}", b"", timestamp, "UnknownError")
        old.execute(insert, row)
    old.commit()
    old.close()
    db = open_outbox(path)
    assert [one.accepted for one in listed(db)] == [None, None]
    ask(db, [1, 2])
    assert send_again(db, NOW) == 2
    assert [row.record.topic for row in after(db, 0, 9)] == ["cases"]
    assert [row.record.topic for _, row in waiting_learning(db, 9)] == ["incident-reports"]
    db.close()
