"""From the text of a pattern to the pattern: its source, and the frame around it."""

from collections.abc import Callable, Iterable
from typing import Literal, assert_never

from services.triage.calendar import Calendar
from services.triage.limits import Limit
from services.triage.patterns.absence import Absence, Deadline
from services.triage.patterns.count import Count, Threshold
from services.triage.patterns.cover import Cover
from services.triage.patterns.cures import Cure
from services.triage.patterns.each import Each
from services.triage.patterns.frame import Framed, Source
from services.triage.patterns.given import Evidence, Given, State
from services.triage.patterns.kinds import DAY, Kind
from services.triage.patterns.sequence import Sequence
from services.triage.patterns.severity import Raise
from services.triage.patterns.siblings import Siblings
from services.triage.reading import Reader
from services.triage.rule_file import (
    AbsenceText,
    CountText,
    CoverText,
    EachText,
    EvidenceText,
    PatternText,
    RaiseText,
    SelectorText,
    SequenceText,
    SiblingsText,
    StateText,
    StepText,
)
from services.triage.selection import Selection

Limits = Callable[[str, Literal["warn", "limit"], str], Limit]
"""A clock's name, its warning or its limit, and where the rule names it -> the limit."""


class Framer:
    """Builds the pattern that stands `at` a place of the file. What is wrong is noted in `reader`."""

    def __init__(self, reader: Reader, limits: Limits, calendar: Calendar, at: str) -> None:
        self._reader = reader
        self._limits = limits
        self._calendar = calendar
        self._at = at

    def framed(self, text: PatternText) -> Framed:
        """The pattern."""
        self._must_end(text)
        until = Cure(self._selection(text.until, "until"), text.until_linked) if text.until else None
        return Framed(
            self._source(text),
            self._calendar,
            self._given(text.given, text.while_open),
            tuple(self._cover(one, f"unless_open/{n}") for n, one in enumerate(text.unless_open)),
            until,
            text.lasts_days,
            tuple(self._raise(one, f"raises/{n}") for n, one in enumerate(text.raises)),
        )

    def _must_end(self, text: PatternText) -> None:
        """Without an end more than half of all findings would stay open for ever."""
        if isinstance(text, EachText | SequenceText) and not text.until and text.lasts_days is None:
            self._reader.refuse(self._at, None, "an end: until, or lasts_days")

    def _source(self, text: PatternText) -> Source:
        match text:
            case AbsenceText():
                return self._absence(text)
            case EachText():
                of = self._selection(text.of, "of")
                return Each(of, self._reader.grades(text.severity, of, f"{self._at}/severity"))
            case CountText():
                return self._count(text)
            case SequenceText():
                return self._sequence(text)
            case SiblingsText():
                after = self._selection(text.after, "after")
                return Siblings(
                    after, self._selection(text.of, "of"), self._deadlines(text.steps, after), self._calendar
                )
            case other:
                assert_never(other)

    def _absence(self, text: AbsenceText) -> Absence:
        after = self._selection(text.after, "after")
        of = Cure(self._selection(text.of, "of"), text.of_linked)
        start = None if text.clock_from is None else self._evidence(text.clock_from, "clock_from")
        return Absence(after, of, self._deadlines(text.steps, after), self._calendar, start)

    def _count(self, text: CountText) -> Count:
        of = self._selection(text.of, "of")
        thresholds = tuple(
            Threshold(
                one.at_least, one.within_days, self._reader.conditions(one, of.types, f"{self._at}/thresholds/{n}")
            )
            for n, one in enumerate(text.thresholds)
        )
        grades = self._reader.grades(text.severity, of, f"{self._at}/severity")
        return Count(
            of, thresholds, grades, self._calendar, self._kind(text, of), self._maybe(text.broken_by, "broken_by")
        )

    def _kind(self, text: CountText, of: Selection) -> Kind | None:
        if text.different is None:
            return None
        if text.different != DAY:
            self._reader.shared(text.different, of.types, f"{self._at}/different")
        return Kind(text.different, self._calendar)

    def _sequence(self, text: SequenceText) -> Sequence:
        first, then = self._selection(text.first, "first"), self._selection(text.then, "then")
        if text.same is not None:
            for types in (first.types, then.types):
                self._reader.shared(text.same, types, f"{self._at}/same")
        grades = self._reader.grades(text.severity, first, f"{self._at}/severity")
        broken, parted = self._maybe(text.broken_by, "broken_by"), self._maybe(text.parted_by, "parted_by")
        return Sequence(first, then, text.within_days, grades, self._calendar, broken, text.same, text.linked, parted)

    def _deadlines(self, texts: tuple[StepText, ...], anchors: Selection) -> tuple[Deadline, ...]:
        return tuple(self._deadline(text, anchors, f"{self._at}/steps/{n}") for n, text in enumerate(texts))

    def _deadline(self, text: StepText, anchors: Selection, at: str) -> Deadline:
        grades = self._reader.grades(text.severity, anchors, f"{at}/severity")
        return Deadline(self._limits(text.clock, text.at, at), grades)

    def _given(self, evidence: tuple[EvidenceText, ...], states: tuple[StateText, ...]) -> tuple[Given, ...]:
        found: list[Given] = [self._evidence(one, f"given/{n}") for n, one in enumerate(evidence)]
        for n, one in enumerate(states):
            at = f"while_open/{n}"
            found.append(
                State(self._selection(one.opened, f"{at}/opened"), self._selection(one.closed, f"{at}/closed"))
            )
        return tuple(found)

    def _evidence(self, text: EvidenceText, at: str) -> Evidence:
        of = self._selection(text.of, f"{at}/of")
        pool = self._maybe(text.latest, f"{at}/latest")
        return Evidence(of, of if pool is None else pool, pool is not None, text.within_days)

    def _cover(self, text: CoverText, at: str) -> Cover:
        opened, closed = self._selection(text.opened, f"{at}/opened"), self._selection(text.closed, f"{at}/closed")
        return Cover(opened, closed, self._limits(text.clock, "limit", f"{self._at}/{at}"))

    def _raise(self, text: RaiseText, at: str) -> Raise:
        evidence = self._selection(text.evidence, f"{at}/evidence")
        pool = self._maybe(text.latest, f"{at}/latest")
        if text.same is not None:
            self._reader.shared(text.same, evidence.types, f"{self._at}/{at}/same")
        severity = int(text.severity[1])
        return Raise(
            severity, evidence, evidence if pool is None else pool, pool is not None, text.within_days, text.same
        )

    def _selection(self, texts: Iterable[SelectorText], at: str) -> Selection:
        return self._reader.selection(texts, f"{self._at}/{at}")

    def _maybe(self, texts: tuple[SelectorText, ...], at: str) -> Selection | None:
        return self._selection(texts, at) if texts else None
