"""CloudEvents 1.0 in Kafka's binary mode, and W3C trace context."""

import hashlib
from datetime import UTC, datetime
from functools import cache

from schemas.topology import load_topology
from services.streaming.records import Headers


def headers(*, id: str, type: str, source: str, time_ms: int, dataschema: str, trace: str | None = None) -> Headers:
    """The `ce_*` headers of one record. `time_ms` is Unix milliseconds; `trace` a `traceparent`, left out when None."""
    time = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    pairs = [
        ("ce_specversion", "1.0"),
        ("ce_id", id),
        ("ce_type", type),
        ("ce_source", source),
        ("ce_time", time),
        ("ce_dataschema", dataschema),
        ("content-type", "application/json"),
    ]
    if trace is not None:
        pairs.append(("traceparent", trace))
    return tuple((name, value.encode()) for name, value in pairs)


def dataschema(topic: str) -> str:
    """The name of a topic's published schema: `schemas/published/<topic>.v<version>.json`."""
    return f"urn:heed:schema:{topic}:{_versions().get(topic, 1)}"


@cache
def _versions() -> dict[str, int]:
    return {name: topic.version for name, topic in load_topology().topics.items()}


def follow(parent: bytes | None, place: str, output: str) -> str:
    """The `traceparent` of an output: its cause's trace, or one made from the cause's place; the span from its id.

    Hashes, not random numbers, so that a replay gives the same bytes.
    """
    parts = parent.decode("ascii", "replace").split("-") if parent else []
    known = len(parts) == 4 and len(parts[1]) == 32
    trace = parts[1] if known else hashlib.sha256(place.encode()).hexdigest()[:32]
    return f"00-{trace}-{hashlib.sha256(output.encode()).hexdigest()[:16]}-01"
