"""Bring a cluster to where the services can start. Doing it again changes nothing."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer

from schemas.cases import CASE_RECORD, RulesChanged
from schemas.configuration import Configuration
from schemas.reports import REPORT_RECORD, TeamChanged
from services.heed.provisioning import rules_changes, rules_record, team_changes
from services.heed.reading import read_topic
from services.streaming import topology
from services.streaming.identity import log_identity
from services.streaming.records import Output, Record
from services.streaming.settings import Settings
from services.triage.ruleset import packaged


@dataclass(frozen=True, slots=True)
class Brought:
    """What `bring_up` changed: topics made or configured, rules published or put in force, teams told."""

    topics: int
    records: int


async def bring_up(settings: Settings, configuration: Configuration) -> Brought:
    """Apply the topology, publish the packaged rules, and tell the folds of areas' rules and of teams.

    Raises `TopologyRefused` where the cluster can't be brought there safely.
    """
    changed = await topology.apply(settings)
    now_ms, rules = time.time_ns() // 1_000_000, packaged()
    _, _, partitions = await log_identity(settings.bootstrap, settings.topic("cases"))
    held = {record.key for record in await read_topic(settings, "rules")}
    outputs = [] if rules.hash.encode() in held else [rules_record(rules, now_ms)]
    outputs += rules_changes(configuration, rules.hash, await _rules_in_force(settings), partitions, now_ms)
    outputs += team_changes(configuration, await _teams(settings), partitions, now_ms)
    await _send(settings, outputs)
    return Brought(len(changed), len(outputs))


async def _rules_in_force(settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    for record in await read_topic(settings, "cases", only=_keyed(b"rules:")):
        said = CASE_RECORD.validate_json(record.value or b"")
        if isinstance(said, RulesChanged):
            found[said.area] = said.rules
    return found


async def _teams(settings: Settings) -> list[TeamChanged]:
    records = await read_topic(settings, "incident-reports", only=_keyed(b"team:"))
    said = [REPORT_RECORD.validate_json(record.value or b"") for record in records]
    return [one for one in said if isinstance(one, TeamChanged)]


def _keyed(prefix: bytes) -> Callable[[Record], bool]:
    return lambda record: record.key is not None and record.key.startswith(prefix) and record.value is not None


async def _send(settings: Settings, outputs: Sequence[Output]) -> None:
    """In order, each acknowledged by all replicas in sync."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        for one in outputs:
            where = (settings.topic(one.topic), one.value, one.key, one.partition, one.timestamp)
            await producer.send(*where, headers=list(one.headers))
        await producer.flush()
    finally:
        await producer.stop()
