"""Everything that a demo runs: Kafka, topics and keys, and the three services under a process manager."""

import asyncio
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console

from services.heed.cleaning import delete_topics
from services.heed.context import PORTS, Heed
from services.heed.demo.health import Health
from services.heed.demo.readiness import wait_ready
from services.heed.errors import UserError
from services.heed.places import Places
from services.heed.process import Program, managed
from services.heed.process.program import heed_program
from services.heed.progress_bar import progress_bar
from services.heed.running import Running, announced
from services.heed.up import bring_up
from services.intake.keys import ensure_demo_keys
from services.streaming.broker import kafka
from services.streaming.broker.ports import free_port


@dataclass(frozen=True, slots=True)
class Stage:
    """A running demo. `heed` reaches its services and topics; `keys` are the agencies' API keys."""

    heed: Heed
    health: Health
    keys: dict[str, str] = field(repr=False)


@contextmanager
def staged(heed: Heed, console: Console) -> Iterator[Stage]:
    """Start it all from nothing: what an earlier demo left is deleted. All is stopped on the way out."""
    _check(heed)
    places = Places(heed.home.absolute(), heed.cache)
    folder = places.run / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar(console))
        broker = stack.enter_context(kafka(heed.kafka, cache=heed.cache, data=folder / "kafka", progress=progress))
        console.print(f"Kafka: {broker.how}, at {broker.bootstrap}", highlight=False)
        running = _running(broker.bootstrap, folder)
        stack.enter_context(announced(places.run / "running.json", running))
        inside = replace(heed, kafka=broker.bootstrap)
        keys = ensure_demo_keys(inside.configuration, inside.keys)
        asyncio.run(bring_up(inside.settings(), inside.configuration))
        if heed.kafka:  # a Kafka that isn't ours: leave it as it was
            stack.callback(lambda: asyncio.run(delete_topics(inside.settings())))
        manager = stack.enter_context(managed(_programs(inside, running), folder / "processes"))
        health = Health(manager)
        with console.status("Starting intake, triage and aggregator"):
            wait_ready(running.addresses, health)
        yield Stage(inside, health, keys)


def _check(heed: Heed) -> None:
    if not heed.configuration.demo:
        raise UserError(f"{heed.configuration_file} doesn't say `demo = true`: the demo won't write to a real system.")
    if heed.running is not None:
        raise UserError(f"Process {heed.running.pid} already runs Heed from {heed.home}. End it with Ctrl-C first.")


def _running(bootstrap: str, folder: Path) -> Running:
    addresses = {name: f"http://127.0.0.1:{free_port(port)}" for name, port in PORTS.items()}
    return Running(bootstrap, f"demo-{secrets.token_hex(3)}-", str(folder), addresses)


def _programs(heed: Heed, running: Running) -> list[Program]:
    """The services find Kafka and their folders by what is announced."""
    shared = ["--config", str(heed.configuration_file.absolute()), "--home", str(heed.home.absolute())]
    shared += ["--kafka", running.bootstrap, "--prefix", running.prefix or ""]
    ports = {name: address.rpartition(":")[2] for name, address in running.addresses.items()}
    return [heed_program(name, *shared, name, "--port", port) for name, port in ports.items()]
