"""`heed rules coverage`: what an agency's feeds carry, and what rules can therefore see."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console

from services.heed.checks import one_of
from services.heed.context import heed_of
from services.heed.output import PAGE, Json, Row, table
from services.heed.rules.options import Rules, rule_files
from services.heed.rules.recorded import Events, recorded
from services.heed.rules.seeing import seen, told
from services.triage.configured import settings
from services.triage.explaining.selectors import plain

TYPES = {
    "type": "event type",
    "feed": "feed",
    "events": "events",
    "half": "recorded within\nhalf",
    "nine": "\nnine in ten",
}
RULES = {"rule": "rule", "mode": "mode", "able": "able to fire", "why": "not evaluable, because"}
CLOSING = "What isn't carried can't be seen. No alert does not mean no concern."


def coverage(
    context: typer.Context,
    agency: Annotated[str, typer.Option(metavar="ID", help="The agency, as the configuration names it.")],
    area: Annotated[str | None, typer.Option(help="Only this area (ONS code) of those that it serves.")] = None,
    events: Events = None,
    rules: Rules = None,
    as_json: Json = False,
) -> None:
    """Show what an agency's feeds carry, how long after an event it is recorded, and which rules are able to fire.

    A rule is not evaluable where no feed of the area carries a type that could begin it, or where the responsible
    agency's own feeds don't carry every type that could answer it (of appointments a health feed tells, of the end of a
    missing episode the police's): it is listed, and never fires. Without --events and without a Kafka, the time until
    an event is recorded isn't known.
    """
    heed = heed_of(context)
    one_of("--agency", agency, (one.id for one in heed.configuration.agencies))
    areas = next(one.areas for one in heed.configuration.agencies if one.id == agency)
    one_of("--area", area, areas)
    built = settings(heed.configuration, rule_files(rules))
    compiled = built.rulebooks[built.standard].rules
    known = bool(events or heed.kafka or heed.running)
    records = list(recorded(heed, events)) if known else []
    chosen = [one for one in areas if area in (None, one)]
    found = [(one, seen(records, agency, one, built.calendar) if known else None) for one in chosen]
    said = [told(agency, one, built.feeds.get(one, ()), compiled, what) for one, what in found]
    if as_json:
        typer.echo(json.dumps(said, indent=1))
    else:
        _print(said, {one.code: one.name for one in heed.configuration.areas})


def _print(said: list[dict[str, Any]], names: dict[str, str]) -> None:
    console = Console()
    console = console if console.is_terminal else Console(width=PAGE)
    for one in said:
        console.print(
            table([_type(each) for each in one["carried"]], TYPES, f"{one['agency']} in {names[one['area']]}")
        )
        console.print(table([_rule(each) for each in one["rules"]], RULES, "Rules, where it is responsible"))
        for line in _summary(one):
            console.print(line, markup=False, highlight=False)
    console.print(CLOSING)


def _summary(one: dict[str, Any]) -> Iterator[str]:
    missing = _types(one["not_carried"]) or "none"
    yield f"Types carried: {one['types_carried']} of {one['types']}. Not carried: {missing}."
    partly = sum(each["able"] == "in part" for each in one["rules"])
    yield f"Rules able to fire: {one['rules_able']} of {len(one['rules'])}, and {partly} in part."
    if one["not_declared"]:
        yield f"Arrived, though no feed of the configuration carries it: {_types(one['not_declared'])}."
    for source, at in (one["complete_to"] or {}).items():
        yield f"The feed {source} says that it is complete to {at}."


def _type(one: dict[str, Any]) -> Row:
    half, nine = (_long(one[name]) for name in ("median_hours", "ninety_hours"))
    return {
        "type": plain(one["type"]),
        "feed": ", ".join(one["sources"]),
        "events": one["events"],
        "half": half,
        "nine": nine,
    }


def _rule(one: dict[str, Any]) -> Row:
    begins, answers = one["none_begins"], one["not_answered"]
    why = [f"no feed of the area carries {_types(begins, ' or ')}"] if begins else []
    why += [f"its own feeds don't carry {_types(answers)}"] if answers else []
    parts = f" ({_types(one['parts_not_evaluable'])})" if one["able"] == "in part" else ""
    return {"rule": one["rule"], "mode": one["mode"], "able": one["able"], "why": ("; ".join(why) + parts) or None}


def _types(names: list[str], between: str = ", ") -> str:
    return between.join(map(plain, names))


def _long(hours: float | None) -> str | None:
    if hours is None:
        return None
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
