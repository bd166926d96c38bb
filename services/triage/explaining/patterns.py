"""What a pattern says, in words: when it begins, what keeps it from counting, how grave it is, when it ends."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from services.triage.explaining.clocks import Clocks, limit, step
from services.triage.explaining.selectors import conditions, plain, selectors
from services.triage.rule_file import (
    AbsenceText,
    CountText,
    EachText,
    EvidenceText,
    GradeText,
    PatternText,
    RaiseText,
    SequenceText,
    SiblingsText,
    StepText,
)


class Section(NamedTuple):
    """A heading, and what stands under it in lines."""

    heading: str
    lines: tuple[str, ...]


def pattern(text: PatternText, clocks: Clocks) -> Iterator[Section]:
    """In the order in which a reader asks."""
    yield from _source(text, clocks)
    yield from _given(text)
    for cover in text.unless_open:
        most = limit(cover.clock, clocks)
        yield Section(
            f"Not while something is open that answers it, for {most} at most; opened by", selectors(cover.opened)
        )
        yield Section("and closed by", selectors(cover.closed))
    yield from _severity(text, clocks)
    yield from (_raise(one) for one in text.raises)
    yield Section("It ends", tuple(_ends(text)))


def ends(text: PatternText) -> tuple[str, ...]:
    """The events that can end a finding."""
    followed = selectors(text.of) if isinstance(text, AbsenceText | SiblingsText) else ()
    return tuple(dict.fromkeys((*followed, *selectors(text.until))))


def _source(text: PatternText, clocks: Clocks) -> Iterator[Section]:
    match text:
        case AbsenceText():
            yield Section("It begins after each", selectors(text.after))
            if text.clock_from is not None:
                yield Section(
                    "Its clock runs from the last of these before, where there is one", _evidence(text.clock_from)
                )
            yield Section(f"None of these{_about(text.of_linked)} is recorded by the deadline", selectors(text.of))
        case EachText():
            yield Section("Each of these is a finding", selectors(text.of))
        case CountText():
            yield Section(f"{_thresholds(text)} of these", selectors(text.of))
            if text.broken_by:
                yield Section("in a row: none of these between them", selectors(text.broken_by))
        case SequenceText():
            yield Section("One of these", selectors(text.first))
            yield Section(f"and then, in less than {text.within_days} days{_shared(text)}", selectors(text.then))
            if text.broken_by:
                yield Section("and none of these between them", selectors(text.broken_by))
            if text.parted_by:
                yield Section("with one of these between them", selectors(text.parted_by))
        case SiblingsText():
            yield Section("After each of these about one child of a family", selectors(text.after))
            yield Section(
                "none of these is recorded, by the deadline, about a brother or sister known before", selectors(text.of)
            )


def _about(linked: bool) -> str:
    return " about that event" if linked else ""


def _thresholds(text: CountText) -> str:
    kinds = f" with a different {plain(text.different)}" if text.different else ""
    return ", or ".join(
        f"{one.at_least} or more{kinds} in less than {one.within_days} days"
        + (f" (where of the last {said})" if (said := conditions(one)) else "")
        for one in text.thresholds
    )


def _shared(text: SequenceText) -> str:
    same = f", with the same {plain(text.same)}" if text.same else ""
    return f"{same}{', about the first' if text.linked else ''}"


def _given(text: PatternText) -> Iterator[Section]:
    for one in text.given:
        yield Section("Only where there was up to then", _evidence(one))
    for state in text.while_open:
        yield Section("Only while this is so, begun by", selectors(state.opened))
        yield Section("and ended by", selectors(state.closed))


def _evidence(text: EvidenceText) -> tuple[str, ...]:
    within = f", less than {text.within_days} days before" if text.within_days else ""
    latest = (f"(only the last of: {'; '.join(selectors(text.latest))})",) if text.latest else ()
    return (*(f"{one}{within}" for one in selectors(text.of)), *latest)


def _severity(text: PatternText, clocks: Clocks) -> Iterator[Section]:
    if isinstance(text, AbsenceText | SiblingsText):
        yield Section("Deadlines", tuple(line for one in text.steps for line in _step(one, clocks)))
    else:
        yield Section("Severity", tuple(_grades(text.severity)))


def _step(text: StepText, clocks: Clocks) -> Iterator[str]:
    for grade in _grades(text.severity):
        yield f"after {step(text, clocks)}: {grade}"


def _grades(texts: Iterable[GradeText]) -> Iterator[str]:
    for one in texts:
        said = conditions(one)
        yield f"{one.severity} where {said}" if said else one.severity


def _raise(text: RaiseText) -> Section:
    same = f" with the same {plain(text.same)}, later" if text.same else ""
    recent = f" (what came before counts for {text.within_days} days)" if text.within_days else ""
    latest = (f"(only the last of: {'; '.join(selectors(text.latest))})",) if text.latest else ()
    return Section(f"Raised to {text.severity} by evidence{same}{recent}", (*selectors(text.evidence), *latest))


def _ends(text: PatternText) -> Iterator[str]:
    if isinstance(text, AbsenceText | SiblingsText):
        yield "when one of those that should have followed is recorded"
    for one in selectors(text.until):
        yield f"with: {one}{_about(text.until_linked)}"
    if isinstance(text, CountText):
        yield "when the days no longer hold so many"
    if text.lasts_days is not None:
        yield f"{text.lasts_days} days after it began"
