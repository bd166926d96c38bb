"""Quix Streams, exactly once: state in RocksDB with changelog topics, committed with the counts once a second.

The log is keyed by team, which spares it the second topic that regrouping would take. It has no timer, so it publishes
what changed with the first record after each second; the harness adds a duplicate now and then, so that there is one.
"""

import time
from typing import Any

from quixstreams import Application
from quixstreams.state import State

from bench.work import PUBLISH_S, Count, FirstRecord, Job, team_of, validated


class Counter:
    """Deduplicates and counts in the team's state; remembers which counts to publish."""

    def __init__(self) -> None:
        self._changed: dict[str, int] = {}
        self._published_at = 0.0
        self._first = FirstRecord()

    def __call__(self, value: bytes, state: State[str, Any]) -> list[Count]:
        """The counts to publish now."""
        self._first.seen()
        report = validated(value)
        if not state.exists(report.report_id):
            state.set(report.report_id, True)
            n = state.get("n", 0) + 1
            state.set("n", n)
            self._changed[team_of(report)] = n
        return self._due()

    def _due(self) -> list[Count]:
        if not self._changed or time.monotonic() < self._published_at + PUBLISH_S:
            return []
        due = [Count(team=team, n=n) for team, n in self._changed.items()]
        self._changed, self._published_at = {}, time.monotonic()
        return due


def build_app(job: Job) -> Application:
    """The application and its one dataframe."""
    app = Application(
        broker_address=job.bootstrap,
        consumer_group=f"{job.prefix}quix",
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=PUBLISH_S,
        state_dir=job.state_dir,
        loglevel="WARNING",
    )
    reports = app.topic(job.input, key_deserializer="str", value_deserializer="bytes")
    counts = app.topic(job.output, key_serializer="str", value_serializer="json")
    frame = app.dataframe(reports).apply(Counter(), stateful=True, expand=True)
    frame.to_topic(counts, key=lambda count: count["team"])
    return app


if __name__ == "__main__":
    build_app(Job.from_argv()).run()
