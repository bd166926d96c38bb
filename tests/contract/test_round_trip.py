"""Whatever the published schemas allow is read or breaks a rule between fields; what is read survives being written."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from schemas.base import encode
from schemas.cases import CLASSES
from schemas.crossfield import CROSS_FIELD
from schemas.published_schema import json_schema
from schemas.reports import REPORT_RECORD, IncidentReport
from schemas.schema_nodes import variants
from schemas.topology import Topic, load_topology
from tests.contract.records import read
from tests.contract.strategies import Json, records

TOPICS = load_topology().topics
unhurried = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def published(name: str) -> Json:
    """The topic's schema."""
    return json_schema(TOPICS[name])


@cache
def drawn_from(name: str, type: str | None = None) -> SearchStrategy[Any]:
    """Records of the topic, or of one type on it."""
    schema = published(name)
    if type is None:
        return records(schema)
    return records({**variants(schema, schema)[type].schema, "$defs": schema["$defs"]})


def survives(topic: Topic, record: Any) -> bool:
    """Read and written again, the record is the same; False where it breaks a rule between fields."""
    adapter = topic.adapter()
    try:
        found = read(adapter, record)
    except ValidationError as error:
        if any(one["type"] != CROSS_FIELD for one in error.errors()):
            raise
        return False
    written = encode(found)
    assert adapter.validate_json(written) == found
    assert encode(adapter.validate_json(written)) == written
    return True


@pytest.mark.parametrize(
    "topic", [topic for topic in TOPICS.values() if topic.name != "cases"], ids=lambda one: one.name
)
@unhurried
@given(data=st.data())
def test_a_record_survives_being_written(topic: Topic, data: st.DataObject) -> None:
    survives(topic, data.draw(drawn_from(topic.name)))


@pytest.mark.parametrize("type", sorted(CLASSES))
@settings(unhurried, max_examples=5)
@given(data=st.data())
def test_a_case_record_survives_being_written(type: str, data: st.DataObject) -> None:
    record = data.draw(drawn_from("cases", type))
    if "recorded_at" in record:
        record["recorded_at"] = record["occurred_at"]
    if record.get("child_seen_alone"):
        record["child_seen"] = True
    if record.get("about_agency"):
        record["about_event"] = "E-1"
    record["assessment_factors"] = record.get("assessment_factors", [])[:1] or None
    if record["assessment_factors"] is None:
        del record["assessment_factors"]
    assert survives(TOPICS["cases"], record) or record.get("to_subject_key") == record["subject_key"]


def sound(report: dict[str, Any]) -> dict[str, Any]:
    """The report with its contradictions taken out."""
    for name in ("harm_categories", "assessment_factors", "factors"):
        report[name] = report.get(name, [])[:1]
    report["failure_layers"] = [report.get("failure_layers", ["not_known"])[0], "latent_local"]
    report.setdefault("agency", "an-agency")
    report.update(agency=report["agency"] or "an-agency", overlooked="yes", prevented_by="other")
    report.update(harm_actual_physical="not_known", harm_actual_psychological="not_known")
    unknown = report["occurred_precision"] in ("not_known", "prefer_not_to_say")
    report["occurred_on"] = None if unknown else report["reported_on"]
    if report["failure_layers"][0] in ("not_known", "prefer_not_to_say"):
        del report["failure_layers"][0]
    return report


@unhurried
@given(data=st.data())
def test_a_sound_report_is_taken_survives_and_is_valid_by_the_published_schema(data: st.DataObject) -> None:
    report = sound(data.draw(drawn_from("incident-reports", "incident_report")))
    assert survives(TOPICS["incident-reports"], report)
    found = read(REPORT_RECORD, report)
    assert isinstance(found, IncidentReport)
    assert found.day <= found.reported_on
    Draft202012Validator(published("incident-reports")).validate(json.loads(encode(found)))
