"""Corrections: an event under the wrong child, two keys that are one child, one key that was two.

`subject_key` is the key that was wrong; each correction names the other one.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Contract, EventId, OrganisationId, SubjectKey
from schemas.cases.common import CaseEvent
from schemas.crossfield import Broken, refuse


class EventReference(Contract):
    """An event of an agency."""

    agency: OrganisationId
    event_id: EventId


class Correction(CaseEvent):
    """A correction. `to_subject_key` is the right key."""

    to_subject_key: SubjectKey
    to_family_key: SubjectKey | None = None

    @model_validator(mode="after")
    def _to_another(self) -> Self:
        if self.to_subject_key == self.subject_key:
            refuse([Broken("to_subject_key", "must be another key than subject_key")])
        return self


class EventMoved(Correction):
    """`moved_event` of `moved_agency` (left out: of the same agency) belongs to `to_subject_key`."""

    type: Literal["event_moved"] = "event_moved"
    moved_event: EventId
    moved_agency: OrganisationId | None = None


class SubjectMerged(Correction):
    """`subject_key` and `to_subject_key` are one child, known from now on by the second."""

    type: Literal["subject_merged"] = "subject_merged"


class SubjectSplit(Correction):
    """`subject_key` was two children: `moved_events` belong to `to_subject_key`, the rest stays."""

    type: Literal["subject_split"] = "subject_split"
    moved_events: Annotated[tuple[EventReference, ...], Field(min_length=1, max_length=10_000)]
