"""What intake keeps for itself is encrypted, and forgotten in time."""

import sqlite3
import uuid
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.intake.links import Link, Links, forget_links
from services.intake.outbox.accept import forget_seen, remember
from services.intake.outbox.tables import SCHEMA

TODAY = date(2026, 3, 17)
KEEP = 90


def _tables() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    return db


@given(st.integers(1, 400))
def test_a_link_is_found_until_its_days_are_over(days: int) -> None:
    """Not a day longer."""
    db, links = _tables(), Links(b"s" * 32, KEEP)
    link = Link(report_revision=1, half="{}")
    links.keep(db, "report", link, TODAY)
    forget_links(db, TODAY + timedelta(days=days))
    assert links.find(db, "report") == (link if days < KEEP else None)


def test_the_table_tells_neither_report_nor_half() -> None:
    """Without intake's secret, even to who holds both ids."""
    db, report_id, event_id = _tables(), str(uuid.uuid4()), str(uuid.uuid4())
    Links(b"s" * 32, KEEP).keep(db, report_id, Link(report_revision=1, half=event_id), TODAY)
    [row] = db.execute("SELECT report, sealed FROM links").fetchall()
    assert not any(id.encode() in cell for id in (report_id, event_id) for cell in row)
    assert Links(b"t" * 32, KEEP).find(db, report_id) is None


def test_identities_are_forgotten_by_day() -> None:
    """Those of earlier days only."""
    db = _tables()
    for day in (10, 11, 12):
        remember(db, bytes([day]), b"", day, None)
    assert forget_seen(db, 11) == 1
    assert db.execute("SELECT day FROM seen ORDER BY day").fetchall() == [(11,), (12,)]
