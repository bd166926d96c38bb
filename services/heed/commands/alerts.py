"""`heed alerts`: the last revision of each alert."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from schemas.alerts import ALERT_REVISION, AlertRevision
from schemas.codes import AlertState
from services.heed.checks import one_of
from services.heed.context import heed_of
from services.heed.output import Json, show
from services.heed.reading import last_values
from services.triage.calendar import LONDON
from services.triage.words import day_ended

COLUMNS = {
    "severity": "severity",
    "state": "state",
    "agency": "responsible",
    "rules": "rules",
    "acknowledge_by": "acknowledge\nby",
    "alert_id": "alert",
}
ACTIVE = frozenset({"open", "acknowledged", "snoozed"})
HEADING = "Alerts. Each is a prompt to look, from recorded events. Not a finding about any person or team."


def alerts(
    context: typer.Context,
    area: Annotated[str | None, typer.Option(help="Only this area (ONS code).")] = None,
    state: Annotated[AlertState | None, typer.Option(help="Only this state; default is all.")] = None,
    as_json: Json = False,
) -> None:
    """List alerts with their severity, state and rules, those that wait for somebody first.

    Personal data: for operators of a demo, and for audit.
    """
    heed = heed_of(context)
    one_of("--area", area, (each.code for each in heed.configuration.areas))
    settings = heed.settings()
    found = [ALERT_REVISION.validate_json(value) for value in asyncio.run(last_values(settings, "alerts"))]
    wanted = [one for one in found if area in (None, one.area) and state in (None, one.state)]
    wanted.sort(key=lambda one: (one.state not in ACTIVE, one.severity, one.log_time))
    names = {each.id: each.name for each in heed.configuration.agencies}
    rows = [one.model_dump(mode="json") if as_json else _row(one, names) for one in wanted]
    show(rows, COLUMNS, as_json=as_json, title=HEADING, empty="No alerts. That does not mean that there is no concern.")


def _row(alert: AlertRevision, names: Mapping[str, str]) -> dict[str, Any]:
    by = alert.acknowledge_by
    return {
        "severity": alert.severity,
        "state": alert.state,
        "agency": names.get(alert.agency, alert.agency),
        "rules": "\n".join(sorted({finding.rule.replace("_", " ") for finding in alert.findings})) or None,
        "acknowledge_by": None if by is None else _short(by),
        "alert_id": alert.alert_id[:8],
    }


def _short(by: datetime) -> str:
    """Narrow enough for a terminal, in England's time; midnight as the end of the day before."""
    ended = day_ended(by)
    return f"{by.astimezone(LONDON):%-d %b %H:%M}" if ended is None else f"end of {ended:%-d %b}"
