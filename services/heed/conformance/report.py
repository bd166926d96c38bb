"""A feed's conformance, from the lines that it would send: pure, and without anything that may identify a child."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from schemas.cases import CLASSES, FEED_TYPES
from schemas.cases.common import CaseEvent
from schemas.problems import Problem, problems
from services.heed.importing.keys import DEMO_KEY
from services.heed.rules.seeing import Seen
from services.heed.rules.seeing import told as seeing
from services.heed.sending.lines import BadLine, Lines
from services.intake.api_events import SENT_EVENT, on_topic
from services.triage.calendar import Calendar, instant, local
from services.triage.compiled import Rule
from services.triage.feeds import Feed
from services.triage.lags import lag_of, lags

COMMON: Final = frozenset(CaseEvent.model_fields)
SHOWN: Final = 20


@dataclass(slots=True)
class Conformance:
    """What is found while lines are read. `refused`: field and what is allowed there, with how many lines."""

    agency: str
    area: str
    calendar: Calendar
    lines: int = 0
    valid: int = 0
    others: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_lines: dict[tuple[str, str], int] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    dated: Counter[str] = field(default_factory=Counter)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    revisions: int = 0
    withdrawn: int = 0
    _lags: list[tuple[str, int]] = field(default_factory=list)
    _identities: dict[tuple[str, int], str] = field(default_factory=dict)
    doubled: int = 0

    def take(self, number: int, line: bytes, lines: Lines) -> None:
        """Look at a line."""
        self.lines += 1
        try:
            kind, _, body = lines.record(line)
            if kind != "case-event":
                self.others += 1
                return
            sent = SENT_EVENT.validate_json(json.dumps(body))
        except BadLine as error:
            self._refuse(number, "a line", str(error))
            return
        except ValidationError as error:
            for problem in dict.fromkeys(problems(error)):
                self._problem(number, problem)
            return
        if (sent.agency, sent.area) != (self.agency, self.area):
            self.others += 1
            return
        key = sent.child.pseudonym(DEMO_KEY) if sent.child else str(sent.subject_key)
        self._valid(on_topic(sent, key), json.dumps(body, sort_keys=True))

    def _valid(self, event: CaseEvent, body: str) -> None:
        self.valid += 1
        known = self._identities.setdefault((event.event_id, event.revision), body)
        self.doubled += known != body
        self.events[event.type] += 1
        self.revisions += event.revision > 1
        self.withdrawn += event.withdrawn
        self.dated[event.type] += event.occurred_precision == "day"
        self.days[local(instant(event.recorded_at)).date()] += 1
        lag = lag_of(event, self.calendar)
        if lag is not None:
            self._lags.append((event.type, lag))
        for name in _own(event.type):
            self.filled[event.type, name] += getattr(event, name, None) not in (None, ())

    def _problem(self, number: int, problem: Problem) -> None:
        self._refuse(number, problem.pointer or "a line", problem.message)
        if problem.found is not None and problem.message.startswith("one of"):
            self.codes[problem.pointer, problem.found] += 1

    def _refuse(self, number: int, where: str, why: str) -> None:
        self.refused[where, why] += 1
        self.first_lines.setdefault((where, why), number)

    def told(self, declared: Sequence[Feed], rules: Sequence[Rule]) -> dict[str, Any]:
        """As JSON. `declared`: all feeds of the area; for this agency's the rules see what really came."""
        own = [one for one in declared if one.agency == self.agency]
        carried = frozenset(self.events) & FEED_TYPES
        came = [*(one for one in declared if one.agency != self.agency), Feed("file", self.agency, carried, True)]
        sight = seeing(self.agency, self.area, came, rules, Seen(lags(self._lags)))
        promised = frozenset[str]().union(*(one.types for one in own))
        return {
            "agency": self.agency,
            "area": self.area,
            "lines": self.lines,
            "valid": self.valid,
            "refused": self.lines - self.valid - self.others,
            "of_others": self.others,
            "revisions": self.revisions,
            "withdrawn": self.withdrawn,
            "contradicting": self.doubled,
            "problems": [self._told(at, why, count) for (at, why), count in self.refused.most_common()],
            "unknown_codes": [_code(at, code, count) for (at, code), count in self.codes.most_common()],
            "declared_not_seen": sorted(promised - carried),
            "seen_not_declared": sorted(carried - promised) if own else [],
            "types": [one | self._of_type(one["type"]) for one in sight["carried"]],
            "not_carried": sight["not_carried"],
            "cadence": self._cadence(),
            "rules": sight["rules"],
            "rules_able": sight["rules_able"],
        }

    def _told(self, at: str, why: str, count: int) -> dict[str, Any]:
        return {"field": at, "allowed": why, "times": count, "first_line": self.first_lines[at, why]}

    def _of_type(self, type: str) -> dict[str, Any]:
        total = self.events[type]
        filled = {name: round(self.filled[type, name] / total, 3) for name in _own(type)} if total else {}
        return {
            "received": total,
            "dates_only": round(self.dated[type] / total, 3) if total else None,
            "filled": filled,
        }

    def _cadence(self) -> dict[str, Any]:
        """Of the days on which something was recorded; working days are England's."""
        if not self.days:
            return {"first": None, "last": None, "working_days": 0, "with_records": 0, "longest_gap": 0}
        first, last = min(self.days), max(self.days)
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        working = [day for day in span if self.calendar.is_working(day.toordinal())]
        return {
            "first": str(first),
            "last": str(last),
            "working_days": len(working),
            "with_records": sum(day in self.days for day in working),
            "longest_gap": _longest(day in self.days for day in working),
        }


def _own(type: str) -> list[str]:
    """The fields of a type beside the common ones that may be left out."""
    fields: Mapping[str, Any] = CLASSES[type].model_fields if type in CLASSES else {}
    return [
        name
        for name, one in fields.items()
        if name not in COMMON and one.default is not PydanticUndefined and name != "type"
    ]


def _code(at: str, code: str, count: int) -> dict[str, Any]:
    return {"field": at, "code": code, "times": count}


def _longest(filled: Iterable[bool]) -> int:
    """The longest run of days without anything."""
    longest = run = 0
    for one in filled:
        run = 0 if one else run + 1
        longest = max(longest, run)
    return longest
