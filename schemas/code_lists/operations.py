"""Codes of counts and of the stream's own records. All are this project's own."""

from typing import Final, Literal

Dimension = Literal[
    "total", "incident_class", "prevented_by", "harm_actual_physical", "harm_actual_psychological", "harm_potential",
    "overlooked", "overlooked_at", "journey_stage", "harm_category", "assessment_factor", "factor", "layer",
    "reporter_role",
]  # fmt: skip

DIMENSIONS: Final[dict[Dimension, str]] = {
    "total": "all reports",
    "incident_class": "kind of incident",
    "prevented_by": "what stopped it",
    "harm_actual_physical": "actual physical harm",
    "harm_actual_psychological": "actual psychological harm",
    "harm_potential": "potential significant harm",
    "overlooked": "significant harm overlooked",
    "overlooked_at": "stage at which harm was overlooked",
    "journey_stage": "stage of the journey",
    "harm_category": "category of abuse",
    "assessment_factor": "factor identified",
    "factor": "contributory factor",
    "layer": "layer of failure",
    "reporter_role": "role of the reporter",
}

DeadLetterReason = Literal["unreadable", "invalid", "revision_conflict", "misplaced", "unknown", "too_large"]

DEAD_LETTER_REASONS: Final[dict[DeadLetterReason, str]] = {
    "unreadable": "not JSON, or no value",
    "invalid": "not as the contract says",
    "revision_conflict": "the same revision was already recorded with other content",
    "misplaced": "its area does not belong to this partition, or its key is not its entity's",
    "unknown": "names something that the configuration does not hold",
    "too_large": "larger than the topic allows",
}
