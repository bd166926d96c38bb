"""Case events over HTTP, into a real Kafka."""

from typing import Any

from schemas.cases import CASE_RECORD, ConcernRaised
from schemas.configuration import Configuration
from services.intake.area_keys import area_key_file, load_area_key
from services.intake.subject_key import nhs_identifier, subject_key
from services.streaming.partitions import partition_of
from tests.cluster import Cluster
from tests.intake.conftest import PARTITIONS
from tests.intake.world import AREA, ELSEWHERE, NHS_NUMBER, POLICE, event, serving

TRACE = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"


async def test_an_event_is_in_kafka_when_its_answer_is_201(cluster: Cluster, configured: Configuration) -> None:
    """And the record has the area's partition, the child's key, and CloudEvents headers with the request's trace."""
    sent = event()
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answer = await client.post("/v1/case-events", json=sent, headers={"traceparent": TRACE})
        [record] = await cluster.read("cases")
    assert (answer.status_code, answer.json()["acknowledged"]) == (201, True)
    assert (record.partition, record.key) == (partition_of(AREA, PARTITIONS), sent["subject_key"].encode())
    kept = CASE_RECORD.validate_json(record.value or b"")
    assert isinstance(kept, ConcernRaised)
    assert (kept.event_id, kept.level) == (sent["event_id"], "high")
    headers = dict(record.headers)
    assert (headers["traceparent"].decode(), headers["ce_type"]) == (TRACE, b"heed.case.concern_raised")
    assert "history" not in headers


async def test_a_history_load_is_marked(cluster: Cluster, configured: Configuration) -> None:
    """`Heed-History: true` becomes the header `history`."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        await client.post("/v1/case-events", json=event(), headers={"Heed-History": "true"})
        [record] = await cluster.read("cases")
    assert record.header("history") == b"1"


async def test_another_word_for_history_is_refused(cluster: Cluster, configured: Configuration) -> None:
    """A year of old cases that is taken for today's would page officers at night."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        for word in ("1", "yes", ""):
            answer = await client.post("/v1/case-events", json=event(), headers={"Heed-History": word})
            assert (answer.status_code, answer.json()["errors"][0]["allowed"]) == (400, "Heed-History: true or false")
        assert await cluster.read("cases") == []


async def test_a_handed_over_child_becomes_the_areas_pseudonym(cluster: Cluster, configured: Configuration) -> None:
    """However the NHS number is spaced, and the same as the authority itself would make it."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        for number in (NHS_NUMBER, "999 000 0018", "999-000-0018"):
            sent = event(child={"nhs_number": number})
            del sent["subject_key"]
            assert (await client.post("/v1/case-events", json=sent)).status_code == 201
        records = await cluster.read("cases")
    key = load_area_key(area_key_file(cluster.settings.state_dir / "keys", AREA))
    expected = subject_key(key.key, key.version, nhs_identifier(NHS_NUMBER))
    assert [record.key for record in records] == [expected.encode()] * 3


async def test_the_same_again_is_the_same_answer_and_one_record(cluster: Cluster, configured: Configuration) -> None:
    """A retry isn't sent twice; other content for the revision is a conflict; a higher revision is an amendment."""
    sent = event()
    async with serving(configured, cluster.settings) as served, served.client() as client:
        bodies: list[dict[str, Any]] = [sent, sent, sent | {"level": "low"}, sent | {"level": "low", "revision": 2}]
        answers = [await client.post("/v1/case-events", json=body) for body in bodies]
        records = await cluster.read("cases")
    assert [answer.status_code for answer in answers] == [201, 200, 409, 201]
    assert [answer.json().get("status") for answer in answers] == ["accepted", "repeated", 409, "accepted"]
    assert len(records) == 2


async def test_who_has_no_known_key_is_told_nothing(cluster: Cluster, configured: Configuration) -> None:
    """Without a key, and with a wrong one."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        for header in ({"Authorization": ""}, {"Authorization": "Bearer heed_wrong"}, {"Authorization": "Basic eDp5"}):
            answer = await client.post("/v1/case-events", json=event(), headers=header)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_an_agency_cannot_write_anothers_events(cluster: Cluster, configured: Configuration) -> None:
    """Nor in an area that its key doesn't allow; both are told at once."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answer = await client.post("/v1/case-events", json=event(agency=POLICE, area=ELSEWHERE))
    assert answer.status_code == 403
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/agency", "/area"}


async def test_a_refusal_is_problem_details(cluster: Cluster, configured: Configuration) -> None:
    """With every error, its place, what was found and what is allowed; and nothing is kept."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answer = await client.post("/v1/case-events", json=event(level="dire", staff_name="Kim"))
        unreadable = await client.post("/v1/case-events", content=b'{"a": NaN}')
        assert await cluster.read("cases") == []
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    errors = {error["pointer"]: error for error in answer.json()["errors"]}
    assert errors["/level"] == {"pointer": "/level", "found": "dire", "allowed": "one of low, moderate, high, critical"}
    assert errors["/staff_name"] == {"pointer": "/staff_name", "allowed": "is not a field of this record"}
    assert (unreadable.status_code, unreadable.json()["type"]) == (400, "urn:heed:problem:not_json")


async def test_other_media_and_too_much_are_refused(cluster: Cluster, configured: Configuration) -> None:
    """By the media type, the encoding, the announced length and the real one."""

    async def long() -> Any:
        for _ in range(100):
            yield b" " * 1024

    async with serving(configured, cluster.settings) as served, served.client() as client:
        xml = await client.post("/v1/case-events", content=b"<a/>", headers={"Content-Type": "application/xml"})
        zipped = await client.post("/v1/case-events", content=b"x", headers={"Content-Encoding": "gzip"})
        announced = await client.post("/v1/case-events", content=b" " * 100_000)
        streamed = await client.post("/v1/case-events", content=long())
    assert [answer.status_code for answer in (xml, zipped, announced, streamed)] == [415, 415, 413, 413]
