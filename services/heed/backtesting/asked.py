"""What a backtest was asked: rules, days, truth. Turned into an answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from schemas.configuration import Configuration
from schemas.problems import problems
from services.heed.backtesting.answer import LIMITS, Answer, Difference
from services.heed.backtesting.reading import Reading
from services.heed.errors import UserError
from services.heed.rule_folder import rule_files, tried
from services.triage.backtest.deadlines import day
from services.triage.backtest.planted import Planted
from services.triage.backtest.run import Outcome, Tried, changed, only, outcome
from services.triage.backtest.tallies import Period
from services.triage.calendar import Calendar, moment
from services.triage.ruleset import RuleFiles
from services.triage.words import when


@dataclass(frozen=True, slots=True)
class Asked:
    """Folders of rules (None: those that come with Heed), days of England, and how many officers share the alerts."""

    rules: Path | None
    against: Path | None
    first: date | None
    last: date | None
    officers: int
    truth: Path | None


def answer(asked: Asked, read: Reading, configuration: Configuration, calendar: Calendar) -> Answer:
    """The answer. Raises `UserError` for days the wrong way round, and `BadRules`."""
    files = rule_files(asked.rules)
    chosen = tried(configuration, files)
    first, last, period = _period(asked, read, calendar)
    parts, planted = read.find(chosen, period.end), _planted(asked.truth)

    def others(rules: Tried) -> Outcome:
        return outcome(read.find(rules, period.end), rules, period, planted)

    found = outcome(parts, chosen, period, planted)
    return Answer(
        outcome=found,
        tried=chosen,
        period=period,
        first=first,
        last=last,
        records=read.records,
        children=sum(part.children for part in parts),
        off=_off(files, chosen),
        refused=read.refused,
        reasons=read.reasons,
        closed=read.closed,
        notes=(*LIMITS, read.about_feeds, *_short(read, last)),
        difference=None if asked.against is None else _difference(asked.against, configuration, found, others, period),
    )


def _difference(
    folder: Path, configuration: Configuration, here: Outcome, others: Callable[[Tried], Outcome], period: Period
) -> Difference:
    other = tried(configuration, rule_files(folder))
    ours, theirs = ([one for one in each.lives if period.within(one.opens)] for each in (here, others(other)))
    return Difference(only(ours, theirs), only(theirs, ours), changed(ours, theirs), other)


def _period(asked: Asked, read: Reading, calendar: Calendar) -> tuple[date, date, Period]:
    """From the first event's day to the last's, where nothing else is asked. A log ends at its own last instant."""
    last = asked.last or day(read.latest)
    first = asked.first or min(day(read.first), last)
    if last < first:
        raise UserError(f"Nothing lies between {first} and {last}: --from must not be after --to or --as-of.")
    end = calendar.start_of((last + timedelta(days=1)).toordinal())
    end = end if read.reached is None else min(end, read.reached)
    start = calendar.start_of(first.toordinal())
    if end <= start:
        raise UserError(f"The log reaches to {day(end)} only: nothing lies after {first}.")
    return first, last, Period(start, end, asked.officers)


def _short(read: Reading, last: date) -> Iterator[str]:
    """Where a log ends before the day that was asked for."""
    if read.reached is not None and day(read.reached) < last:
        yield f"The log ends at {when(moment(read.reached))}: all is as it was then."


def _off(files: RuleFiles, chosen: Tried) -> tuple[str, ...]:
    ran = {rule.facts.id for rule in chosen.rules}
    return tuple(text.id for text in files.read().values() if text.id not in ran)


def _planted(path: Path | None) -> Sequence[Planted]:
    if path is None:
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(Planted.model_validate_json(line))
        except ValidationError as error:
            said = "; ".join(f"{one.pointer}: {one.message}" for one in problems(error))
            raise UserError(f"{path.name}, line {number}: {said}") from None
    return found
