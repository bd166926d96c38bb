"""`heed rules sample`: cases for practitioners to judge a rule by."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from services.heed.backtesting.sources import Source
from services.heed.checks import new_file
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.rules.options import Rules, compiled, rule, rule_files
from services.heed.rules.recorded import Events, source
from services.heed.rules.worksheet import QUESTIONS, written
from services.intake.private_files import write_private
from services.triage.backtest.deadlines import day
from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life, lives
from services.triage.calendar import Calendar, moment
from services.triage.configured import settings
from services.triage.events import Event
from services.triage.explaining.timeline import happened
from services.triage.sampling import Case, Sample, sample
from services.triage.told import severity
from services.triage.words import deadline, when

MOST = 40
"""Events of a child that a case lists: the latest."""


def sample_cases(
    context: typer.Context,
    id: Annotated[str, typer.Option("--rule", metavar="ID", help="The rule to judge.")],
    to: Annotated[
        Path, typer.Option(callback=new_file, help="The worksheet to write: .csv for a spreadsheet, else NDJSON.")
    ],
    n: Annotated[int, typer.Option(min=1, max=1_000, help="So many findings, and so many children without one.")] = 20,
    events: Events = None,
    rules: Rules = None,
    seed: Annotated[str, typer.Option(help="Another seed draws other cases; the same one the same cases.")] = "1",
) -> None:
    """Draw findings of a rule, and children about whom it found nothing, for practitioners to read.

    The worksheet asks a question of each case and leaves the column `verdict` open: yes, no or unsure. Filled in,
    `heed rules verdicts` reads it. It holds pseudonyms, which is personal data: only you may read the file.
    """
    heed = heed_of(context)
    if to.exists():
        raise UserError(f"{to} is there already, and may hold verdicts. Name another file.")
    files = rule_files(rules)
    rule(files, id)
    parts, built = compiled(heed.configuration, files, id), settings(heed.configuration, files)
    read = source(heed, events, built)
    if not read.kept.records:
        raise UserError("There is no event to draw from.")
    end = _end(read, built.calendar)
    children = read.kept.children(end)
    feeds = read.feeds(built.feeds, census=not read.others)
    drawn = sample(parts, lives(children, parts, feeds, end), children, n, f"{seed}/{id}")
    rows = [
        _row(number, case, drawn, parts[0].facts.version, id, children) for number, case in enumerate(drawn.cases, 1)
    ]
    if not rows:
        raise UserError(
            f"{id} found nothing, and no child has an event that could begin it: there is nothing to judge."
        )
    write_private(to, written(rows, to.suffix == ".csv").encode())
    found = sum(case.life is not None for case in drawn.cases)
    typer.echo(
        f"{to}: {found} of {drawn.findings} findings, {len(rows) - found} of {drawn.without} children without one."
    )
    typer.echo(f"Somebody who knows the work fills in `verdict`; then: heed rules verdicts {to}")


def _end(read: Source, calendar: Calendar) -> int:
    """A log's last instant; of files, the end of the day of the last event."""
    return read.reached or calendar.start_of((day(read.kept.latest) + timedelta(days=1)).toordinal())


def _row(
    number: int, case: Case, drawn: Sample, version: str, rule: str, children: dict[Child, list[Event]]
) -> dict[str, Any]:
    kind = "none" if case.life is None else "finding"
    seen = children[case.child][-MOST:] if case.life is None else case.life.span.seen
    return {
        "case": number,
        "rule": rule,
        "rule_version": version,
        "drawn": kind,
        "of": drawn.without if case.life is None else drawn.findings,
        "area": case.child.area,
        "subject_key": case.child.key,
        **_finding(case.life),
        "recorded": [_recorded(event) for event in seen],
        "not_recorded": [] if case.life is None else list(_missing(case.life)),
        "question": QUESTIONS[kind],
        "verdict": "",
        "note": "",
    }


def _finding(life: Life | None) -> dict[str, Any]:
    if life is None:
        return {"part": None, "severity": None, "opened": None}
    return {
        "part": life.span.rule.part or None,
        "severity": severity(life.severity),
        "opened": moment(life.opens).isoformat(),
    }


def _recorded(event: Event) -> str:
    return f"{when(moment(event.first))}: {happened(event)}"


def _missing(life: Life) -> Iterator[str]:
    awaited = " or ".join(one.replace("_", " ") for one in sorted(life.span.awaits))
    for step in life.steps:
        if step.absent:
            yield f"not recorded by {deadline(moment(step.at))}: {awaited}"
