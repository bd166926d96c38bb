"""Runs the examples of rule files: a rule without one that fires and one that doesn't is worth nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from schemas.cases import CASE_RECORD, CaseEvent, IncidentReported
from schemas.codes import Severity
from services.triage.admission import Recorded, event
from services.triage.calendar import LONDON, Calendar, instant
from services.triage.compiled import Rule
from services.triage.decide import decide
from services.triage.events import Event
from services.triage.rule_file import ExampleText
from services.triage.spans import FOREVER, Facts
from services.triage.told import severity

AREA, AGENCY = "E06000901", "example-agency"
PLAIN: Mapping[str, Mapping[str, object]] = {
    "concern_raised": {"source": "2A"},
    "injury_observed": {"mobile": "unknown"},
    "episode_closed": {"reason": "RC7"},
    "referral_received": {"source": "2A"},
    "incident_reported": {"harm_potential": "not_known", "harm_actual": "none", "overlooked": "no"},
}
"""Fields that a type needs, where an example doesn't give them."""


class Complete:
    """Feeds that carry everything, live."""

    version = 0

    def evaluable(self, rule: Facts, agency: str) -> bool:
        """Always."""
        return True

    def silent(self, agency: str, types: frozenset[str]) -> bool:
        """See `services.triage.spans.Feeds`."""
        return False

    def behind(self, agency: str, types: frozenset[str]) -> str:
        """See `services.triage.spans.Feeds`."""
        return agency

    def complete(self, agency: str, types: frozenset[str]) -> int:
        """To now."""
        return FOREVER


class Verdict(NamedTuple):
    """What a rule said of an example, and what the example says it should."""

    found: Severity | None
    expected: Severity | None


def verdict(rules: Sequence[Rule], example: ExampleText, calendar: Calendar) -> Verdict:
    """The gravest severity that a rule, in all its parts, gives the example.

    Raises pydantic's error for events that aren't valid.
    """
    decision = decide(events(example.events, calendar), Complete(), read_at(example), rules)
    found = min((one.severity for one in decision.findings), default=None)
    return Verdict(None if found is None else severity(found), example.fires or None)


def read_at(example: ExampleText) -> int:
    """The instant at which the example is read. Raises `ValueError` where `now` is no date or time."""
    return instant(_local(example.now))


def events(texts: Iterable[Mapping[str, object]], calendar: Calendar) -> list[Event]:
    """The events of an example."""
    return [event(record(text, number), False, calendar) for number, text in enumerate(texts, 1)]


def record(text: Mapping[str, object], number: int) -> Recorded:
    """One event: its type, `at`, its child, and what differs from a plain event of the type."""
    fields: dict[str, Any] = {name: _frozen(value) for name, value in text.items() if name not in ("at", "child")}
    kind, child = str(fields["type"]), _key(int(str(text.get("child", 1))))
    common = _reported if kind == "incident_reported" else _recorded
    found = CASE_RECORD.validate_python({**PLAIN.get(kind, {}), **common(str(text["at"]), number, child), **fields})
    if not isinstance(found, CaseEvent | IncidentReported):
        raise TypeError(f"{kind} is no event of a history")
    return found


def _key(number: int) -> str:
    return f"k1:{number:064x}"


def _recorded(at: str, number: int, child: str) -> dict[str, object]:
    occurred = _local(at)
    return {
        "event_id": f"event-{number}",
        "revision": 1,
        "area": AREA,
        "subject_key": child,
        "family_key": _key(0),
        "agency": AGENCY,
        "responsible_agency": AGENCY,
        "occurred_at": occurred,
        "recorded_at": occurred,
        "occurred_precision": "minute" if "T" in at else "day",
    }


def _reported(at: str, number: int, child: str) -> dict[str, object]:
    return {
        "event_id": f"00000000-0000-4000-8000-{number:012d}",
        "revision": 1,
        "area": AREA,
        "subject_key": child,
        "responsible_agency": AGENCY,
        "occurred_on": date.fromisoformat(at),
    }


def _local(at: str) -> datetime:
    """England's time; a date begins the day."""
    if "T" not in at:
        return datetime.combine(date.fromisoformat(at), time(), LONDON)
    return datetime.fromisoformat(at).replace(tzinfo=LONDON)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
