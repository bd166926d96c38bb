"""`heed conformance`: before a feed is joined, and after."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from services.heed.checks import one_of
from services.heed.conformance.report import SHOWN, Conformance
from services.heed.context import heed_of
from services.heed.output import PAGE, Json, Row, table
from services.heed.sending.codes import read_codes
from services.heed.sending.lines import Lines
from services.triage.configured import settings
from services.triage.explaining.selectors import plain

TYPES = {
    "type": "event type",
    "received": "events",
    "dates": "dates\nonly",
    "half": "recorded\nwithin half",
    "nine": "\nnine in ten",
    "filled": "filled in, of what may be left out",
}
PROBLEMS = {"field": "field", "allowed": "allowed", "times": "times", "first_line": "first line"}
CODES = {"field": "field", "code": "code", "times": "times"}
RULES = {"rule": "rule", "able": "able to fire", "why": "not evaluable, because"}


def conformance(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="NDJSON, as the feed sends it.")],
    agency: Annotated[str, typer.Option(help="The agency whose feed it is.")],
    area: Annotated[str | None, typer.Option(help="The area (ONS code) [default: the agency's first].")] = None,
    codes: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Its codes in Heed's.")] = None,
    as_json: Json = False,
) -> None:
    """Report how well a feed fits: types, fields, cadence, lag, unknown codes, and the rules that it enables.

    Needs no Kafka, no key, and no network. The report names no child: it can be sent to whoever asks for it.
    """
    heed = heed_of(context)
    one_of("--agency", agency, (one.id for one in heed.configuration.agencies))
    areas = next(one.areas for one in heed.configuration.agencies if one.id == agency)
    one_of("--area", area, areas)
    built = settings(heed.configuration)
    found = Conformance(agency, area or areas[0], built.calendar)
    lines = Lines(codes=read_codes(codes) if codes else {})
    for path in files:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    found.take(number, line, lines)
    told = found.told(built.feeds.get(found.area, ()), built.rulebooks[built.standard].rules)
    if as_json:
        typer.echo(json.dumps(told, indent=1))
    else:
        _print(told)


def _print(told: dict[str, Any]) -> None:
    console = Console()
    console = console if console.is_terminal else Console(width=PAGE)
    for line in _summary(told):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    for rows, columns, title in (
        (told["problems"][:SHOWN], PROBLEMS, "What is refused"),
        (told["unknown_codes"][:SHOWN], CODES, "Codes that Heed doesn't know: put them into a mapping (--codes)"),
        ([_type(one) for one in told["types"]], TYPES, "What it carries"),
        ([_rule(one) for one in told["rules"]], RULES, "What rules can see with it, where the agency is responsible"),
    ):
        if rows:
            console.print(table(rows, columns, title))


def _summary(told: dict[str, Any]) -> Iterator[str]:
    counts = f"{told['lines']:,} lines, {told['valid']:,} valid, {told['refused']:,} refused"
    yield f"{told['agency']} in {told['area']}: {counts}."
    if told["of_others"]:
        yield f"{told['of_others']:,} are of another agency or area, or no case events, and aren't counted."
    yield f"{told['revisions']:,} amend an earlier one, {told['withdrawn']:,} take one back."
    if told["contradicting"]:
        yield f"{told['contradicting']:,} contradict an earlier line of the same id and revision: refused when sent."
    one = told["cadence"]
    if one["first"]:
        yield (
            f"Recorded from {one['first']} to {one['last']}: on {one['with_records']:,} of {one['working_days']:,} "
            f"working days; the longest gap is {one['longest_gap']:,} working days."
        )
    if told["declared_not_seen"]:
        yield f"Declared in the configuration and not seen: {_types(told['declared_not_seen'])}."
    if told["seen_not_declared"]:
        yield f"Seen and not declared, so rules won't rely on it: {_types(told['seen_not_declared'])}."
    yield f"Rules able to fire with it: {told['rules_able']} of {len(told['rules'])}."


def _type(one: dict[str, Any]) -> Row:
    filled = ", ".join(f"{plain(name)} {share:.0%}" for name, share in one["filled"].items())
    hours = [None if one[name] is None else f"{one[name]:.1f} h" for name in ("median_hours", "ninety_hours")]
    dates = None if one["dates_only"] is None else f"{one['dates_only']:.0%}"
    return {
        "type": plain(one["type"]),
        "received": one["received"],
        "dates": dates,
        "half": hours[0],
        "nine": hours[1],
        "filled": filled or None,
    }


def _rule(one: dict[str, Any]) -> Row:
    why = [f"nothing in the area begins it: {_types(one['none_begins'])}"] if one["none_begins"] else []
    why += [f"it lacks {_types(one['not_answered'])}"] if one["not_answered"] else []
    return {"rule": one["rule"], "able": one["able"], "why": "; ".join(why) or None}


def _types(names: list[str]) -> str:
    return ", ".join(map(plain, names))
