"""An alert in words, for the officer who reads it. It names events, missing events and clocks, never people."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from schemas.alerts import AlertRevision, Because, Finding, NotRecorded, SeenEvent
from schemas.codes import (
    ALERT_CHANGES,
    ALERT_STATES,
    CAUSES,
    CLOSURE_CODES,
    OFFICER_ROLES,
    REFUSALS,
    SEVERITIES,
    RuleMode,
)
from services.triage.calendar import LONDON
from services.triage.expiry import EXPIRED
from services.triage.rule_file import RuleText
from services.triage.ruleset import RuleFiles, packaged

HEADING = "A prompt to look, from recorded events. Not a finding about any person or team."
LIMITS = (
    "What is not recorded here may have been done: look in the child's record, and record it if so.",
    "No alert does not mean no concern: Heed sees only the events that feeds send, and only to where each is complete.",
    "This is not a referral and discharges no duty. If a child may be at risk of harm now, follow the local procedures "
    "at once.",
)
REASONS: dict[str, str] = {
    **{str(code): said for code, said in (*REFUSALS.items(), *CLOSURE_CODES.items())},
    "unacknowledged": "nobody had acknowledged it",
    "undecided": "nobody had decided it",
    "no_protective_event": "and no action to protect the child is recorded here",
    EXPIRED: "the rule has expired",
}
"""What a code says about a cause."""
UNSURE: dict[str, str] = {
    "degraded": "A feed is silent: what is missing here may only not have arrived.",
    "placeholder": "This key stands for several children, or for none: nothing here is sure to be about one child.",
}
"""What makes a finding less sure."""
MOST_LISTED = 12
"""Events of a finding that the text lists: the latest. The alert itself holds more."""


def rule_words(files: RuleFiles | None = None) -> dict[str, RuleText]:
    """The rules by id, of the packaged files where none are given."""
    return {rule.id: rule for rule in (files or packaged()).read().values()}


def alert_text(revision: AlertRevision, rules: Mapping[str, RuleText], names: Mapping[str, str]) -> str:
    """The alert in words. `rules` by id, `names` of agencies and areas by id; what isn't there goes by its id."""
    parts = [HEADING, "\n".join(_head(revision, names))]
    said = ((n, one, revision.mode) for n, one in enumerate(revision.findings, 1))
    parts += ["\n".join(_finding(*one, rules, names)) for one in said]
    return "\n\n".join([*parts, "\n".join(LIMITS)]) + "\n"


def _head(revision: AlertRevision, names: Mapping[str, str]) -> Iterator[str]:
    yield f"{revision.severity} ({SEVERITIES[revision.severity]}), {ALERT_STATES[revision.state]}"
    yield f"Child {revision.subject_key[:16]}… · {_name(revision.agency, names)} · {_name(revision.area, names)}"
    yield f"Alert {revision.alert_id}, revision {revision.revision}, {instant(revision.log_time)}"
    yield f"Because {_because(revision.because, names)}: {ALERT_CHANGES[revision.change]}."
    if revision.acknowledge_by is not None:
        yield f"Acknowledge by {deadline(revision.acknowledge_by)}."
    if revision.decide_by is not None:
        yield f"Decide by {deadline(revision.decide_by)}."
    yield from _handling(revision, names)
    if revision.mode == "shadow":
        yield "From rules that are being tried: it pages nobody."
    if revision.from_history:
        yield "From events that were loaded from the past."


def _handling(revision: AlertRevision, names: Mapping[str, str]) -> Iterator[str]:
    """What officers have made of it."""
    if revision.assigned_to is not None:
        agency = f" of {_name(revision.assigned_agency, names)}" if revision.assigned_agency is not None else ""
        yield f"With the {OFFICER_ROLES[revision.assigned_to]}{agency}."
    if revision.snoozed_until is not None:
        yield f"Snoozed until {instant(revision.snoozed_until)}."
    if revision.merged_into is not None:
        yield f"Joined with alert {revision.merged_into}: go on there."


def _finding(
    number: int, finding: Finding, mode: RuleMode, rules: Mapping[str, RuleText], names: Mapping[str, str]
) -> Iterator[str]:
    rule = rules.get(finding.rule)
    yield f"{number}. {rule.title if rule else finding.rule} ({finding.severity})"
    if rule:
        yield f"   {rule.words}"
    yield from (f"   Recorded: {_event(one, names)}" for one in finding.seen[-MOST_LISTED:])
    yield from (f"   {_missing(one)}" for one in finding.not_recorded)
    if finding.mode == "shadow" and mode != "shadow":
        yield "   This rule is being tried: it pages nobody."
    if finding.reliability in UNSURE:
        yield f"   {UNSURE[finding.reliability]}"
    if rule:
        yield f"   Why this rule: {rule.source}."


def _because(because: Because, names: Mapping[str, str]) -> str:
    said = CAUSES[because.cause]
    if because.actor_role is not None:
        said += f" by the {OFFICER_ROLES[because.actor_role]}"
    if because.type is not None:
        said += f" ({_plain(because.type)}"
        said += f", {when(because.at)}" if because.at is not None else ""
        said += f", event {because.event_id})"
    elif because.agency is not None:
        said += f" ({_name(because.agency, names)})"
    elif because.at is not None:
        said += f" ({deadline(because.at)})"
    reason = REASONS.get(because.code or "")
    return said if reason is None else f"{said}, {reason}"


def _event(event: SeenEvent, names: Mapping[str, str]) -> str:
    source = "a person" if event.agency is None else _name(event.agency, names)
    return f"{_plain(event.type)}, {when(event.at)}, by {source} (event {event.event_id})"


def _missing(missing: NotRecorded) -> str:
    return f"Not recorded here by {deadline(missing.by)}: {' or '.join(map(_plain, missing.types))}"


def _plain(type: str) -> str:
    return type.replace("_", " ")


def _name(id: str, names: Mapping[str, str]) -> str:
    return names.get(id, id)


def when(moment: datetime) -> str:
    """When an event happened; midnight is told as the date alone, since a date without time is kept so."""
    local = moment.astimezone(LONDON)
    return _day(local) if local.time() == time() else instant(moment)


def deadline(moment: datetime) -> str:
    """A limit's end. Midnight is the end of the day before: "by Sunday" would be read as a day more."""
    ended = day_ended(moment)
    return instant(moment) if ended is None else f"the end of {_day(ended)}"


def instant(moment: datetime) -> str:
    """England's time, and its day."""
    local = moment.astimezone(LONDON)
    return f"{local:%H:%M} on {_day(local)}"


def day_ended(moment: datetime) -> date | None:
    """The day that ends with this instant, in England; None where none does."""
    local = moment.astimezone(LONDON)
    return local.date() - timedelta(days=1) if local.time() == time() else None


def day_words(day: date) -> str:
    """A day, without its weekday."""
    return f"{day.day} {day:%B %Y}"


def _day(day: date) -> str:
    return f"{day:%A} {day_words(day)}"
