"""Examples of what is sent, all synthetic; the tests send each of them."""

from typing import Any, Final

AREA: Final = "E06000901"
KEY: Final = "k1:" + "5e" * 32


def case_event(area: str, agency: str) -> dict[str, Any]:
    """A concern of a school, with the child's pseudonym."""
    return {
        "type": "concern_raised",
        "event_id": "C-2026-000417",
        "revision": 1,
        "area": area,
        "subject_key": KEY,
        "agency": agency,
        "responsible_agency": agency,
        "occurred_at": "2026-03-17T09:30:00Z",
        "occurred_precision": "minute",
        "recorded_at": "2026-03-17T10:05:00Z",
        "age_band": "5_10",
        "source": "2A",
        "level": "high",
        "signals": ["unexplained_injury"],
    }


def case_event_with_child(area: str, agency: str) -> dict[str, Any]:
    """The same from an agency that hands the key over. The NHS number is of the range for tests."""
    event = case_event(area, agency) | {"event_id": "C-2026-000418", "child": {"nhs_number": "999 000 0018"}}
    del event["subject_key"]
    return event


def report(area: str) -> dict[str, Any]:
    """A near miss, for learning only."""
    return {
        "area": area,
        "occurred_precision": "week",
        "occurred_on": "2026-03-09",
        "reported_on": "2026-03-17",
        "incident_class": "near_miss_prevented",
        "prevented_by": "practitioner_query",
        "harm_potential": "possible",
        "overlooked": "unsure",
        "journey_stage": "mash_screening",
        "factors": ["case_prioritisation", "workload"],
        "failure_layers": ["active", "latent_organisational"],
        "reporter_role": "practitioner",
        "route": "learning_only",
    }


def report_with_child(area: str, agency: str) -> dict[str, Any]:
    """Overlooked harm, whose reporter wants officers to look at the child."""
    return report(area) | {
        "incident_class": "near_miss_no_harm",
        "prevented_by": None,
        "harm_potential": "likely",
        "overlooked": "yes",
        "overlooked_at": "mash_screening",
        "harm_categories": ["NEG"],
        "route": "usual_officers",
        "child": {"nhs_number": "999 000 0018", "responsible_agency": agency, "age_band": "5_10"},
    }


def complete_to(area: str) -> dict[str, Any]:
    """The night's export has been sent."""
    return {"area": area, "complete_to": "2026-03-17T02:00:00Z"}
