"""A pilot written to files: what each agency would post, and what must come of it."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from services.heed.simulate.entries import SimulatedDay
from services.heed.simulate.pilot import Pilot

EVENTS, REPORTS, FEEDS, TRUTH = "case-events.ndjson", "incident-reports.ndjson", "feeds.ndjson", "truth.ndjson"


@dataclass(slots=True)
class Written:
    """How many lines each file has."""

    events: int = 0
    reports: int = 0
    completions: int = 0
    stories: int = 0


def write(pilot: Pilot, folder: Path, on_progress: Callable[[date], None] = lambda day: None) -> Written:
    """The bodies of the posts, in the order in which they would be sent; a report's line also has its key."""
    folder.mkdir(parents=True, exist_ok=True)
    written = Written()
    with ExitStack() as stack:
        files = [stack.enter_context((folder / name).open("w", encoding="utf-8")) for name in (EVENTS, REPORTS, FEEDS)]
        for day in pilot.days():
            _write_day(day, files, written)
            on_progress(day.day)
    written.stories = write_truth(pilot, folder / TRUTH)
    return written


def write_truth(pilot: Pilot, path: Path) -> int:
    """The truth file; how many lines it has."""
    path.write_text("".join(f"{line.line()}\n" for line in pilot.truth), encoding="utf-8")
    return len(pilot.truth)


def _write_day(day: SimulatedDay, files: Sequence[TextIO], written: Written) -> None:
    events, reports, feeds = files
    events.writelines(json.dumps(entry.body) + "\n" for entry in day.events)
    reports.writelines(
        json.dumps({"idempotency_key": entry.idempotency, "report": entry.body}) + "\n" for entry in day.reports
    )
    feeds.writelines(
        json.dumps(
            {
                "agency": said.agency,
                "area": said.area,
                "source": said.source,
                "complete_to": said.complete_to.isoformat(),
                "after": str(day.day),
            }
        )
        + "\n"
        for said in day.completions
    )
    written.events += len(day.events)
    written.reports += len(day.reports)
    written.completions += len(day.completions)
