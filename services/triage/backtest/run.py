"""A backtest: the rules over what was kept, and how that differs from other rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.triage.backtest.gathered import Gathered, gathered
from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life, lives
from services.triage.backtest.planted import Judged, Planted, judged
from services.triage.backtest.tallies import Period, Tally, opened, tally
from services.triage.compiled import Rule
from services.triage.events import Event
from services.triage.feeds import AreaFeeds
from services.triage.rule_file import RuleText


@dataclass(frozen=True, slots=True)
class Tried:
    """Rules to try: compiled, and their files' text by id."""

    rules: tuple[Rule, ...]
    texts: Mapping[str, RuleText]
    hash: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `lives` are all findings up to the end, `counted` those that opened in the period.

    `idle`: rule -> agencies for which it can't be evaluated, of those that histories name as responsible.
    """

    tallies: list[Tally]
    lives: list[Life]
    alerts: list[Gathered]
    judged: list[Judged]
    idle: dict[str, list[str]]

    @property
    def open(self) -> list[Life]:
        """The findings open at the end."""
        return [life for life in self.lives if life.ends is None]


@dataclass(frozen=True, slots=True)
class Found:
    """What rules find in some histories: how many children, all findings, and `idle` as in `Outcome`."""

    children: int
    lives: list[Life]
    idle: dict[str, set[str]]


def find(
    children: Mapping[Child, list[Event]], rules: Sequence[Rule], feeds: Mapping[str, AreaFeeds], end: int
) -> Found:
    """Evaluate each rule once over each history, up to `end` (Unix milliseconds)."""
    return Found(len(children), list(lives(children, rules, feeds, end)), _idle(children, rules, feeds))


def outcome(parts: Sequence[Found], tried: Tried, period: Period, planted: Iterable[Planted] = ()) -> Outcome:
    """What was found in all histories, whichever way they were shared out."""
    found = sorted((life for part in parts for life in part.lives), key=lambda one: (one.opens, one.key))
    told = judged(planted, found, {rule.facts.id for rule in tried.rules})
    numbers = {id: text.number for id, text in tried.texts.items()}
    tallies = tally(tried.rules, numbers, found, told, period)
    idle = {
        rule: set[str]().union(*(part.idle.get(rule, ()) for part in parts)) for part in parts for rule in part.idle
    }
    named = {rule: sorted(agencies) for rule, agencies in sorted(idle.items())}
    return Outcome(tallies, found, opened(gathered(found), period), told, named)


def run(
    children: Mapping[Child, list[Event]],
    tried: Tried,
    feeds: Mapping[str, AreaFeeds],
    period: Period,
    planted: Iterable[Planted] = (),
) -> Outcome:
    """All at once: what the rules find in these histories, to the end of the period."""
    return outcome([find(children, tried.rules, feeds, period.end)], tried, period, planted)


def only(one: Sequence[Life], other: Sequence[Life]) -> list[Life]:
    """The findings of one that the other doesn't have."""
    there = {life.key for life in other}
    return [life for life in one if life.key not in there]


def changed(one: Sequence[Life], other: Sequence[Life]) -> list[tuple[Life, Life]]:
    """The findings of both that opened or ended at another time, or became graver in one."""
    there = {life.key: life for life in other}
    pairs = ((life, there[life.key]) for life in one if life.key in there)
    return [(here, then) for here, then in pairs if here.course != then.course]


def _idle(
    children: Mapping[Child, list[Event]], rules: Iterable[Rule], feeds: Mapping[str, AreaFeeds]
) -> dict[str, set[str]]:
    agencies = {(child.area, event.responsible) for child, events in children.items() for event in events}
    found: dict[str, set[str]] = {}
    for rule in rules:
        idle = {agency for area, agency in agencies if not feeds[area].evaluable(rule.facts, agency)}
        if idle:
            found.setdefault(rule.facts.id, set()).update(idle)
    return found
