"""Lines of event files: what agencies send, what `heed simulate` writes of reports, and records of the log itself."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from schemas.cases import AGENCY_EVENT_TYPES, CASE_RECORD
from schemas.problems import problems
from services.heed.importing.keys import DEMO_KEY
from services.intake.adapters.cin import EVENT_IDS
from services.intake.api_events import SENT_EVENT, on_topic
from services.intake.api_reports import SENT_REPORT, SentReport
from services.intake.following import Concerned, follow
from services.intake.halves import NamedChild, harmed
from services.intake.links import Link
from services.intake.organisations import Organisations
from services.triage.backtest.kept import Said

FEED_STATEMENT: Final = frozenset({"agency", "area", "source", "complete_to", "after"})
"""A line of the simulator's file of feed statements."""
NAMESPACE: Final = uuid.UUID("f3b0b4a2-4a44-5e0c-9d0e-6f0a0c5b7d11")
"""Of the ids that reports in a file get: arbitrary, and always the same."""

MOST: Final = 3
"""Problems of a line that are told."""


class BadLine(ValueError):
    """A line that holds nothing to try rules on; says why, without the ids of children."""


@dataclass(slots=True)
class Lines:
    """Turns lines into records; as intake does, it refuses agencies and teams that the configuration doesn't know.

    `statements` counts those about feeds: a file counts as complete without them. `others` counts records that no
    census holds. Children named in the clear get a pseudonym by a key that anyone has: it suits a trial, nothing else.
    """

    organisations: Organisations
    statements: int = 0
    others: int = 0
    _known: set[tuple[str, str | None, str | None, str | None]] = field(default_factory=set)
    _links: dict[str, Link] = field(default_factory=dict)

    def records(self, line: str) -> Iterator[Said]:
        """The records of a line; none for a report without a child. Raises `BadLine`."""
        try:
            said = json.loads(line)
            if not isinstance(said, dict):
                raise BadLine("allowed: one JSON object a line")
            yield from self._records(said, line)
        except ValidationError as error:
            raise BadLine("; ".join(f"{one.pointer}: {one.message}" for one in problems(error)[:MOST])) from None
        except json.JSONDecodeError as error:
            raise BadLine(f"not JSON at column {error.colno}") from None

    def _records(self, said: Mapping[str, Any], line: str) -> Iterator[Said]:
        if said.keys() == FEED_STATEMENT:
            self.statements += 1
        elif "report" in said:
            sent = SENT_REPORT.validate_json(json.dumps(said["report"]))
            child = None if sent.child is None else sent.child.responsible_agency
            self._check(sent.area, sent.agency, sent.team, child)
            yield from self._report(str(said.get("idempotency_key")), sent)
        elif said.get("type") in AGENCY_EVENT_TYPES:
            event = SENT_EVENT.validate_json(line)
            self._check(event.area, event.agency, event.team, event.responsible_agency)
            self.others += not event.event_id.startswith(EVENT_IDS)
            yield on_topic(event, event.child.pseudonym(DEMO_KEY) if event.child else str(event.subject_key))
        else:
            self.others += 1
            yield CASE_RECORD.validate_json(line)

    def _check(self, area: str, agency: str | None, team: str | None, responsible: str | None) -> None:
        """Most lines name the same few."""
        named = (area, agency, team, responsible)
        if named not in self._known:
            unknown = "; ".join(f"/{one.field}: {one.message}" for one in self.organisations.unknown(*named))
            if unknown:
                raise BadLine(unknown)
            self._known.add(named)

    def _report(self, name: str, sent: SentReport) -> Iterator[Said]:
        """The protection half of a report, as intake makes it."""
        self.others += 1
        name = f"{sent.agency}/{name}"
        step = follow(self._links.get(name), _concerned(sent), uuid.uuid5(NAMESPACE, f"{name}/{sent.revision}"))
        if step.link is not None:
            self._links[name] = step.link
        yield from step.records


def _concerned(sent: SentReport) -> Concerned:
    child, day = sent.child, sent.reported_on or sent.occurred_on
    named = None
    if child is not None:
        key = child.subject_key or child.pseudonym(DEMO_KEY)
        named = NamedChild(subject_key=key, responsible_agency=child.responsible_agency, age_band=child.age_band)
    taken_back = sent.withdrawn or sent.route == "learning_only"
    return Concerned(sent.revision, sent.area, _dated(day), named, harmed(sent), taken_back)


def _dated(day: date | None) -> date:
    if day is None:
        raise BadLine("/report/reported_on: a report in a file needs its day")
    return day
