"""The view over `alerts` from which the inbox is served: the last revision of each alert, and what to find it by."""

import sqlite3
from collections.abc import Sequence
from typing import Protocol

from schemas.alerts import ALERT_REVISION, AlertRevision
from services.streaming.views import ViewSpec

TOPIC = "alerts"

SCHEMA = """
CREATE TABLE alerts (
    alert_id TEXT PRIMARY KEY, area TEXT NOT NULL, agency TEXT NOT NULL, subject_key TEXT NOT NULL, state TEXT NOT NULL,
    severity TEXT NOT NULL, mode TEXT NOT NULL, acknowledge_by TEXT, log_time TEXT NOT NULL, value BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE alert_rules (alert_id TEXT, rule TEXT, PRIMARY KEY (alert_id, rule)) WITHOUT ROWID
"""


class Kept(Protocol):
    """A record of a compacted topic."""

    @property
    def key(self) -> bytes | None:
        """The alert's id."""

    @property
    def value(self) -> bytes | None:
        """Its last revision in JSON; None takes it away."""


def apply(db: sqlite3.Connection, topic: str, records: Sequence[Kept]) -> None:
    """Keep the last revision of each alert."""
    for record in records:
        alert_id = (record.key or b"").decode()
        db.execute("DELETE FROM alerts WHERE alert_id = ?", (alert_id,))
        db.execute("DELETE FROM alert_rules WHERE alert_id = ?", (alert_id,))
        if record.value is not None:
            _keep(db, ALERT_REVISION.validate_json(record.value), record.value)


def view_spec() -> ViewSpec:
    """The view for `services.streaming.views.View`."""
    return ViewSpec(name="inbox", topics=(TOPIC,), schema=SCHEMA, apply=apply)


def _keep(db: sqlite3.Connection, alert: AlertRevision, value: bytes) -> None:
    by = None if alert.acknowledge_by is None else alert.acknowledge_by.isoformat()
    row = (alert.alert_id, alert.area, alert.agency, alert.subject_key, alert.state, alert.severity, alert.mode, by)
    db.execute("INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, alert.log_time.isoformat(), value))
    rules = {(alert.alert_id, finding.rule) for finding in alert.findings}
    db.executemany("INSERT INTO alert_rules VALUES (?, ?)", sorted(rules))
