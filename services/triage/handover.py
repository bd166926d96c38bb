"""Publishes where a new engine's alerts and notices differ from those that the old engine published."""

import sqlite3
from collections.abc import Iterable

from schemas.alerts import ALERT_REVISION, AlertRevision
from schemas.base import encode
from schemas.notices import OPERATOR_NOTICE, OperatorNotice
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.alerts import ENDED
from services.triage.judge import ALERTS, REVISIONS, TYPE
from services.triage.notices import TOPIC as NOTICES
from services.triage.notices import tell
from services.triage.store import Store
from services.triage.succession import retold, taken_over


def hand_over(batch: Batch, cause: Record, old: sqlite3.Connection, mark: int, engine: str) -> None:
    """See `services.streaming.succession.Successor.succeed`. What is kept in memory must be read anew then."""
    store = Store(batch.db)
    unsent = _unsent(old, mark)
    published = {alert_id: one for alert_id, one in _alerts(old).items() if unsent.get(alert_id) != 1}
    for revision, told in taken_over(published, unsent, _alerts(batch.db), engine, cause.log_time):
        value = encode(revision)
        owner = store.subject(revision.area, revision.subject_key).id
        store.keep_alert(owner, revision.alert_id, value, revision.state not in ENDED)
        for topic in (REVISIONS, ALERTS) if told else ():
            batch.emit(cause, topic, key=revision.alert_id, value=value, type=TYPE)
    store.done()
    _notices(batch, cause, old, mark)


def _notices(batch: Batch, cause: Record, old: sqlite3.Connection, mark: int) -> None:
    """What operators were told, likewise. A file of before they were kept says nothing: they are told all again."""
    said, now = (_last_words(db) for db in (old, batch.db))
    query = "SELECT key FROM heed_events WHERE topic = ? AND offset > ?"
    unsent = {bytes(key).decode() for (key,) in old.execute(query, (NOTICES, mark))}
    for key, notice in retold(said, unsent, now):
        tell(batch, cause, key, notice)


def _last_words(db: sqlite3.Connection) -> dict[str, OperatorNotice]:
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'notices'").fetchone() is None:
        return {}
    return {key: OPERATOR_NOTICE.validate_json(value) for key, value in db.execute("SELECT key, value FROM notices")}


def _alerts(db: sqlite3.Connection) -> dict[str, AlertRevision]:
    values: Iterable[tuple[bytes]] = db.execute("SELECT value FROM alerts")
    found = (ALERT_REVISION.validate_json(value) for (value,) in values)
    return {alert.alert_id: alert for alert in found}


def _unsent(old: sqlite3.Connection, mark: int) -> dict[str, int]:
    """The first revision of each alert that the old engine had made but not published."""
    query = "SELECT value FROM heed_events WHERE topic = ? AND offset > ? ORDER BY offset DESC, idx DESC"
    found = (ALERT_REVISION.validate_json(value) for (value,) in old.execute(query, (REVISIONS, mark)))
    return {one.alert_id: one.revision for one in found}
