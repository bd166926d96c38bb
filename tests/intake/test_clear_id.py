"""A child's identifier is used at the edge and then gone."""

import json
import logging
from pathlib import Path

import pytest
import structlog

from schemas.configuration import Configuration
from schemas.topology import load_topology
from tests.cluster import Cluster
from tests.intake.world import NHS_NUMBER, SOCIAL_CARE, event, report_with_child, serving
from tests.waiting import until

CHILD_ID = "ZQX-77441"
CLEAR = [NHS_NUMBER, "999 000 0018", CHILD_ID, CHILD_ID.lower()]


async def test_it_is_in_no_file_no_log_and_no_topic(
    cluster: Cluster, configured: Configuration, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether the record was accepted, refused, in conflict, or came in a file of many."""
    caplog.set_level(logging.DEBUG)
    children = [{"nhs_number": NHS_NUMBER}, {"nhs_number": "999 000 0018"}, {"la_child_id": CHILD_ID}]
    events = [event(subject_key=None, child=child) for child in children]
    wrong = [body | {"level": "dire"} for body in events]
    conflicts = [body | {"level": "low"} for body in events]
    lines = "\n".join(json.dumps(body) for body in [*events, *wrong, *conflicts])
    with structlog.testing.capture_logs() as logged:
        async with serving(configured, cluster.settings) as served, served.client() as client:
            answers = [await client.post("/v1/case-events", json=body) for body in [*events, *wrong, *conflicts]]
            ndjson = {"Content-Type": "application/x-ndjson"}
            answers.append(await client.post("/v1/case-events", content=lines, headers=ndjson))
            for number, child in enumerate(children):
                body = report_with_child(child=child | {"responsible_agency": SOCIAL_CARE})
                key = {"Idempotency-Key": f"form-{number}"}
                answers.append(await client.post("/v1/incident-reports", json=body, headers=key))
                answers.append(await client.post("/v1/incident-reports", json=body | {"overlooked": "x"}, headers=key))
            await until(lambda: served.metric("heed_intake_spool_rows") == 0)
            kept = _files(served.outbox.parent)
        kept += _files(served.outbox.parent)
    assert {answer.status_code for answer in answers} == {200, 201, 202, 409, 422}
    topics = [str(record) for topic in load_topology().topics for record in await cluster.read(topic)]
    places = [*kept, *(answer.text for answer in answers), *map(str, logged), *topics]
    assert len(topics) == 3 + 3 + 3
    assert [clear for clear in CLEAR for place in places if clear in place] == []
    assert [clear for clear in CLEAR for message in caplog.messages if clear in message] == []


def _files(folder: Path) -> list[str]:
    return [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
