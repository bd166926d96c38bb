"""A rule's sections and timelines as lines for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from services.triage.calendar import DAY, HOUR, local, moment
from services.triage.explaining.patterns import Section
from services.triage.explaining.timeline import Kind, Mark, Timeline
from services.triage.told import severity
from services.triage.words import day_ended

SIGNS: dict[Kind, tuple[str, str]] = {
    "event": ("○", "dim"),
    "seen": ("○", ""),
    "anchor": ("●", "bold"),
    "cure": ("✓", "green"),
    "step": ("◆", "bold red"),
    "end": ("□", "dim"),
    "now": ("▶", "cyan"),
}
MARGIN = 24
"""Where the line of time stands."""


def section(said: Section) -> Iterator[RenderableType]:
    """A heading, and its lines under it."""
    yield Text(said.heading, style="bold")
    yield from (Padding(Text(line), (0, 0, 0, 3), expand=False) for line in said.lines)


def drawn(name: str, line: Timeline, ends: Sequence[str]) -> Iterator[RenderableType]:
    """The marks one under the other, with how long it is between them."""
    yield Text(f"Example: {name}", style="bold")
    for mark, after in pairwise((*line.marks, None)):
        if mark is not None:
            yield _mark(mark)
            yield from () if after is None else _gap(after.at - mark.at)
    if line.finding is not None and line.finding.span.closed_by is None and ends:
        yield Text(f"{'':>{MARGIN}} ┊", style="dim")
        yield _line("", "✓", f"from when it is recorded, it ends: {'; '.join(ends)}", "green")
    yield Text("  ".join(f"{sign} {said}" for sign, said in KEY), style="dim")


KEY = (
    ("●", "the event that begins it"),
    ("○", "other events"),
    ("◆", "deadline or severity"),
    ("✓", "what ends it"),
    ("▶", "where the example is read"),
)


def told(line: Timeline) -> dict[str, Any]:
    """As JSON."""
    marks = [{"at": moment(one.at).isoformat(), "kind": one.kind, "says": one.says} for one in line.marks]
    return {"found": None if line.finding is None else severity(line.finding.severity), "marks": marks}


def _mark(mark: Mark) -> RenderableType:
    sign, style = SIGNS[mark.kind]
    return _line(_when(mark), sign, mark.says, style)


def _when(mark: Mark) -> str:
    """England's time; a limit that ends at midnight as the end of the day before."""
    at = local(mark.at)
    ended = day_ended(at) if mark.kind in ("step", "end") else None
    if ended is not None:
        return f"end of {_day(ended)}"
    return _day(at) if mark.day else f"{_day(at)} {at:%H:%M}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day:>2} {day:%b %Y}"


def _line(when: str, sign: str, says: str, style: str) -> RenderableType:
    return Text(f"{when:<{MARGIN}} {sign} {says}", style=style)


def _gap(length: int) -> Iterator[RenderableType]:
    if length > 0:
        yield Text(f"{'':>{MARGIN}} │ {_long(length)}", style="dim")


def _long(length: int) -> str:
    if length < HOUR:
        return _many(round(length / 60_000), "minute")
    return _many(round(length / HOUR), "hour") if length < 2 * DAY else _many(round(length / DAY), "day")


def _many(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"
