"""An identifier that is sent to be made a pseudonym isn't stored beside it, in an id that the agency chose."""

import json
from typing import Any

import pytest

from schemas.configuration import Configuration
from services.intake.clear_ids import holds
from tests.cluster import Cluster
from tests.intake.world import event, serving


@pytest.mark.parametrize(
    ("value", "text", "whole", "found"),
    [
        ("C-9990000018-1", "9990000018", False, True),
        ("C.999-000-0018", "9990000018", False, True),
        ("visit19990000018", "9990000018", False, True),
        ("C-2026-000418", "9990000018", False, False),
        ("ref:zqx-77441:3", "ZQX-77441", True, True),
        ("ref:zqx77441:3", "ZQX-77441", True, True),
        ("ref-4771234", "77123", True, False),
        ("C-17", "17", True, False),
    ],
)
def test_an_id_is_found_in_any_spelling(value: str, text: str, whole: bool, found: bool) -> None:
    """A child id only as a whole, and not where so short a one would be met by chance."""
    assert holds(value, text, whole=whole) is found


async def test_an_event_whose_ids_hold_the_childs_is_refused(cluster: Cluster, configured: Configuration) -> None:
    """Each such field is told, without its value, and nothing is kept."""
    nhs: dict[str, Any] = event(subject_key=None, child={"nhs_number": "999 000 0018"}, event_id="C-9990000018")
    own = event(subject_key=None, child={"la_child_id": "ZQX-77441"}, event_id="zqx-77441:1")
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answers = [await client.post("/v1/case-events", json=body) for body in (nhs, own)]
        assert await cluster.read("cases") == []
    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.json()["errors"][0]["pointer"] for answer in answers] == ["/event_id"] * 2
    assert "9990000018" not in json.dumps([answer.json() for answer in answers])
