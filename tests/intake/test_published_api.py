"""Schemathesis on the published OpenAPI document, against an intake that serves: what is documented is what happens."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from services.intake.keys import ensure_demo_keys
from tests.cluster import Cluster
from tests.intake.conftest import PARTITIONS
from tests.intake.process import configured
from tests.intake.test_kill import Hunted, command, free_port
from tests.intake.world import SOCIAL_CARE
from tests.waiting import until

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture
def served(cluster: Cluster, tmp_path: Path) -> Iterator[Hunted]:
    hunted = Hunted(command(cluster.settings, tmp_path, free_port()), tmp_path / "log")
    hunted.start()
    yield hunted
    hunted.kill()


async def check(served: Hunted, folder: Path, *arguments: str) -> None:
    """Runs it with a key that may do everything for one agency."""
    key = ensure_demo_keys(configured(folder, PARTITIONS), folder / "keys")[SOCIAL_CARE]
    url = f"http://127.0.0.1:{served.command[-2]}"
    await until(lambda: _answers(url))
    run = [str(Path(sys.executable).with_name("st")), "run", f"{url}/openapi.json", "--checks", CHECKS]
    more = ["--header", f"Authorization: Bearer {key}", "--seed", "1", "--no-color", *arguments]
    done = await asyncio.to_thread(
        subprocess.run, [*run, *more], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "not_a_server_error" not in done.stdout, done.stdout
    assert done.returncode == 0, done.stdout
    assert "Traceback" not in served.log.read_text()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").is_success
    except httpx.TransportError:
        return False


async def test_what_is_sent_at_random_by_the_document_is_answered_as_the_document_says(
    served: Hunted, tmp_path: Path
) -> None:
    await check(served, tmp_path, "--phases", "fuzzing", "--max-examples", "30")


@pytest.mark.fuzz
@pytest.mark.timeout(1_200)
async def test_every_limit_of_the_document_is_tried_from_both_sides(served: Hunted, tmp_path: Path) -> None:
    """Some 25,000 requests; run by `make fuzz`."""
    await check(served, tmp_path, "--phases", "coverage,fuzzing", "--max-examples", "300")
