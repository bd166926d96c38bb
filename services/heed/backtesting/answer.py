"""All that a backtest says: for the table, as JSON, and for the page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from services.triage.backtest.closures import told
from services.triage.backtest.deadlines import day, listed
from services.triage.backtest.gathered import Gathered
from services.triage.backtest.lives import Life
from services.triage.backtest.planted import Judged
from services.triage.backtest.run import Outcome, Tried
from services.triage.backtest.tallies import Period

LIMITS = (
    "Each finding is a prompt to look, from recorded events. Not a finding about any person or team.",
    "Histories as they stand now: a record that came late counts from when the event happened.",
    "An alert gathers all that is found about a child while it is open. One of shadow rules alone pages nobody.",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The findings that only one of two sets of rules has, and those that took another course: here and there."""

    here: Sequence[Life]
    there: Sequence[Life]
    changed: Sequence[tuple[Life, Life]]
    other: Tried


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with what was asked. `first` and `last` are days of England, both included."""

    outcome: Outcome
    tried: Tried
    period: Period
    first: date
    last: date
    records: int
    children: int
    off: tuple[str, ...] = ()
    refused: int = 0
    reasons: Sequence[str] = ()
    closed: Mapping[str, Counter[str]] = field(default_factory=dict)
    notes: Sequence[str] = LIMITS
    difference: Difference | None = None

    @property
    def paging(self) -> list[Gathered]:
        """The alerts with a finding of an active rule."""
        return [alert for alert in self.outcome.alerts if alert.active]

    @property
    def missed(self) -> list[Judged]:
        """Planted stories that were not found as they must be, and false alarms on planted children."""
        return [one for one in self.outcome.judged if one.wrong is not None]

    def weekly(self, alerts: Sequence[Gathered]) -> float:
        """An officer's alerts a week."""
        return self.period.each_week(len(alerts))

    def weeks(self) -> dict[date, int]:
        """Alerts opened, by the day with which each week of the period begins."""
        starts = range(0, (self.last - self.first).days + 1, 7)
        opened = Counter((day(alert.opens) - self.first).days // 7 for alert in self.outcome.alerts)
        return {self.first + timedelta(days=n): opened[n // 7] for n in starts}

    def open(self) -> list[dict[str, Any]]:
        """The findings open at the end, by number of rule, then in order of time."""
        ordered = sorted(self.outcome.open, key=lambda one: (self.tried.texts[one.span.rule.id].number, one.opens))
        return [listed(life, self.tried.texts) for life in ordered]

    def told(self) -> dict[str, Any]:
        """As JSON."""
        said: dict[str, Any] = {
            "from": str(self.first),
            "to": str(self.last),
            "records": self.records,
            "refused": self.refused,
            "children": self.children,
            "officers": self.period.officers,
            "rules_hash": self.tried.hash,
            "rules": [asdict(tally) for tally in self.outcome.tallies],
            "off": list(self.off),
            "not_evaluable": self.outcome.idle,
            "alerts": self._alerts(self.outcome.alerts),
            "paging_alerts": self._alerts(self.paging),
            "open_findings": self.open(),
            "closures": told(self.closed),
            "notes": list(self.notes),
        }
        if self.outcome.judged:
            said["planted_wrong"] = [one.told() for one in self.missed]
        if self.difference is not None:
            said["only_here"] = [listed(one, self.tried.texts) for one in self.difference.here]
            said["only_there"] = [listed(one, self.difference.other.texts) for one in self.difference.there]
            said["changed"] = [
                {"here": listed(here, self.tried.texts), "there": listed(there, self.difference.other.texts)}
                for here, there in self.difference.changed
            ]
        return said

    def _alerts(self, alerts: Sequence[Gathered]) -> dict[str, Any]:
        return {"opened": len(alerts), "each_officer_a_week": round(self.weekly(alerts), 2)}
