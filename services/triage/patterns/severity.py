"""How grave a finding is: at its anchor, and when later evidence raises it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History, back, since
from services.triage.patterns.recent import recent, since_when
from services.triage.selection import ANY, Conditions, Selection
from services.triage.spans import Step


@dataclass(frozen=True, slots=True)
class Grade:
    """`severity` where the anchor meets the conditions."""

    severity: int
    conditions: Conditions = ANY


@dataclass(frozen=True, slots=True)
class Raise:
    """From the last step on, `severity` once there is `evidence`.

    `within` (days): evidence before that step counts only where it is that recent. `latest`: only the latest
    known event of `pool` speaks; otherwise any evidence does, and `pool` is the evidence. `same`: only evidence after
    the anchor that holds one code of this field in common with it.
    """

    severity: int
    evidence: Selection
    pool: Selection
    latest: bool = False
    within: int | None = None
    same: str | None = None

    def matches(self, event: Event, anchor: Event) -> bool:
        """Whether the event is such evidence."""
        if not self.evidence.matches(event):
            return False
        if self.same is None:
            return True
        shared = not set(event.codes.get(self.same, ())).isdisjoint(anchor.codes.get(self.same, ()))
        return shared and event.order > anchor.order


def grade(grades: Sequence[Grade], anchor: Event) -> int:
    """The severity of the first grade that the anchor meets; the last has no conditions."""
    return next(one.severity for one in grades if one.conditions.met_by(anchor.codes))


def raised(
    steps: tuple[Step, ...], raises: Sequence[Raise], anchor: Event, history: History, calendar: Calendar
) -> tuple[Step, ...]:
    """The steps with those that evidence adds. Evidence at or before the last step replaces its severity."""
    base = steps[-1]
    for one in raises:
        at = _evident_from(one, base.at, anchor, history, calendar)
        if at is not None and one.severity < steps[-1].severity:
            steps = (
                (*steps[:-1], base._replace(severity=one.severity))
                if at == base.at
                else (*steps, Step(at, one.severity, False))
            )
    return steps


def _evident_from(one: Raise, base: int, anchor: Event, history: History, calendar: Calendar) -> int | None:
    """The first instant from `base` on at which the evidence holds, or None."""
    pool = history.of(one.pool)
    oldest = since_when(base, one.within) if one.same is None else anchor.first
    for event in back(pool, base):
        if event.first < oldest:
            break
        if recent(event, base, one.within, calendar) and one.matches(event, anchor):
            return base
        if one.latest:
            break
    return next((event.first for event in since(base + 1, pool) if one.matches(event, anchor)), None)
