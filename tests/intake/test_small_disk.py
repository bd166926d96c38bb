"""A disk that is really full: a small one of memory, where that may be mounted."""

import dataclasses
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.configuration import Configuration
from services.intake.limits import Limits
from tests.cluster import Cluster
from tests.intake.world import event, serving
from tests.waiting import until

NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """24 mebibytes, for root only; elsewhere the test of a full file stands for it."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


async def test_a_full_disk_is_507_and_what_had_been_accepted_is_in_kafka_in_the_end(
    cluster: Cluster, configured: Configuration, small: Path
) -> None:
    """Once there is room again it goes on, and the request that was refused is taken whole."""
    away = dataclasses.replace(cluster.settings, state_dir=small / "state")
    (small / "state").mkdir()
    ballast = small / "ballast"
    ballast.write_bytes(bytes(16_000_000))
    accepted: list[str] = []
    async with serving(configured, away, Limits(shuffle_s=0.2, wait_s=5)) as served, served.client() as client:
        status = 0
        while status != 507:
            lines = [event() for _ in range(1_000)]
            answer = await client.post("/v1/case-events", content="\n".join(map(json.dumps, lines)), headers=NDJSON)
            status = answer.status_code
            if answer.is_success:
                accepted += [one["event_id"] for one in lines]
            assert status in (201, 202, 507), answer.text
        ballast.unlink()
        again = await client.post("/v1/case-events", content="\n".join(map(json.dumps, lines)), headers=NDJSON)
        await until(lambda: served.metric("heed_intake_spool_rows") == 0)
    assert again.json()["accepted"] == 1_000
    assert accepted
    found = [json.loads(record.value or b"")["event_id"] for record in await cluster.read("cases")]
    assert len(found) == len(set(found))
    assert set(found) == {*accepted, *(one["event_id"] for one in lines)}
