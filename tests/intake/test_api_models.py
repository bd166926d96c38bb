"""What may be sent, beside what lies on the topics."""

import json
from typing import Any, get_args

from schemas.cases import ACTION_TYPES, AGENCY_EVENT_TYPES, CLASSES, CONTROL_TYPES, FEED_TYPES
from schemas.configuration import Configuration
from schemas.reports import IncidentReport
from services.intake.api_events import SENT_CLASSES
from services.intake.api_reports import BESIDE, ROUTES, Route, SentReport
from services.intake.http import examples
from tests.cluster import Cluster
from tests.intake.world import AREA, SOCIAL_CARE, serving

NDJSON = {"Content-Type": "application/x-ndjson"}


def test_no_agency_can_send_a_control_record_an_officers_action_or_a_protection_half() -> None:
    """Their types aren't in the union at all."""
    assert set(SENT_CLASSES) == AGENCY_EVENT_TYPES
    assert not set(SENT_CLASSES) & (CONTROL_TYPES | ACTION_TYPES | {"incident_reported"})
    assert set(SENT_CLASSES) > FEED_TYPES


def test_an_event_is_sent_with_the_topics_fields_and_a_child() -> None:
    """Field by field, with the same defaults; only the pseudonym may be left out."""
    for name, model in SENT_CLASSES.items():
        sent, kept = dict(model.model_fields), dict(CLASSES[name].model_fields)
        del sent["child"], sent["subject_key"], kept["subject_key"]
        assert {field: (info.annotation, info.default) for field, info in sent.items()} == {
            field: (info.annotation, info.default) for field, info in kept.items()
        }


def test_a_report_is_sent_with_the_topics_fields_a_choice_and_a_child() -> None:
    """Its id follows from the `Idempotency-Key`, and its agency from the API key."""
    sent, kept = dict(SentReport.model_fields), dict(IncidentReport.model_fields)
    assert set(sent) - set(kept) == BESIDE
    assert set(kept) - set(sent) == {"type", "report_id"}
    same = set(sent) & set(kept) - {"agency", "reported_on", "revision"}
    assert {name: str(sent[name].annotation) for name in same} == {name: str(kept[name].annotation) for name in same}
    assert set(ROUTES) == set(get_args(Route))


async def test_the_documents_examples_are_accepted(cluster: Cluster, configured: Configuration) -> None:
    """Each as it stands."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        one = await client.post("/v1/case-events", json=examples.case_event(AREA, SOCIAL_CARE))
        child = examples.case_event_with_child(AREA, SOCIAL_CARE)
        lines = await client.post("/v1/case-events", content=json.dumps(child), headers=NDJSON)
        learning = await client.post(
            "/v1/incident-reports", json=examples.report(AREA), headers={"Idempotency-Key": "a"}
        )
        passed_on = await client.post(
            "/v1/incident-reports",
            json=examples.report_with_child(AREA, SOCIAL_CARE),
            headers={"Idempotency-Key": "b"},
        )
        complete = await client.post("/v1/feeds/case-system/complete-to", json=examples.complete_to(AREA))
    answers = [one, lines, learning, passed_on, complete]
    assert [answer.status_code for answer in answers] == [201, 201, 202, 202, 201], [each.text for each in answers]


async def test_the_documentation_needs_nothing_from_elsewhere(cluster: Cluster, configured: Configuration) -> None:
    """The page loads no script, style or font; the document names every route, model and refusal."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        page = (await client.get("/docs")).text
        document: dict[str, Any] = (await client.get("/openapi.json")).json()
        missing = await client.get("/nowhere")
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    assert set(document["paths"]) == {
        "/v1/case-events",
        "/v1/incident-reports",
        "/v1/feeds/{source}/complete-to",
        "/v1/readings",
        "/v1/readings/{id}",
    }
    schemas = document["components"]["schemas"]
    assert [name for name, one in schemas.items() if "const" in _type(one) and "type" not in one["required"]] == []
    text = json.dumps(document)
    references = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert references <= set(schemas)
    assert {"CaseEvent", "IncidentReport", "CompleteTo", "Problem"} <= set(schemas)
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def _type(schema: dict[str, Any]) -> dict[str, Any]:
    """What the schema says of the field `type`."""
    found: dict[str, Any] = schema.get("properties", {}).get("type", {})
    return found
