"""What case events have in common: whose they are, when it happened, how precisely that is known."""

from datetime import timedelta
from typing import Final, Self

from pydantic import model_validator

from schemas.base import AreaCode, Contract, EventId, OrganisationId, Revision, SubjectKey
from schemas.codes import AgeBand, Precision
from schemas.crossfield import Broken, refuse
from schemas.times import Instant

CLOCKS_APART: Final = timedelta(minutes=5)
"""How far two agencies' computers may disagree before an event counts as recorded before it happened."""
LONGEST_DAY: Final = timedelta(hours=25)
"""The last Sunday of October in England."""


class CaseEvent(Contract):
    """What an agency's system recorded about one child. The highest revision of (`agency`, `event_id`) holds.

    `withdrawn`: a revision that takes the event back. `responsible_agency`: whose officers are told. `occurred_at`: by
    precision `day` only its date in England is meant. `recorded_at`: when the agency's own system held it. `derived`:
    made by an adapter from another record. `age_band` is the child's at the event, left out where it isn't known.
    """

    type: str
    event_id: EventId
    revision: Revision
    withdrawn: bool = False
    area: AreaCode
    subject_key: SubjectKey
    family_key: SubjectKey | None = None
    agency: OrganisationId
    team: OrganisationId | None = None
    responsible_agency: OrganisationId
    occurred_at: Instant
    occurred_precision: Precision
    recorded_at: Instant
    derived: bool = False
    age_band: AgeBand | None = None

    @model_validator(mode="after")
    def _recorded_when_it_had_occurred(self) -> Self:
        if self.recorded_at < self.occurred_at:
            allowed = CLOCKS_APART if self.occurred_precision == "minute" else LONGEST_DAY
            if self.occurred_at - self.recorded_at > allowed:
                refuse([Broken("recorded_at", "must not be before occurred_at")])
        return self


class Seen(CaseEvent):
    """An event at which the child may have been seen. Left out: not recorded, which isn't *no*."""

    child_seen: bool | None = None
    child_seen_alone: bool | None = None

    @model_validator(mode="after")
    def _seen_alone_is_seen(self) -> Self:
        if self.child_seen_alone and self.child_seen is False:
            refuse([Broken("child_seen", "can't be false where child_seen_alone is true")])
        return self


class About(CaseEvent):
    """An event about another: `about_event` of `about_agency` (of the same agency where that is left out)."""

    about_event: EventId | None = None
    about_agency: OrganisationId | None = None

    @model_validator(mode="after")
    def _agency_of_an_event(self) -> Self:
        if self.about_agency is not None and self.about_event is None:
            refuse([Broken("about_event", "is required where about_agency is given")])
        return self
