"""What a case shows at one moment, in the words of the contracts, and the deadline that brought it about."""

from collections.abc import Iterable, Iterator, Mapping

from schemas.alerts import Because
from schemas.codes import RuleMode
from services.triage.alerts import FindingKey, Situation, current, key
from services.triage.calendar import moment
from services.triage.case import Case
from services.triage.expiry import EXPIRED
from services.triage.spans import Finding, Span
from services.triage.told import findings, identity, severity


def situation_of(
    case: Case, found: tuple[Finding, ...], because: Because, now: int, modes: Mapping[FindingKey, RuleMode]
) -> Situation:
    """The case's situation with these findings, each in its mode."""
    mode, counted = _counted(found, modes)
    shadow = frozenset(one.key for one in found if modes[key_of(one.span)] == "shadow")
    return Situation(
        area=case.subject.area,
        subject_key=case.subject.key,
        agency=responsible(case),
        findings=findings(found, "placeholder" if case.marked else None, case.told, shadow),
        severity=severity(min((one.severity for one in counted), default=4)),
        passed=frozenset() if found else frozenset(key_of(span) for span in _ended(case, now)),
        mode=mode,
        from_history=bool(found) and all(one.since <= one.span.anchor.loaded for one in found),
        because=because,
        now=now,
    )


def deadline(case: Case, found: tuple[Finding, ...], now: int, feed_agency: str | None) -> Because:
    """The deadline that has fired, of what is new, or else the end that has come. `feed_agency`: whose feed let it."""
    news = min(((one.severity, one.since, one.span.rule.id) for one in _news(case, found)), default=None)
    if news is not None:
        return _because(*news[1:], feed_agency)
    expired = min((span.rule.id for span in _ended(case, now) if span.rule.expires == now), default=None)
    if expired is not None:
        return Because(cause="rule", at=moment(now), rule=expired, code=EXPIRED)
    at, rule = max(((span.closes, span.rule.id) for span in _ended(case, now)), default=(now, None))
    return _because(at, rule, feed_agency)


def _because(at: int, rule: str | None, feed_agency: str | None) -> Because:
    return Because(cause="deadline" if feed_agency is None else "feed", agency=feed_agency, at=moment(at), rule=rule)


def _counted(found: tuple[Finding, ...], modes: Mapping[FindingKey, RuleMode]) -> tuple[RuleMode, tuple[Finding, ...]]:
    """The findings that decide severity: those that page, and those in shadow where there is no other."""
    active = tuple(one for one in found if modes[key_of(one.span)] == "active")
    return ("active", active) if active else ("shadow", found)


def responsible(case: Case) -> str:
    """The agency whose officers are told: the one of the latest event, or of the alert when no event is left."""
    latest, alert = case.history.latest(), current(case.alerts)
    return latest.responsible if latest is not None else alert.agency if alert is not None else ""


def _news(case: Case, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that the alert doesn't hold at their severity."""
    alert = current(case.alerts)
    was = {key(one): one.severity for one in alert.findings} if alert is not None else {}
    return (one for one in found if was.get(key_of(one.span)) != severity(one.severity))


def _ended(case: Case, now: int) -> Iterator[Span]:
    return (span for span in case.verdicts if span.closes <= now)


def key_of(span: Span) -> FindingKey:
    """The key that a span's finding has in an alert."""
    return (span.rule.id, span.rule.part or None, *identity(span.anchor.ref))
