"""What was sent of each report: so that an export sent again makes revisions of what changed, and nothing else."""

import hashlib
import json
from typing import Any, Literal, NamedTuple

from services.heed.sending.spool import Spool

TABLE = "CREATE TABLE IF NOT EXISTS sent (key TEXT PRIMARY KEY, revision INTEGER, digest BLOB, reported_on TEXT)"


class Revised(NamedTuple):
    """`body` is what to send; None for a row that is as it was."""

    what: Literal["new", "changed", "unchanged"]
    body: dict[str, Any] | None


class Revisions:
    """A table in the spool's file: digests and revision numbers, no content."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        with spool.transaction() as db:
            db.execute(TABLE)

    def revised(self, key: str, body: dict[str, Any], today: str) -> Revised:
        """The body with its revision and the first day on which it was reported. Nothing is noted yet."""
        with self._spool.transaction() as db:
            row = db.execute("SELECT revision, digest, reported_on FROM sent WHERE key = ?", (key,)).fetchone()
        if row is None:
            return Revised("new", {"reported_on": today} | body | {"revision": 1})
        revision, digest, reported_on = row
        if digest == _digest(body):
            return Revised("unchanged", None)
        return Revised("changed", {"reported_on": reported_on} | body | {"revision": revision + 1})

    def put(self, key: str, body: dict[str, Any], sent: dict[str, Any]) -> None:
        """Into the spool and noted, both or neither. `body` as the row has it."""
        row = (key, sent["revision"], _digest(body), sent["reported_on"])
        self._spool.put_reports(
            [(key, sent)], along=lambda db: db.execute("INSERT OR REPLACE INTO sent VALUES (?,?,?,?)", row)
        )


def _digest(body: dict[str, Any]) -> bytes:
    return hashlib.blake2b(json.dumps(body, sort_keys=True).encode(), digest_size=16).digest()
