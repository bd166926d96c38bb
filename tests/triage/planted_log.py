"""The stories of every rule as a log, each record at the time at which its agency recorded it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from schemas.alerts import ALERT_REVISION, AlertRevision
from schemas.cases import CASE_RECORD, FeedCompleteTo
from services.heed.simulate import Pilot, Size, generate
from services.heed.simulate.calendar import at
from services.heed.simulate.entries import CaseEventEntry, ReportEntry, SimulatedDay
from services.streaming.records import Record
from services.streaming.testing import fold_log
from services.triage.backtest.feeding import log_feeds
from services.triage.backtest.kept import Kept
from services.triage.backtest.lives import lives
from services.triage.backtest.planted import Judged, Planted, judged
from services.triage.configured import Settings, settings
from services.triage.fold import Triage
from services.triage.spans import FOREVER
from tests.simulate.logs import CONFIGURATION, Door, complete
from tests.triage.logs import clock, ms

DAY = timedelta(days=1)
LIVE = frozenset((feed.source, feed.agency) for feed in CONFIGURATION.feeds if feed.cadence == "live")
LIVE_AREAS = frozenset(feed.area for feed in CONFIGURATION.feeds if feed.cadence == "live")
"""Areas whose children's services send each event as it is recorded."""


def built() -> Settings:
    """The demo's settings with every rule, and feeds that may be quiet: the stories are few for a year."""
    found = settings(CONFIGURATION)
    quiet = {area: tuple(replace(feed, rhythm=None) for feed in feeds) for area, feeds in found.feeds.items()}
    return replace(found, feeds=quiet)


def pilot(seed: int, last: date) -> Pilot:
    """Every story once in each area that can tell it, with the ordinary records around them."""
    return generate(CONFIGURATION, seed, Size(events=0, reports=0, stories=1), last=last, stories="every-rule")


def log_of(pilot: Pilot) -> list[Record]:
    """All of it, and at the end the time. A live feed keeps up, so that it has nothing to say."""
    door = Door()
    timed = [one for day in pilot.days() for one in _timed(door, day)]
    end = at(pilot.last + DAY)
    timed.append((ms(end), clock(end)))
    return [Record("cases", 0, n, moment, None, value, (), moment) for n, (moment, value) in enumerate(timed)]


def _timed(door: Door, day: SimulatedDay) -> Iterator[tuple[int, bytes]]:
    entries: list[CaseEventEntry | ReportEntry] = [*day.events, *day.reports]
    for entry in sorted(entries, key=lambda one: one.recorded):
        values = door.event(entry) if isinstance(entry, CaseEventEntry) else door.halves(entry)
        yield from ((ms(entry.recorded), value) for value in values)
    for said in day.completions:
        if (said.source, said.agency) not in LIVE:
            yield ms(at(day.day + DAY)) - 1, complete(said)


def judgements(pilot: Pilot, log: list[Record], built: Settings) -> list[Judged]:
    """What the backtest says of each line of the truth, over the log, with feeds as complete as they have said."""
    kept, now = Kept(built.calendar), 0
    said: list[tuple[FeedCompleteTo, int]] = []
    for record in log:
        now = max(now, record.timestamp)
        found = CASE_RECORD.validate_json(record.value or b"")
        said += [(found, now)] if isinstance(found, FeedCompleteTo) else []
        kept.take(found)
    rules = built.rulebooks[built.standard].rules
    findings = lives(kept.children(FOREVER), rules, log_feeds(kept, built.feeds, said), now)
    return judged(planted(pilot), findings, {rule.facts.id for rule in rules})


def planted(pilot: Pilot) -> list[Planted]:
    """The lines of the truth file."""
    return [Planted.model_validate_json(line.line()) for line in pilot.truth]


@dataclass(slots=True)
class Course:
    """How a finding fared in triage: the gravest that it was told as, and how it ended.

    `ended` alone: its alert went on with other findings.
    """

    severity: str = "S9"
    ended: str = "open"


@dataclass(slots=True)
class Courses:
    """By area, child, rule and part."""

    found: dict[tuple[str, str, str, str | None], Course] = field(default_factory=lambda: defaultdict(Course))

    def of(self, line: Planted) -> Course | None:
        """The course of a story's finding; of a child without a story that of any part of the rule."""
        child = (line.area, line.subject_key, line.rule)
        parts = (line.part,) if line.kind != "ordinary" else {key[3] for key in self.found}
        return next((self.found[*child, part] for part in parts if (*child, part) in self.found), None)

    def take(self, one: AlertRevision) -> None:
        """A revision of a child's alert: what it no longer names has ended."""
        named = {(one.area, one.subject_key, each.rule, each.part): each.severity for each in one.findings}
        open_now = one.state == "open"
        for key, course in self.found.items():
            if key[:2] == (one.area, one.subject_key) and course.ended == "open" and not (open_now and key in named):
                course.ended = str(one.state) if not open_now else "ended"
        for key, severity in named.items() if open_now else ():
            course = self.found[key]
            course.severity, course.ended = min(course.severity, severity), "open"


def courses(log: list[Record], built: Settings) -> Courses:
    """What triage told over the log."""
    found = Courses()
    for output in fold_log(lambda: Triage(built), log, [200] * (len(log) // 200)):
        if output.topic == "alert-revisions":
            found.take(ALERT_REVISION.validate_json(output.value or b""))
    return found
