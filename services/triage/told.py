"""Findings and events in the words of the contracts."""

from datetime import datetime
from typing import Final, get_args

from schemas import alerts as contract
from schemas.codes import Reliability, Severity
from services.triage.calendar import moment
from services.triage.events import Event
from services.triage.spans import FOREVER, Finding

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
MOST_FINDINGS, MOST_TYPES = 256, 64
"""What the contract of an alert holds. A child with more is a placeholder key."""
MOST_SEEN = 100
"""Events of a finding that an alert names: the latest. The contract holds more, but a placeholder key's alert would
grow beyond what Kafka takes, and its partition would stop."""

Told = dict[tuple[str, str, str, str], tuple[Finding, contract.Finding]]
"""By key, findings and how they were told."""


def severity(number: int) -> Severity:
    """1 to 4 as a code."""
    return SEVERITIES[number - 1]


def identity(ref: str) -> tuple[str | None, str]:
    """Agency and event id of an identity; no agency for a person's report."""
    agency, event_id = ref.split("/", 1)
    return agency or None, event_id


def findings(
    found: tuple[Finding, ...],
    reliability: Reliability | None = None,
    told: Told | None = None,
    shadow: frozenset[tuple[str, str, str, str]] = frozenset(),
) -> tuple[contract.Finding, ...]:
    """The findings of an alert: the gravest first, then in order of time. `reliability`: of all of them; `shadow`: keys
    of those that page nobody.

    `told` holds those of the last time, which are taken over where nothing has changed, and then these.
    """
    ranked = sorted(found, key=lambda one: (one.severity, one.opens, one.key))[:MOST_FINDINGS]
    before: Told = {} if told is None else told.copy()
    now = {one.key: (one, _again(one, reliability, one.key in shadow, before.get(one.key))) for one in ranked}
    if told is not None:
        told.clear()
        told.update(now)
    return tuple(said for _, said in now.values())


def _again(
    one: Finding, reliability: Reliability | None, shadow: bool, before: tuple[Finding, contract.Finding] | None
) -> contract.Finding:
    same = before is not None and before[0] == one and shadow == (before[1].mode is not None)
    return before[1] if before is not None and same else finding(one, reliability, shadow)


def finding(found: Finding, reliability: Reliability | None = None, shadow: bool = False) -> contract.Finding:
    """One finding, with what was seen and what was not recorded by when."""
    span = found.span
    agency, event_id = identity(span.anchor.ref)
    return contract.Finding(
        rule=span.rule.id,
        part=span.rule.part or None,
        rule_version=span.rule.version,
        anchor_event=event_id,
        anchor_agency=agency,
        anchor_at=at(span.anchor),
        opens=moment(found.opens),
        closes=None if span.closes == FOREVER else moment(span.closes),
        severity=severity(found.severity),
        seen=tuple(seen(event) for event in span.seen[-MOST_SEEN:]),
        not_recorded=_not_recorded(found),
        reliability=reliability or ("degraded" if found.degraded else "complete"),
        mode="shadow" if shadow else None,
    )


def seen(event: Event) -> contract.SeenEvent:
    """An event that a rule saw."""
    agency, event_id = identity(event.ref)
    return contract.SeenEvent(type=event.type, event_id=event_id, agency=agency, at=at(event))


def at(event: Event) -> datetime:
    """When it happened; of a date, when the day begins in England."""
    return moment(event.first)


def _not_recorded(found: Finding) -> tuple[contract.NotRecorded, ...]:
    types = tuple(sorted(found.span.awaits))[:MOST_TYPES]
    return tuple(contract.NotRecorded(types=types, by=moment(step.at)) for step in found.missing if types)
