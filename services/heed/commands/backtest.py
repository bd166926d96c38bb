"""`heed backtest`: rules over what was recorded, before they wake anyone."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from services.heed.backtesting.asked import Asked, answer
from services.heed.backtesting.opening import reading
from services.heed.backtesting.page import page
from services.heed.backtesting.tables import print_open, print_rules
from services.heed.checks import new_file
from services.heed.context import heed_of
from services.heed.output import Json
from services.triage.configured import settings

Folder = typer.Option(exists=True, file_okay=False, help="Rule files, instead of those that come with Heed.")
DAY = ["%Y-%m-%d"]


def backtest(
    context: typer.Context,
    events: Annotated[
        list[Path] | None,
        typer.Option(
            help="A file of events, one a line, as `heed import … --to` or `heed simulate` writes it, or the "
            "simulator's folder; may be given several times. Default: the log."
        ),
    ] = None,
    rules: Annotated[Path | None, Folder] = None,
    against: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Compare with the rule files in this folder.")
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="Count what opened from this day on.")
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=DAY, help="… up to the end of this day [default: the last event's]."),
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=DAY, help="Instead list each finding open at the end of this day.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The simulator's truth.ndjson: what must be found.")
    ] = None,
    officers: Annotated[int, typer.Option(min=1, help="How many officers share the alerts.")] = 10,
    processes: Annotated[
        int | None,
        typer.Option(min=1, help="So many read and look at the same time [default: a core each, where it is much]."),
    ] = None,
    html: Annotated[Path | None, typer.Option(callback=new_file, help="Write a page with charts to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Try rules on what was recorded: what they would have found, and how many alerts officers would have had.

    Needs no Kafka with --events. Nothing is published or kept. Days are England's. An agency's events say when things
    happened: what was recorded late counts from then.
    """
    if as_of is not None and last is not None:
        raise typer.BadParameter("not with --to: both say where it ends.", param_hint="'--as-of'")
    heed = heed_of(context)
    built = settings(heed.configuration)
    until = _day("--to", last) or _day("--as-of", as_of)
    asked = Asked(rules, against, _day("--from", first), until, officers, truth)
    with reading(heed, events, built, processes) as read:
        found = answer(asked, read, heed.configuration, built.calendar)
    if html is not None:
        html.write_text(page(found), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(found.told() if as_of is None else found.open(), indent=1))
    elif as_of is not None:
        print_open(found)
    else:
        print_rules(found)


def _day(option: str, moment: datetime | None) -> date | None:
    """The years that records may be of."""
    if moment is not None and not 1900 <= moment.year <= 2199:
        raise typer.BadParameter(
            f"{moment:%Y-%m-%d}; allowed: from 1900-01-01 to 2199-12-31.", param_hint=f"'{option}'"
        )
    return None if moment is None else moment.date()
