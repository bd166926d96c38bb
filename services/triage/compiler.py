"""From rule files to rules that run. What a rule watches is derived here, never declared."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from schemas.codes import RuleMode
from services.triage.calendar import Calendar
from services.triage.compiled import Pattern, Rule
from services.triage.limits import Limit
from services.triage.patterns.absence import Absence, Deadline
from services.triage.patterns.count import Count, Threshold
from services.triage.patterns.each import Cover, Each
from services.triage.patterns.severity import Raise
from services.triage.reading import Reader
from services.triage.rule_file import AbsenceText, CountText, CoverText, EachText, RaiseText, RuleText, StepText
from services.triage.ruleset import BadRules, RuleFiles
from services.triage.selection import Selection
from services.triage.spans import Facts

FIRING, QUIET = 2, 2
"""The least number of examples that fire, and of those that don't."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the configuration: its limit, and its warning where it has one."""

    limit: Limit
    warn: Limit | None = None


def compile_rules(
    files: RuleFiles, clocks: Mapping[str, Clock], calendar: Calendar, modes: Mapping[str, RuleMode]
) -> tuple[Rule, ...]:
    """The rules in the order of their numbers, those that are off left out. `modes`: by id, where not the file's.

    Raises `BadRules` with every problem.
    """
    texts = sorted(files.read().items(), key=lambda pair: pair[1].number)
    compilers = [_Compiler(name, text, clocks, calendar) for name, text in texts]
    rules = [one.rule(modes.get(one.text.id, one.text.mode)) for one in compilers]
    found = [problem for one in compilers for problem in one.reader.problems]
    if found:
        raise BadRules(found)
    return tuple(rule for rule in rules if rule.mode != "off")


class _Compiler:
    """Compiles one rule."""

    def __init__(self, file: str, text: RuleText, clocks: Mapping[str, Clock], calendar: Calendar) -> None:
        self.text = text
        self.reader = Reader(file)
        self._clocks = clocks
        self._calendar = calendar

    def rule(self, mode: RuleMode) -> Rule:
        """The rule, or what comes of it where there are problems."""
        pattern = self._pattern()
        self._examples()
        facts = Facts(self.text.id, _version(self.text), pattern.triggers().types, pattern.cures())
        watches = frozenset(pattern.selections())
        return Rule(facts, self.text.title, self.text.words, mode, pattern, watches)

    def _pattern(self) -> Pattern:
        match self.text.pattern:
            case AbsenceText() as text:
                return self._absence(text)
            case EachText() as text:
                return self._each(text)
            case CountText() as text:
                return self._count(text)
            case other:
                assert_never(other)

    def _absence(self, text: AbsenceText) -> Absence:
        after = self.reader.selection(text.after, "/pattern/after")
        of = self.reader.selection(text.of, "/pattern/of")
        deadlines = (self._deadline(step, after, f"/pattern/steps/{n}") for n, step in enumerate(text.steps))
        return Absence(after, of, tuple(deadlines), self._raises(text.raises), self._calendar)

    def _each(self, text: EachText) -> Each:
        of = self.reader.selection(text.of, "/pattern/of")
        until = self.reader.selection(text.until, "/pattern/until")
        covers = tuple(self._cover(cover, f"/pattern/unless_open/{n}") for n, cover in enumerate(text.unless_open))
        grades = self.reader.grades(text.severity, of, "/pattern/severity")
        return Each(of, until, covers, grades, self._raises(text.raises), self._calendar)

    def _count(self, text: CountText) -> Count:
        of = self.reader.selection(text.of, "/pattern/of")
        thresholds = tuple(
            Threshold(one.at_least, one.within_days, self.reader.conditions(one, of.types, f"/pattern/thresholds/{n}"))
            for n, one in enumerate(text.thresholds)
        )
        grades = self.reader.grades(text.severity, of, "/pattern/severity")
        return Count(of, thresholds, grades, self._raises(text.raises), self._calendar)

    def _deadline(self, text: StepText, anchors: Selection, at: str) -> Deadline:
        limit = self._limit(text.clock, text.at, at)
        return Deadline(limit, self.reader.grades(text.severity, anchors, f"{at}/severity"))

    def _cover(self, text: CoverText, at: str) -> Cover:
        opened = self.reader.selection(text.opened, f"{at}/opened")
        closed = self.reader.selection(text.closed, f"{at}/closed")
        return Cover(opened, closed, self._limit(text.clock, "limit", at))

    def _raises(self, texts: tuple[RaiseText, ...]) -> tuple[Raise, ...]:
        return tuple(self._raise(text, f"/pattern/raises/{n}") for n, text in enumerate(texts))

    def _raise(self, text: RaiseText, at: str) -> Raise:
        evidence = self.reader.selection(text.evidence, f"{at}/evidence")
        pool = self.reader.selection(text.latest, f"{at}/latest") if text.latest else evidence
        return Raise(int(text.severity[1]), evidence, pool, bool(text.latest), text.within_days)

    def _limit(self, name: str, at: str, field: str) -> Limit:
        clock = self._clocks.get(name)
        if clock is None:
            self.reader.refuse(
                f"{field}/clock", name, f"a clock of the configuration: {', '.join(sorted(self._clocks))}"
            )
            return Limit(())
        if at == "warn" and clock.warn is None:
            self.reader.refuse(f"{field}/at", at, f"limit: the clock {name} has no warning")
        return clock.limit if at == "limit" or clock.warn is None else clock.warn

    def _examples(self) -> None:
        firing = sum(1 for example in self.text.examples if example.fires)
        quiet = len(self.text.examples) - firing
        if firing < FIRING:
            self.reader.refuse("/examples", firing, f"at least {FIRING} examples that fire")
        if quiet < QUIET:
            self.reader.refuse("/examples", quiet, f"at least {QUIET} examples that don't fire")


def _version(text: RuleText) -> str:
    """The hash of what decides: a rule's words and examples may change without another version."""
    deciding = text.model_dump_json(include={"id", "grouping", "version", "pattern"})
    return hashlib.sha256(deciding.encode()).hexdigest()[:16]
