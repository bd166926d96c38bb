"""Whoever holds every topic and every log can't tell which protection half belongs to which report."""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import structlog

from schemas.configuration import Configuration
from schemas.topology import load_topology
from services.intake.limits import Limits
from services.streaming.records import Record
from tests.cluster import Cluster
from tests.intake.world import SOCIAL_CARE, report_with_child, serving
from tests.waiting import until

REPORTS = 40
RUN = 12
"""Bytes: of shorter runs some are equal by chance in 80 random ids."""
HELD_BACK = Limits(shuffle_s=3_600)
AT_ONCE = Limits(shuffle_s=0.1)


@pytest.fixture
async def told(
    cluster: Cluster, configured: Configuration, caplog: pytest.LogCaptureFixture
) -> tuple[list[tuple[str, str]], list[Record], list[Record], list[Any]]:
    """The truth (report id, child's id), all of `incident-reports`, all of `cases`, all log lines."""
    caplog.set_level(logging.INFO)
    with structlog.testing.capture_logs() as lines:
        async with serving(configured, cluster.settings, HELD_BACK) as served, served.client() as client:
            truth = [await _report(client, number) for number in range(REPORTS)]
            await client.post("/v1/incident-reports", json={}, headers={"Idempotency-Key": "form-1"})
        async with serving(configured, cluster.settings, AT_ONCE) as served:
            await until(lambda: served.metric("heed_intake_spool_rows") == 0)
            pages = [served.metrics.registry]
    return (
        truth,
        await cluster.read("incident-reports"),
        await cluster.read("cases"),
        [*lines, *caplog.messages, *(str(metric) for page in pages for metric in page.collect())],
    )


async def _report(client: Any, number: int) -> tuple[str, str]:
    child = {"la_child_id": f"CH-{number}", "responsible_agency": SOCIAL_CARE}
    headers = {"Idempotency-Key": f"form-{number}", "traceparent": f"00-{number + 1:032x}-{number + 1:016x}-01"}
    answer = await client.post("/v1/incident-reports", json=report_with_child(child=child), headers=headers)
    return answer.json()["report_id"], f"CH-{number}"


Told = tuple[list[tuple[str, str]], list[Record], list[Record], list[Any]]


def _tokens(record: Record) -> Iterator[str]:
    """Whatever could be compared: each value of the record, its key, headers and time, and runs of bytes in them."""
    values = [str(value) for value in json.loads(record.value or b"").values()]
    values += [(record.key or b"").decode(), str(record.timestamp)]
    values += [f"{name}={value.decode()}" for name, value in record.headers]
    for value in values:
        yield value
        yield from re.findall(r"[A-Za-z0-9_]{9,}", value)
        yield from (value[start : start + RUN] for start in range(len(value) - RUN + 1))


async def test_no_word_bytes_time_or_header_singles_out_a_pair(told: Told) -> None:
    """A token that only some of the halves share on both sides would narrow the search; there is none."""
    _, learning, protection, _ = told
    assert len(learning) == len(protection) == REPORTS
    left = Counter(token for record in learning for token in set(_tokens(record)))
    right = Counter(token for record in protection for token in set(_tokens(record)))
    telling = [token for token in left.keys() & right.keys() if left[token] < REPORTS and right[token] < REPORTS]
    assert telling == []
    assert len({record.timestamp for record in learning}) == 1
    assert {name for record in learning for name, _ in record.headers} == {
        name for record in protection for name, _ in record.headers
    }


async def test_order_tells_no_more_than_chance(told: Told) -> None:
    """Pairing them in order, or in reverse: at most 8 of 40 hit (by chance more, once in 900,000 runs)."""
    truth, learning, _, _ = told
    came = {report_id: number for number, (report_id, _) in enumerate(truth)}
    left = [came[json.loads(record.value or b"")["report_id"]] for record in learning]
    assert sorted(left) == list(range(REPORTS))
    hits = sum(number == place for place, number in enumerate(left))
    back = sum(REPORTS - 1 - number == place for place, number in enumerate(left))
    assert max(hits, back) <= 8
    steps = sum(after == before + 1 for before, after in pairwise(left))
    assert steps <= 10


async def test_no_log_or_metric_names_a_report_a_child_or_a_half(told: Told) -> None:
    """Neither ids nor keys nor agencies: lines of reports say only that there was one."""
    truth, _, protection, lines = told
    text = "\n".join(str(line) for line in lines)
    assert "/v1/incident-reports" in text
    forbidden = [value for pair in truth for value in pair]
    forbidden += [json.loads(record.value or b"")["event_id"] for record in protection]
    forbidden += [json.loads(record.value or b"")["subject_key"] for record in protection]
    forbidden += [f"form-{number}" for number in range(REPORTS)] + [SOCIAL_CARE, "127.0.0.1", "httpx"]
    assert [value for value in forbidden if re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", text)] == []


async def test_nothing_of_reports_lies_on_another_topic(told: Told, cluster: Cluster) -> None:
    """All the topology's topics were read: only these two hold anything."""
    for topic in set(load_topology().topics) - {"cases", "incident-reports"}:
        assert await cluster.read(topic) == []
