"""What a rule comes to over a period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.triage.backtest.gathered import Gathered, gathered
from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life
from services.triage.backtest.planted import Judged
from services.triage.calendar import DAY
from services.triage.compiled import Rule

WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Period:
    """What opens from `start` on and before `end` (Unix milliseconds) is counted, for so many officers."""

    start: int
    end: int
    officers: int

    def within(self, opens: int) -> bool:
        """Whether that falls into it."""
        return self.start <= opens < self.end

    def each_week(self, number: int) -> float:
        """So many in the period, for an officer and a week."""
        return number / ((self.end - self.start) / WEEK) / self.officers


@dataclass(frozen=True, slots=True)
class Tally:
    """One rule. `resolved` by an event, `passed` by time alone. `alerts`: those that it would open were it alone.

    `planted` counts the stories that must have a finding, `found` those that have it as it must be; `false_alarms` are
    stories that must have none and have one, and `elsewhere` children without a story who have one. `recall` and
    `precision` are shares of 1, None where there is nothing to share.
    """

    rule: str
    number: int
    title: str
    mode: str
    findings: int
    open: int
    resolved: int
    passed: int
    children: int
    alerts: int
    weekly: float
    planted: int
    found: int
    false_alarms: int
    elsewhere: int
    recall: float | None
    precision: float | None


def tally(
    rules: Sequence[Rule], numbers: Mapping[str, int], lives: Iterable[Life], told: Iterable[Judged], period: Period
) -> list[Tally]:
    """A tally for each rule, in the order of the rules' numbers."""
    own: dict[str, list[Life]] = {rule.facts.id: [] for rule in rules}
    stories: dict[str, list[Judged]] = {rule: [] for rule in own}
    for life in lives:
        own[life.span.rule.id].append(life)
    for one in told:
        stories[one.planted.rule].append(one)
    first = {rule.facts.id: rule for rule in reversed(rules)}
    return [_tally(first[id], numbers[id], own[id], stories[id], period) for id in sorted(own, key=numbers.__getitem__)]


def _tally(rule: Rule, number: int, lives: list[Life], told: list[Judged], period: Period) -> Tally:
    counted = [life for life in lives if period.within(life.opens)]
    alerts = opened(gathered(lives), period)
    planted = sum(one.planted.alarming for one in told)
    found = sum(one.planted.alarming and one.wrong is None for one in told)
    false_alarms, elsewhere = sum(one.false_alarm for one in told), _elsewhere(counted, told)
    return Tally(
        rule=rule.facts.id,
        number=number,
        title=rule.title,
        mode=rule.modes.of(rule.modes.settings),
        findings=len(counted),
        open=sum(life.ends is None for life in counted),
        resolved=sum(life.ends is not None and life.span.closed_by is not None for life in counted),
        passed=sum(life.ends is not None and life.span.closed_by is None for life in counted),
        children=len({life.child for life in counted}),
        alerts=len(alerts),
        weekly=period.each_week(len(alerts)),
        planted=planted,
        found=found,
        false_alarms=false_alarms,
        elsewhere=elsewhere,
        recall=_share(found, planted),
        precision=_share(found, found + false_alarms),
    )


def _elsewhere(lives: Iterable[Life], told: Iterable[Judged]) -> int:
    """Where no story is planted at all, nothing can be said."""
    planted = {Child(one.planted.area, one.planted.subject_key) for one in told}
    return len({life.child for life in lives} - planted) if planted else 0


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def opened(alerts: Iterable[Gathered], period: Period) -> list[Gathered]:
    """The alerts that opened in the period."""
    return [alert for alert in alerts if period.within(alert.opens)]
