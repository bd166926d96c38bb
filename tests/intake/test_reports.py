"""Incident reports over HTTP: what is taken, what is kept of it, and how it is amended."""

import json
from datetime import UTC, datetime
from typing import Any

from schemas.cases import CASE_RECORD, IncidentReported
from schemas.configuration import Configuration
from schemas.reports import REPORT_RECORD, IncidentReport
from services.streaming.records import Record
from tests.cluster import Cluster
from tests.intake.world import (
    AREA,
    ELSEWHERE,
    POLICE,
    SOCIAL_CARE,
    TINY,
    Served,
    report,
    report_with_child,
    serving,
)
from tests.waiting import until


async def _send(served: Served, body: dict[str, Any], key: str = "r1", agency: str = SOCIAL_CARE) -> Any:
    async with served.client(agency) as client:
        return await client.post("/v1/incident-reports", json=body, headers={"Idempotency-Key": key})


async def _kept(served: Served, cluster: Cluster) -> tuple[list[IncidentReport], list[IncidentReported], list[Record]]:
    """Learning halves, protection halves, and the records of both; once all have left."""
    await until(lambda: served.metric("heed_intake_spool_rows") == 0)
    learning, protection = await cluster.read("incident-reports"), await cluster.read("cases")
    reports = [REPORT_RECORD.validate_json(record.value or b"") for record in learning]
    halves = [CASE_RECORD.validate_json(record.value or b"") for record in protection]
    return (
        [each for each in reports if isinstance(each, IncidentReport)],
        [each for each in halves if isinstance(each, IncidentReported)],
        learning + protection,
    )


async def test_a_report_for_learning_is_202_and_one_record(cluster: Cluster, configured: Configuration) -> None:
    """At day precision, without a trace; the same key again is the same report."""
    async with serving(configured, cluster.settings) as served:
        answers = [await _send(served, report()) for _ in range(3)]
        reports, halves, [record] = await _kept(served, cluster)
    assert [answer.status_code for answer in answers] == [202] * 3
    assert [answer.json()["status"] for answer in answers] == ["accepted", "repeated", "repeated"]
    assert (len(reports), halves) == (1, [])
    assert reports[0].report_id == answers[0].json()["report_id"] == (record.key or b"").decode()
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert record.timestamp == int(today.timestamp() * 1000)
    assert record.header("traceparent") is None
    assert (record.header("ce_time") or b"").decode().endswith("T00:00:00.000Z")


async def test_a_report_with_a_child_becomes_two_records(cluster: Cluster, configured: Configuration) -> None:
    """The protection half knows no agency, no team, no day but the report's, and comes from a person."""
    async with serving(configured, cluster.settings) as served:
        answer = await _send(served, report_with_child())
        [learning], [half], [_, record] = await _kept(served, cluster)
    assert (answer.status_code, answer.json()["safeguarding"]) == (202, "passed_on")
    assert (half.harm_potential, half.overlooked, half.harm_categories) == ("likely", "yes", ())
    assert (half.responsible_agency, half.age_band, half.area) == (SOCIAL_CARE, "5_10", AREA)
    assert half.occurred_on == learning.reported_on
    assert half.event_id not in answer.text
    assert (record.key or b"").decode() == half.subject_key
    assert record.header("traceparent") is None
    assert record.header("ce_source") == b"a-person"


async def test_few_people_are_not_told_apart(cluster: Cluster, configured: Configuration) -> None:
    """A team under 10 is kept under its agency, an agency under 10 under the partnership, a rare role under none."""
    async with serving(configured, cluster.settings) as served:
        await _send(served, report(team="assessment", reporter_role="conference_chair"), "a")
        await _send(served, report(team="duty"), "b")
        await _send(served, report(team="volunteers"), "c", TINY)
        reports, _, records = await _kept(served, cluster)
    places = {(each.agency, each.team, each.reporter_role) for each in reports}
    assert places == {
        (SOCIAL_CARE, "assessment", None),
        (SOCIAL_CARE, None, "practitioner"),
        (None, None, "practitioner"),
    }
    assert all(TINY.encode() not in json.dumps([str(record)]).encode() for record in records)


async def test_amendments_change_what_they_must_and_no_more(cluster: Cluster, configured: Configuration) -> None:
    """The halves' revisions count apart, and an amendment that officers needn't know of makes no record for them."""
    async with serving(configured, cluster.settings) as served:
        await _send(served, report_with_child())
        coded = report(revision=2, factors=["workload"], route=None)
        assert (await _send(served, coded)).json()["safeguarding"] == "as_before"
        await _send(served, report_with_child(revision=3, harm_potential="possible"))
        await _send(served, report_with_child(revision=4, withdrawn=True))
        reports, halves, _ = await _kept(served, cluster)
    assert sorted(each.revision for each in reports) == [1, 2, 3, 4]
    assert [(each.revision, each.harm_potential, each.withdrawn) for each in halves] == [
        (1, "likely", False),
        (2, "not_known", False),
        (3, "not_known", True),
    ]
    assert len({each.event_id for each in halves}) == 1


async def test_a_reporter_may_choose_later_that_nobody_looks(cluster: Cluster, configured: Configuration) -> None:
    """Then the protection half is taken back, and the learning half stays."""
    async with serving(configured, cluster.settings) as served:
        await _send(served, report_with_child())
        await _send(served, report(revision=2))
        reports, halves, _ = await _kept(served, cluster)
    assert [each.withdrawn for each in halves] == [False, True]
    assert not any(each.withdrawn for each in reports)


async def test_another_content_of_a_revision_is_a_conflict(cluster: Cluster, configured: Configuration) -> None:
    """Another child alone is other content too."""
    async with serving(configured, cluster.settings) as served:
        await _send(served, report_with_child())
        other = await _send(served, report_with_child(overlooked="no"))
        child = {"nhs_number": "9990000026", "responsible_agency": SOCIAL_CARE, "age_band": "5_10"}
        another = await _send(served, report_with_child(child=child))
        elsewhere = await _send(served, report(team=None), agency=POLICE)
    assert (other.status_code, another.status_code, elsewhere.status_code) == (409, 409, 202)


async def test_a_report_needs_a_key_and_a_place_of_its_agency(cluster: Cluster, configured: Configuration) -> None:
    """`Idempotency-Key` names it; the API key says who reports."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        nameless = await client.post("/v1/incident-reports", json=report())
        forged = await _send(served, report(agency=POLICE, area=ELSEWHERE))
    assert (nameless.status_code, nameless.json()["type"]) == (400, "urn:heed:problem:idempotency_key")
    assert (forged.status_code, len(forged.json()["errors"])) == (403, 2)
