"""Ask the services on this machine how they are."""

from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from services.heed.context import PORTS, Heed

TIMEOUT_S = 3.0


def service_states(heed: Heed) -> list[dict[str, Any]]:
    """Each service's address and `ready`, what it waits for, or `not running`."""
    return [{"service": name, "state": _state(heed.address(name)), "address": heed.address(name)} for name in PORTS]


def _state(address: str) -> str:
    try:
        answer = httpx.get(f"{address}/readyz", timeout=TIMEOUT_S)
    except httpx.TransportError:
        return "not running"
    return "ready" if answer.status_code == 200 else "; ".join(answer.json()["waiting_for"])


def intake_spool(heed: Heed) -> dict[str, float] | None:
    """What intake holds and Kafka doesn't: `records`, `age_seconds` of the oldest. None where intake doesn't run."""
    try:
        samples = metrics(heed.address("intake"))
    except httpx.TransportError:
        return None
    return {
        "records": int(samples.get("heed_intake_spool_rows", 0)),
        "age_seconds": samples.get("heed_intake_spool_age_seconds", 0.0),
    }


def metrics(address: str) -> dict[str, float]:
    """A service's samples by name, summed over their labels. Raises `httpx.TransportError` where nobody answers."""
    text = httpx.get(f"{address}/metrics", timeout=TIMEOUT_S).raise_for_status().text
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found
