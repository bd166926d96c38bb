"""Many case events in one request, one a line."""

import json
from typing import Any

from schemas.configuration import Configuration
from tests.cluster import Cluster
from tests.intake.world import POLICE, Served, event, serving
from tests.waiting import until

NDJSON = {"Content-Type": "application/x-ndjson"}


async def _post(served: Served, lines: list[bytes]) -> Any:
    async with served.client() as client:
        return await client.post("/v1/case-events", content=b"\n".join(lines) + b"\n", headers=NDJSON, timeout=60)


async def test_each_line_has_its_own_result(cluster: Cluster, configured: Configuration) -> None:
    """A line that is too long, unreadable, invalid, another agency's or in conflict doesn't hold up the others."""
    first = event()
    lines = [
        json.dumps(first).encode(),
        b"",
        b"{nonsense",
        json.dumps(event(level="dire")).encode(),
        json.dumps(event(agency=POLICE)).encode(),
        json.dumps(event(event_id="x" * 70_000)).encode(),
        json.dumps(first).encode(),
        json.dumps(first | {"level": "low"}).encode(),
        b'{"a": "\xff"}',
        json.dumps(event()).encode(),
    ]
    async with serving(configured, cluster.settings) as served:
        answer = await _post(served, lines)
        records = await cluster.read("cases")
    found = [(each["line"], each.get("reason", each["status"])) for each in answer.json()["results"]]
    assert answer.status_code == 201
    assert found == [
        (1, "accepted"),
        (3, "not_json"),
        (4, "invalid"),
        (5, "forbidden"),
        (6, "too_large"),
        (7, "repeated"),
        (8, "conflict"),
        (9, "not_utf8"),
        (10, "accepted"),
    ]
    assert {name: answer.json()[name] for name in ("accepted", "repeated", "rejected")} == {
        "accepted": 2,
        "repeated": 1,
        "rejected": 6,
    }
    assert len(records) == 2


async def test_ten_thousand_lines_are_taken_and_one_more_is_not(cluster: Cluster, configured: Configuration) -> None:
    """In the order in which they were sent."""
    lines = [json.dumps(event()).encode() for _ in range(10_000)]
    async with serving(configured, cluster.settings) as served:
        answer = await _post(served, lines)
        more = await _post(served, [*lines, lines[0]])
        await until(lambda: served.metric("heed_intake_spool_rows") == 0)
        records = await cluster.read("cases")
    assert (answer.status_code, answer.json()["accepted"]) == (201, 10_000)
    assert (more.status_code, more.json()["type"]) == (413, "urn:heed:problem:too_many_lines")
    sent = [json.loads(line)["event_id"] for line in lines]
    assert [json.loads(record.value or b"")["event_id"] for record in records] == sent


async def test_a_file_of_which_no_line_is_taken_is_refused(cluster: Cluster, configured: Configuration) -> None:
    """With every line's reason; and the same file again is no error."""
    line = json.dumps(event()).encode()
    async with serving(configured, cluster.settings) as served:
        bad = await _post(served, [b"{", b"["])
        empty = await _post(served, [b" ", b""])
        once, twice = await _post(served, [line]), await _post(served, [line])
        refused = served.metric("heed_intake_rejected_total", kind="case_event", reason="not_json")
    assert (bad.status_code, len(bad.json()["results"])) == (422, 2)
    assert empty.status_code == 400
    assert (once.status_code, twice.status_code) == (201, 200)
    assert refused == 2
