"""Those who are trained to read what people write get it from intake, each what is theirs, and nobody else."""

from datetime import UTC, datetime
from typing import Any

import httpx

from schemas.configuration import Configuration
from services.intake.api_keys import Grant
from services.intake.issuing import issue
from tests.cluster import Cluster
from tests.intake.pages.walking import STORY, person
from tests.intake.world import AREA, ELSEWHERE, SOCIAL_CARE, Served, serving

READS = frozenset({"readings"})
ALL = READS | {"independent-readings"}


def _reader(served: Served, scopes: frozenset[str], area: str = AREA) -> httpx.AsyncClient:
    directory = served.outbox.parent / "keys"
    made = issue(directory, Grant(SOCIAL_CARE, frozenset({area}), frozenset(), scopes), datetime.now(UTC))
    headers = {"Authorization": f"Bearer {made.key}"}
    return httpx.AsyncClient(transport=served.transport, base_url="http://intake", headers=headers)


async def _known(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    """What waits, as soon as intake has looked at the file of keys."""
    while (answer := await client.get("/v1/readings")).status_code == 401:
        pass
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["waiting"]
    return found


async def test_a_reader_sees_the_most_urgent_first_and_reads_the_words_as_written(
    cluster: Cluster, configured: Configuration
) -> None:
    """The list has no words; the reading has them all."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("staff")
        await someone.report("child", {"stage": {"stage": "contact"}, "what": {"what": "Please help. I am Sam."}})
        async with _reader(served, READS) as reader:
            listed = await _known(reader)
            words = (await reader.get(f"/v1/readings/{listed[0]['id']}")).json()
    assert [each["audience"] for each in listed] == ["child", "staff"]
    assert STORY not in str(listed)
    assert words["parts"]["what"] == "Please help. I am Sam."


async def test_the_independent_route_and_other_areas_are_not_the_usual_reader_s(
    cluster: Cluster, configured: Configuration
) -> None:
    """Neither in the list nor by its id; and a key that sends events reads nothing at all."""
    said = {"route": {"route": "independent_route"}, "child": {"child": "Ben"}}
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("family", said)
        async with _reader(served, ALL) as person_in_charge:
            [reading] = await _known(person_in_charge)
            assert (await person_in_charge.get(f"/v1/readings/{reading['id']}")).json()["child"] == "Ben"
        for scopes, area in ((READS, AREA), (ALL, ELSEWHERE)):
            async with _reader(served, scopes, area) as other:
                assert await _known(other) == []
                assert (await other.get(f"/v1/readings/{reading['id']}")).status_code == 404
        async with served.client() as sender:
            assert (await sender.get("/v1/readings")).status_code == 403


async def test_a_decision_moves_the_receipt_and_a_question_reaches_the_reporter(
    cluster: Cluster, configured: Configuration
) -> None:
    """Read, or in need of protection: the list is empty then, and the receipt says so in its holder's words."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report("family")
        async with _reader(served, READS) as reader:
            [reading] = await _known(reader)
            path = f"/v1/readings/{reading['id']}"
            answer = await reader.post(path, json={"outcome": "needs_protection", "question": "Is the child at home?"})
            assert answer.json() == {"id": reading["id"], "asked": True, "outcome": "needs_protection"}
            assert await _known(reader) == []
            assert (await reader.post(path, json={"outcome": "maybe"})).status_code == 422
        page = await someone.come_back(code)
    assert "Is the child at home?" in page.text
    assert 'govuk-tag">passed on<' in page.text
