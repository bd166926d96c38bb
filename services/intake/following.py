"""What an amended or withdrawn report means for its protection half. Pure, given the link."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from schemas.base import encode
from schemas.cases import IncidentReported
from services.intake.halves import Harmed, NamedChild, protection_half
from services.intake.links import Link


@dataclass(frozen=True, slots=True)
class Concerned:
    """What a revision of a report says for protection. `child` None: it doesn't say (again) which child it is about."""

    report_revision: int
    area: str
    day: date
    child: NamedChild | None
    harm: Harmed
    taken_back: bool
    """The report is withdrawn, or its reporter chose now that nobody shall look."""


@dataclass(frozen=True, slots=True)
class Step:
    """The link as it is from now on, and the records to send, in order."""

    link: Link | None
    records: tuple[IncidentReported, ...] = ()


def follow(link: Link | None, said: Concerned, fresh_id: uuid.UUID) -> Step:
    """The next step of a report's protection half. `fresh_id` is random: it names a half that begins now."""
    if link is None:
        return _begin(said, fresh_id)
    if said.report_revision <= link.report_revision:
        return Step(link)
    before = IncidentReported.model_validate_json(link.half)
    if said.taken_back:
        return _end(link, before, said)
    if said.child is not None and _another(before, said, said.child):
        begun = _begin(said, fresh_id)
        return replace(begun, records=(*_taken_back(before), *begun.records))
    return _go_on(link, before, said)


def _begin(said: Concerned, fresh_id: uuid.UUID) -> Step:
    if said.child is None or said.taken_back:
        return Step(None)
    half = protection_half(str(fresh_id), 1, said.area, said.day, said.child, said.harm)
    return Step(_linked(half, said.report_revision), (half,))


def _end(link: Link, before: IncidentReported, said: Concerned) -> Step:
    """Taken back as it was last sent, whatever the revision says beside."""
    ended = _taken_back(before)
    return Step(_linked(ended[0], said.report_revision) if ended else _agreeing(link, said), ended)


def _go_on(link: Link, before: IncidentReported, said: Concerned) -> Step:
    child = said.child or NamedChild.model_validate(before.model_dump(include=set(NamedChild.model_fields)))
    after = protection_half(before.event_id, before.revision + 1, before.area, before.occurred_on, child, said.harm)
    if after.model_copy(update={"revision": before.revision}) == before:
        return Step(_agreeing(link, said))
    return Step(_linked(after, said.report_revision), (after,))


def _agreeing(link: Link, said: Concerned) -> Link:
    return link.model_copy(update={"report_revision": said.report_revision})


def _another(before: IncidentReported, said: Concerned, child: NamedChild) -> bool:
    """A revision can't change the child or the area: that is another half, and the first is taken back."""
    return (before.area, before.subject_key) != (said.area, child.subject_key)


def _taken_back(before: IncidentReported) -> tuple[IncidentReported, ...]:
    if before.withdrawn:
        return ()
    return (before.model_copy(update={"revision": before.revision + 1, "withdrawn": True}),)


def _linked(half: IncidentReported, report_revision: int) -> Link:
    return Link(report_revision=report_revision, half=encode(half).decode())
