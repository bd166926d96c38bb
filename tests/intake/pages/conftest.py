"""Intake as a process of its own, and a real browser."""

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, async_playwright

from services.intake.keys import ensure_demo_keys
from tests.cluster import Cluster
from tests.intake.conftest import PARTITIONS
from tests.intake.process import configured as process_configuration

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_S = 30


@dataclass(frozen=True, slots=True)
class Serving:
    """A running process: its address, its folder, and the file with all that it printed."""

    url: str
    folder: Path
    log: Path


@pytest.fixture
async def process(cluster: Cluster, tmp_path: Path) -> AsyncIterator[Serving]:
    """Intake, with both doors, until the test ends."""
    ensure_demo_keys(process_configuration(tmp_path, PARTITIONS), tmp_path / "keys")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    log = tmp_path / "log"
    where = (str(tmp_path), cluster.settings.bootstrap, cluster.settings.prefix, str(port), str(PARTITIONS))
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.intake.process", *where, stdout=file, stderr=file
        )
        try:
            await _ready(f"http://127.0.0.1:{port}")
            yield Serving(f"http://127.0.0.1:{port}", tmp_path, log)
        finally:
            process.terminate()
            await process.wait()


async def _ready(url: str) -> None:
    async with asyncio.timeout(START_S), httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(f"{url}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium of this machine, without a screen."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip(f"no browser here ({', '.join(BROWSERS)}): apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        await browser.close()
