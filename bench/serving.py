"""One HTTP server before Kafka, under load once: events one a request, then many a request."""

import socket
import uuid
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_fixed

from bench import cluster
from bench.contenders.intake import configuration_in
from bench.events import NDJSON, PATH, TOPIC, EventMaker
from bench.http_load import Load, load, request
from bench.process import contender
from bench.work import INPUT, Job
from services.intake.keys import ensure_demo_keys

START_S = 30.0
SETTLE_S = 30.0


class NotAllTaken(Exception):
    """A request was refused, or the topic does not hold exactly what was accepted."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Events sent one a request, events sent many a request, how many that is, and events sent before it counts."""

    single: int
    lines: int
    a_request: int = 250
    warm: int = 500


@dataclass(frozen=True, slots=True)
class Served:
    """One server's answers to both, its processor seconds and its most memory in mebibytes."""

    single: Load
    lines: Load
    cpu_s: float
    peak_mib: float


async def serve(module: str, bootstrap: str, directory: Path, amounts: Amounts) -> Served:
    """Raises `NotAllTaken` where an event was refused, lost or doubled, `ContenderFailed` where the server ends."""
    name = uuid.uuid4().hex[:8]
    job = Job(bootstrap, f"bench-{name}-", directory / name, _free_port())
    configuration = configuration_in(job.state_dir)
    key = ensure_demo_keys(configuration, configuration.keys.directory)[configuration.agencies[0].id]
    client = Client(job.port, key, EventMaker(configuration))
    partitions = configuration.kafka.partitions
    async with cluster.topics(bootstrap, job.prefix, (TOPIC, INPUT), partitions), contender(module, job) as running:
        await running.alive(_listening(job.port))
        await running.alive(client.post_single(amounts.warm))
        single = await running.alive(client.post_single(amounts.single))
        lines = await running.alive(client.post_lines(amounts.lines, amounts.a_request))
        served = Served(single, lines, running.cpu_s(), running.peak_mib())
        await running.alive(_holds(job, partitions, amounts.warm + amounts.single + amounts.lines))
    return served


class Client:
    """Sends new events to one server as one agency."""

    def __init__(self, port: int, key: str, events: EventMaker) -> None:
        self._port, self._key, self._events = port, key, events

    async def post_single(self, number: int) -> Load:
        """That many events, one a request."""
        return await self._post(self._events.take(number), "application/json")

    async def post_lines(self, number: int, a_request: int) -> Load:
        """That many events, `a_request` lines a request."""
        sizes = [min(a_request, number - start) for start in range(0, number, a_request)]
        return await self._post([b"\n".join(self._events.take(size)) for size in sizes], NDJSON)

    async def _post(self, bodies: list[bytes], content_type: str) -> Load:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": content_type}
        found = await load(self._port, [request(self._port, PATH, body, headers) for body in bodies])
        if set(found.statuses) - {201, 202}:
            raise NotAllTaken(f"answers by status: {dict(found.statuses)}")
        return found


async def _listening(port: int) -> None:
    async for attempt in AsyncRetrying(
        retry=retry_if_exception_type(OSError), wait=wait_fixed(0.1), stop=stop_after_delay(START_S), reraise=True
    ):
        with attempt, socket.create_connection(("127.0.0.1", port), timeout=1):
            pass


async def _holds(job: Job, partitions: int, events: int) -> None:
    """Wait until the topic holds that many records; what was answered `202` may take a little."""
    every = [TopicPartition(job.prefix + TOPIC, number) for number in range(partitions)]
    consumer = AIOKafkaConsumer(bootstrap_servers=job.bootstrap)
    await consumer.start()
    try:
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(NotAllTaken),
            wait=wait_fixed(0.2),
            stop=stop_after_delay(SETTLE_S),
            reraise=True,
        ):
            with attempt:
                found = sum((await consumer.end_offsets(every)).values())
                if found != events:
                    raise NotAllTaken(f"{events} events were accepted, the topic holds {found}")
    finally:
        await consumer.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
