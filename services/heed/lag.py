"""How far each fold is behind, from its marks and the ends of what it reads."""

import time
from datetime import UTC, datetime
from typing import Any

from schemas.control import MARK, Mark
from services.heed.reading import last_values, stable_ends
from services.streaming.settings import Settings


async def fold_lag(settings: Settings, now_ms: int | None = None) -> list[dict[str, Any]]:
    """A row for each fold and partition: its `position`, `lag_records`, `lag_seconds` and last `checkpoint`.

    `lag_seconds` is how old the log's time is at the position, 0 when level; `checkpoint` that time in UTC. Both are
    None where the fold has taken no record yet. Partitions
    to which nothing was ever written have no row.
    """
    marks = [MARK.validate_json(value) for value in await last_values(settings, "marks")]
    ends = {topic: await stable_ends(settings, topic) for topic in {mark.topic for mark in marks}}
    now = now_ms or int(time.time() * 1000)
    rows = []
    for mark in sorted(marks, key=lambda mark: (mark.group, mark.topic, mark.partition)):
        lag = max(0, ends[mark.topic].get(mark.partition, 0) - mark.position)
        rows.append(
            {
                "group": mark.group,
                "topic": mark.topic,
                "partition": mark.partition,
                "position": mark.position,
                "lag_records": lag,
                "lag_seconds": _behind(mark, now) if lag else 0.0,
                "checkpoint": _time(mark),
            }
        )
    return rows


def _behind(mark: Mark, now_ms: int) -> float | None:
    return max(0.0, (now_ms - mark.log_time) / 1000) if mark.log_time else None


def _time(mark: Mark) -> str | None:
    """The log's time at the mark; 0 stands for none."""
    return datetime.fromtimestamp(mark.log_time / 1000, UTC).isoformat(timespec="seconds") if mark.log_time else None
