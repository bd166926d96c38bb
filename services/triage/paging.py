"""Which findings page somebody: by the modes of rules, and by the budget that a rule may take of officers' weeks.

Everything is counted in the log's time, an area by itself, so that a log says the same however it is folded.
"""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.alerts import AlertRevision
from schemas.alerts import Finding as Told
from schemas.codes import RuleMode
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.alerts import ENDED, FindingKey, key
from services.triage.case import Case
from services.triage.configured import Settings
from services.triage.modes import Setting
from services.triage.notices import tell_budget
from services.triage.registers import Registers
from services.triage.situations import key_of, responsible
from services.triage.spans import Finding
from services.triage.spent import Budget, Spent, renewed
from services.triage.told import severity

GRAVEST, DIGEST = "S1", "S4"
"""An S1 is never silenced; an S4 is read in a digest and takes no budget."""


class Weighed(NamedTuple):
    """The mode of each finding, and those that would page if the week had room for another alert by their rule."""

    modes: dict[FindingKey, RuleMode]
    refused: frozenset[FindingKey]


class Paging:
    """Weighs findings, and keeps what each rule has taken of an agency's week."""

    def __init__(self, settings: Settings, registers: Registers) -> None:
        """Reads what earlier batches kept."""
        self._settings = settings
        self._registers = registers
        self._spent = registers.budgets()

    def weigh(self, case: Case, found: Iterable[Finding], now: int) -> Weighed:
        """A finding keeps the mode in which it was found, until it becomes graver: what is open stays open."""
        held, paging, agency = _held(case), _paging(case.alerts.values()), responsible(case)
        modes: dict[FindingKey, RuleMode] = {}
        refused = set()
        for one in found:
            name = key_of(one.span)
            was = held.get(name)
            if was is not None and (was.mode is None or severity(one.severity) >= was.severity):
                modes[name] = was.mode or "active"
                continue
            setting = case.rulebook.by_id[one.span.rule.id].modes.at(agency, now)
            budget = Budget(case.subject.area, agency, one.span.rule.id)
            modes[name] = self._mode(one, setting, budget, now) if setting.mode == "active" else setting.mode
            if modes[name] == "active" and one.span.rule.id not in paging and self._full(one, setting, budget, now):
                modes[name] = "shadow"
                refused.add(name)
        return Weighed(modes, frozenset(refused))

    def spend(
        self, batch: Batch, cause: Record, case: Case, revisions: Iterable[AlertRevision], weighed: Weighed, now: int
    ) -> None:
        """These revisions come next: count the rules that page anew, and tell operators where that is too much."""
        before = _paging(case.alerts.values())
        shown = [one for one in revisions if one.state not in ENDED]
        full = {one.rule for revision in shown for one in revision.findings if key(one) in weighed.refused}
        for rule in sorted((_paging(shown) - before) | full):
            setting = case.rulebook.by_id[rule].modes.at(shown[0].agency, now)
            if setting.most is not None:
                self._take(batch, cause, Budget(case.subject.area, shown[0].agency, rule), setting, now)

    def _mode(self, one: Finding, setting: Setting, budget: Budget, now: int) -> RuleMode:
        over = self._state(budget, setting, now).over is not None
        return "shadow" if over and severity(one.severity) != GRAVEST else "active"

    def _full(self, one: Finding, setting: Setting, budget: Budget, now: int) -> bool:
        """What a history load opened pages nobody, so it takes nothing."""
        counts = severity(one.severity) not in (GRAVEST, DIGEST) and one.since > one.span.anchor.loaded
        return counts and setting.most is not None and self._state(budget, setting, now).used >= setting.most

    def _take(self, batch: Batch, cause: Record, budget: Budget, setting: Setting, now: int) -> None:
        before, state = self._spent.get(budget), self._state(budget, setting, now)
        state = state._replace(used=state.used + 1)
        if state.over is None and setting.most is not None and state.used > setting.most:
            state = state._replace(over=now)
            tell_budget(batch, cause, budget, state, setting.most, self._settings, now)
        elif before is not None and before.over is not None and state.over is None:
            tell_budget(batch, cause, budget, state, setting.most or 0, self._settings, now)
        self._spent[budget] = state
        self._registers.keep_budget(budget, state)

    def _state(self, budget: Budget, setting: Setting, now: int) -> Spent:
        week = (self._settings.calendar.day_of(now) - 1) // 7
        return renewed(self._spent.get(budget), setting.since, week)


def _held(case: Case) -> dict[FindingKey, Told]:
    """Of the open alert; and of those that officers have closed, which the same findings may open again."""
    alerts = sorted(case.alerts.values(), key=lambda one: (one.state not in ENDED, one.log_time, one.alert_id))
    told = (one for one in alerts if one.state not in ENDED or one.state == "closed")
    return {key(finding): finding for one in told for finding in one.findings}


def _paging(alerts: Iterable[AlertRevision]) -> frozenset[str]:
    """The rules by which alerts that have not ended page somebody."""
    open = (one for one in alerts if one.state not in ENDED and one.mode == "active" and not one.from_history)
    return frozenset(
        one.rule for alert in open for one in alert.findings if one.mode is None and one.severity != DIGEST
    )
