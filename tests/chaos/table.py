"""The table that `make chaos` prints at its end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One scenario. `records`: offsets of the input; `events`: what the reader saw; `missing`, `duplicates`: of it."""

    scenario: str
    faults: str
    records: int
    events: int
    duplicates: int
    missing: int
    identical: bool
    seconds: float


def table(lines: list[Line]) -> list[str]:
    """The lines as text, one a scenario under a heading."""
    heading = ("scenario", "faults", "records", "events seen", "duplicates", "missing", "identical", "seconds")
    rows = [heading, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heading))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _cells(line: Line) -> tuple[str, ...]:
    counts = (line.records, line.events, line.duplicates, line.missing)
    identical = "yes" if line.identical else "NO"
    return (line.scenario, line.faults, *(f"{count:,}" for count in counts), identical, f"{line.seconds:.0f}")
