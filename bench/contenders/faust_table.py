"""Idiomatic Faust: one agent, two tables in memory with changelog topics, a timer that publishes. At least once."""

import faust

from bench.work import PUBLISH_S, FirstRecord, Job, count_of, team_of, validated


def build_app(job: Job) -> faust.App:
    """The application as Faust's own guide would write it; raw bytes in, so that the shared model validates."""
    app = faust.App(
        f"{job.prefix}faust",
        broker=f"kafka://{job.bootstrap}",
        store="memory://",
        datadir=str(job.state_dir),
        topic_partitions=1,
        web_enabled=False,
    )
    reports = app.topic(job.input, value_type=bytes, value_serializer="raw", key_serializer="raw")
    published = app.topic(job.output, value_type=bytes, value_serializer="raw", key_type=str, key_serializer="raw")
    seen = app.Table("seen", default=bool, partitions=1)
    counts = app.Table("counts", default=int, partitions=1)
    changed: set[str] = set()
    first = FirstRecord()

    @app.agent(reports)
    async def count(stream: faust.StreamT[bytes]) -> None:
        async for value in stream:
            first.seen()
            report = validated(value)
            if report.report_id in seen:
                continue
            seen[report.report_id] = True
            counts[team_of(report)] += 1
            changed.add(team_of(report))

    @app.timer(PUBLISH_S)  # type: ignore[untyped-decorator]
    async def publish() -> None:
        now = {team: counts[team] for team in changed}
        changed.clear()
        for team, n in now.items():
            await published.send(key=team, value=count_of(team, n))

    return app


if __name__ == "__main__":
    faust.Worker(build_app(Job.from_argv()), loglevel="ERROR", redirect_stdouts=False).execute_from_commandline()
