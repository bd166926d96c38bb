"""Send the simulated pilot through intake's HTTP API; and, past the door, what a broken producer writes to `cases`."""

import asyncio
from collections.abc import Callable
from datetime import date

import httpx
from aiokafka import AIOKafkaProducer

from schemas.configuration import Configuration
from services.heed.demo.stage import Stage
from services.heed.simulate import Pilot, SendResult, bad_records, send
from services.streaming.partitions import partition_of
from services.streaming.settings import Settings

BAD_AN_AREA = 20
"""Far below what stops a partition."""

OnDay = Callable[[date, SendResult], None]


async def feed(stage: Stage, pilot: Pilot, on_day: OnDay) -> SendResult:
    """The whole pilot, with the bad records among it; returns when intake has answered for everything."""
    heed = stage.heed
    async with httpx.AsyncClient(base_url=heed.address("intake")) as client:
        sent, _ = await asyncio.gather(
            send(pilot, client, stage.keys, on_day),
            write_bad_records(heed.settings(), heed.configuration, pilot.seed),
        )
    return sent


async def write_bad_records(settings: Settings, configuration: Configuration, seed: int) -> None:
    """Some to each area's partition, acknowledged."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        for area in configuration.areas:
            partition = partition_of(area.code, configuration.kafka.partitions)
            for value in bad_records(seed, BAD_AN_AREA, area.code):
                await producer.send_and_wait(settings.topic("cases"), value, b"broken-producer", partition)
    finally:
        await producer.stop()
