"""A benchmark does not quote a contender that counts wrongly or dies."""

import asyncio
from pathlib import Path

import pytest

from bench import cluster
from bench.process import ContenderFailed, contender
from bench.published import NeverLevel, Published
from bench.reports import Keyed, ReportLog
from bench.work import OUTPUT, Job, count_of
from services.streaming.broker import Broker
from services.streaming.settings import Settings


async def test_counts_that_are_not_the_true_ones_are_refused_by_name(kafka: Broker, settings: Settings) -> None:
    """One team counted once too often: the message names it with what was published and what is true."""
    log = ReportLog(200)
    wrong = log.truth() | {"team-07": log.truth()["team-07"] + 1}
    job = Job(kafka.bootstrap, settings.prefix, settings.state_dir)
    async with (
        cluster.topics(kafka.bootstrap, job.prefix, [OUTPUT]),
        Published(kafka.bootstrap, job.output) as published,
    ):
        counts = [Keyed(team, count_of(team, n)) for team, n in wrong.items()]
        await asyncio.to_thread(cluster.append, kafka.bootstrap, job.output, counts)
        with pytest.raises(NeverLevel, match=r"1 of 40 counts are wrong.*team-07"):
            await published.until(log.truth(), within_s=2)
        await published.until(wrong, within_s=5)


async def test_a_contender_that_ends_by_itself_is_told_with_what_it_wrote(tmp_path: Path) -> None:
    """Its last words are in the error, so that a broken run explains itself."""
    async with contender("none_of_that_name", Job("127.0.0.1:1", "x-", tmp_path / "state")) as running:
        with pytest.raises(ContenderFailed, match="No module named"):
            await running.first(within_s=20)
