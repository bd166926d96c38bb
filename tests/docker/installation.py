"""The three services as processes of one installation, and what an agency does with them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import httpx

from services.heed.context import PORTS
from services.heed.demo.health import Health
from services.heed.demo.readiness import wait_ready
from services.heed.process import managed
from services.heed.process.program import heed_program
from services.streaming.broker.ports import free_port
from services.streaming.settings import Settings


@dataclass(frozen=True, slots=True)
class Installation:
    """Running services; `home` holds the demo's keys."""

    home: Path
    addresses: Mapping[str, str]

    def send(self, path: str, body: Mapping[str, Any], agency: str, **headers: str) -> httpx.Response:
        """What intake answers to an agency."""
        keys = json.loads((self.home / "keys" / "demo-keys.json").read_text())
        headers = {"Authorization": f"Bearer {keys[agency]}"} | headers
        return httpx.post(f"{self.addresses['intake']}{path}", json=body, headers=headers, timeout=30)

    def counts(self, **asked: str) -> Sequence[Mapping[str, Any]]:
        """The rows that the aggregator answers."""
        key = (self.home / "keys" / "internal-key").read_text().strip()
        headers = {"Authorization": f"Bearer {key}"}
        answer = httpx.get(f"{self.addresses['aggregator']}/v1/counts", params=asked, headers=headers, timeout=30)
        rows: list[Mapping[str, Any]] = answer.raise_for_status().json()["rows"]
        return rows


@contextmanager
def installed(home: Path, settings: Settings, folder: Path) -> Iterator[Installation]:
    """Started, and ready; all ended on the way out."""
    addresses = {name: f"http://127.0.0.1:{free_port()}" for name in PORTS}
    shared = ["--home", str(home), "--kafka", settings.bootstrap, "--prefix", settings.prefix]
    programs = [heed_program(name, *shared, name, "--port", url.rpartition(":")[2]) for name, url in addresses.items()]
    with managed(programs, folder) as manager:
        wait_ready(addresses, Health(manager))
        yield Installation(home, addresses)


def containers(image: str) -> list[str]:
    """The ids of the containers of an image that run."""
    client = docker.from_env()
    try:
        return [each.id for each in client.containers.list(filters={"ancestor": image})]
    finally:
        client.close()
