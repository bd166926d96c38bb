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
from services.heed.stopping import only_answered, run_stoppable
from services.heed.up import bring_up
from services.intake.keys import ensure_demo_keys
from services.streaming.broker import Broker, kafka
from services.streaming.broker.ports import free_port


@dataclass(frozen=True, slots=True)
class Stage:
    """A running demo. `heed` reaches its services and topics; `keys` are the agencies' API keys, `logs` a folder."""

    heed: Heed
    health: Health
    keys: dict[str, str] = field(repr=False)
    logs: Path


@contextmanager
def staged(heed: Heed, console: Console) -> Iterator[Stage]:
    """Start it all from nothing: what an earlier demo left is deleted. All is stopped on the way out."""
    _check(heed)
    places = Places(heed.home.absolute(), heed.cache)
    folder = places.run / "demo"
    _forget(folder, console)
    try:
        with ExitStack() as stack, _ending():
            broker = _kafka(heed, folder, console, stack)
            running = _running(broker.bootstrap, folder)
            stack.enter_context(announced(places.run / "running.json", running))
            mine = replace(heed, kafka=broker.bootstrap, topic_prefix=running.prefix)
            yield _stage(mine, running, folder, console, stack, given=bool(heed.kafka))
    finally:
        console.print("Everything is stopped: nothing is left running.")


def _forget(folder: Path, console: Console) -> None:
    if folder.exists():
        console.print(f"What an earlier demo left in {folder} is deleted: this one starts afresh.", soft_wrap=True)
        shutil.rmtree(folder)


@contextmanager
def _ending() -> Iterator[None]:
    """Once the block is left, what it started is ended whole: a signal doesn't stop that half way."""
    try:
        yield
    finally:
        only_answered()


def _kafka(heed: Heed, folder: Path, console: Console, stack: ExitStack) -> Broker:
    console.print("Finding or starting Kafka …")
    progress = stack.enter_context(progress_bar(console))
    broker = stack.enter_context(kafka(heed.kafka, cache=heed.cache, data=folder / "kafka", progress=progress))
    console.print(f"Kafka: {broker.how}, at {broker.bootstrap}", highlight=False)
    return broker


def _stage(heed: Heed, running: Running, folder: Path, console: Console, stack: ExitStack, *, given: bool) -> Stage:
    """Topics, keys and services, ready. A `given` Kafka isn't ours: it is left as it was."""
    if given:
        stack.callback(lambda: asyncio.run(delete_topics(heed.settings())))
    keys = ensure_demo_keys(heed.configuration, heed.keys)
    with console.status("Making topics; starting intake, triage and aggregator"):
        run_stoppable(bring_up(heed.settings(), heed.configuration))
        health = Health(stack.enter_context(managed(_programs(heed, running), folder / "processes")))
        wait_ready(running.addresses, health)
    return Stage(heed, health, keys, folder / "processes")


def _check(heed: Heed) -> None:
    if not heed.configuration.demo:
        raise UserError(f"{heed.configuration_file} doesn't say `demo = true`: the demo won't write to a real system.")
    heed.check_alone()


def _running(bootstrap: str, folder: Path) -> Running:
    addresses = {name: f"http://127.0.0.1:{free_port(port)}" for name, port in PORTS.items()}
    return Running(bootstrap, f"demo-{secrets.token_hex(3)}-", str(folder), addresses)


def _programs(heed: Heed, running: Running) -> list[Program]:
    """The services find Kafka and their folders by what is announced."""
    shared = ["--config", str(heed.configuration_file.absolute()), "--home", str(heed.home.absolute())]
    shared += ["--kafka", running.bootstrap, "--prefix", running.prefix or ""]
    ports = {name: address.rpartition(":")[2] for name, address in running.addresses.items()}
    return [heed_program(name, *shared, name, "--port", port) for name, port in ports.items()]
