"""What officers have closed, and what of it may be said again. Pure.

Evidence is new where a finding wasn't there at the closing, or names an event that the closed finding didn't.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic_core import from_json, to_json

from schemas.alerts import AlertRevision
from schemas.cases import AlertClosed
from services.triage.alerts import FindingKey, key
from services.triage.calendar import Calendar
from services.triage.case import Case
from services.triage.events import Event
from services.triage.situations import key_of
from services.triage.spans import FOREVER, Feeds, Finding

FOR_GOOD = frozenset({"wrong_match", "duplicate"})
"""Codes that say that the evidence isn't about this child, or has an alert of its own: it is never shown again."""
ACTION_WORKING_DAYS = 1
"""After `new_action_taken` a protective event must follow within so many working days, else the alert is open again."""
PROTECTIVE = frozenset(
    {
        "assessment_started",
        "cin_plan_started",
        "core_group_held",
        "cp_plan_started",
        "cp_review_held",
        "family_help_plan_started",
        "icpc_held",
        "referral_received",
        "section_47_started",
        "strategy_discussion_held",
        "visit_made",
    }
)
"""What an action to protect a child is recorded as."""


class Closing(NamedTuple):
    """A finding was closed, at a severity (1: the gravest), with a code and the events `seen` in it.

    Where an action must follow: one that happens on the day on which `since` falls, or later, and before `until`.
    """

    alert_id: str
    code: str
    severity: int
    seen: frozenset[str]
    since: int
    until: int | None


class Unanswered(NamedTuple):
    """What is left of the findings. `due`, `waits`: see `services.triage.spans.Cut`.

    `proof` is the deadline that has passed without a protective event, where something is open again because of it.
    """

    findings: tuple[Finding, ...]
    due: int
    waits: dict[str, int]
    proof: int | None


def closings(
    case: Case, alert: AlertRevision, action: AlertClosed, calendar: Calendar, now: int
) -> dict[FindingKey, Closing]:
    """What an alert's closing says of each of its findings."""
    today = calendar.day_of(now)
    until = calendar.after_working_days(today, ACTION_WORKING_DAYS) if action.code == "new_action_taken" else None
    seen = {key_of(span): _events(span.anchor, span.seen) for span in case.verdicts}
    return {
        key(one): Closing(
            alert.alert_id,
            action.code,
            int(one.severity[1]),
            seen.get(key(one), frozenset()),
            calendar.start_of(today),
            until,
        )
        for one in alert.findings
    }


def unanswered(
    found: Iterable[Finding], closed: Mapping[FindingKey, Closing], case: Case, feeds: Feeds, now: int, open: bool
) -> Unanswered:
    """The findings less what was closed. `open`: an alert is open, which gathers all but what was closed for good."""
    shown = [one for one in found if not _same(one, closed) or closed[key_of(one.span)].code not in FOR_GOOD]
    if open:
        return Unanswered(tuple(shown), FOREVER, {}, None)
    answers = [(one, closed[key_of(one.span)]) for one in shown if _answered(one, closed)]
    left = _Proof(case, feeds, now)
    passed = [one.until for _, one in answers if one.until is not None and left.missing(one)]
    fresh = passed or len(answers) < len(shown)
    return Unanswered(tuple(shown) if fresh else (), left.due, left.waits, min(passed, default=None))


def packed(closing: Closing) -> bytes:
    """A closing as bytes: the same gives the same."""
    return to_json(closing._replace(seen=sorted(closing.seen)))  # type: ignore[arg-type]


def unpacked(value: bytes) -> Closing:
    """The closing that `packed` made bytes of."""
    alert_id, code, severity, seen, since, until = from_json(value)
    return Closing(alert_id, code, severity, frozenset(seen), since, until)


def _same(one: Finding, closed: Mapping[FindingKey, Closing]) -> bool:
    closing = closed.get(key_of(one.span))
    return closing is not None and _events(one.span.anchor, one.span.seen) <= closing.seen


def _answered(one: Finding, closed: Mapping[FindingKey, Closing]) -> bool:
    return _same(one, closed) and one.severity >= closed[key_of(one.span)].severity


def _events(anchor: Event, seen: Iterable[Event]) -> frozenset[str]:
    return frozenset({anchor.ref, *(event.ref for event in seen)})


class _Proof:
    """Looks for the protective events that closings promise, and notes when to look again."""

    def __init__(self, case: Case, feeds: Feeds, now: int) -> None:
        self._events = [one for one in case.history.events.values() if one.type in PROTECTIVE]
        self._case = case
        self._feeds = feeds
        self._now = now
        self.due = FOREVER
        self.waits: dict[str, int] = {}

    def missing(self, closing: Closing) -> bool:
        """Whether the time has passed, as the feeds know it, and nothing has followed."""
        until = closing.until or 0
        if any(one.last >= closing.since and one.first < until for one in self._events):
            return False
        if until > self._now:
            self.due = min(self.due, until)
            return False
        latest = self._case.history.latest()
        agency = "" if latest is None else latest.responsible
        if self._feeds.complete(agency, PROTECTIVE) < until:
            self.waits[agency] = min(self.waits.get(agency, FOREVER), until)
            return False
        return True
