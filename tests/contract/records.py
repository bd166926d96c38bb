"""Records to start from in tests: sound, and as plain JSON values."""

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from schemas.problems import Problem, problems

AREA = "E06000901"
CHILD = "k1:" + "a1" * 32
OTHER_CHILD = "k1:" + "b2" * 32


def report(**changes: Any) -> dict[str, Any]:
    """An incident report; a change to None leaves the field out."""
    return _changed(
        {
            "type": "incident_report",
            "report_id": "5f0f2f0e-6f0c-4d0e-9a53-0a8f5f1c2b3d",
            "revision": 1,
            "area": AREA,
            "agency": "aldermere-childrens-services",
            "team": "aldermere-assessment-north",
            "occurred_precision": "day",
            "occurred_on": "2026-03-17",
            "reported_on": "2026-03-18",
            "incident_class": "near_miss_prevented",
            "prevented_by": "supervision",
            "harm_potential": "likely",
            "overlooked": "yes",
            "journey_stage": "contact",
        },
        changes,
    )


def event(type: str = "concern_raised", **changes: Any) -> dict[str, Any]:
    """A case event with the common fields; a concern has its own too."""
    own = {"source": "2A"} if type == "concern_raised" else {}
    return _changed(
        {
            "type": type,
            "event_id": "C-1001",
            "revision": 1,
            "area": AREA,
            "subject_key": CHILD,
            "agency": "aldermere-childrens-services",
            "responsible_agency": "aldermere-childrens-services",
            "occurred_at": "2026-03-17T09:30:00Z",
            "occurred_precision": "minute",
            "recorded_at": "2026-03-17T10:05:00Z",
            **own,
        },
        changes,
    )


def read(adapter: TypeAdapter[Any], record: Any) -> Any:
    """The record as it is read from a topic."""
    return adapter.validate_json(json.dumps(record))


def wrong(adapter: TypeAdapter[Any], record: Any) -> list[Problem]:
    """What is wrong with the record; empty when it is sound."""
    try:
        read(adapter, record)
    except ValidationError as error:
        return problems(error)
    return []


def wrong_fields(adapter: TypeAdapter[Any], record: Any) -> list[str]:
    """The pointers of what is wrong."""
    return [problem.pointer for problem in wrong(adapter, record)]


def _changed(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**record, **changes}.items() if value is not None}
