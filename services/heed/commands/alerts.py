"""`heed alerts`: the last revision of each alert."""

import asyncio
from typing import Annotated, Any

import typer

from schemas.alerts import ALERT_REVISION, AlertRevision
from services.heed.context import heed_of
from services.heed.output import Json, show
from services.heed.reading import last_values

COLUMNS = {
    "severity": "severity",
    "state": "state",
    "area": "area",
    "agency": "responsible",
    "rules": "rules",
    "acknowledge_by": "acknowledge by",
    "alert_id": "alert",
}
HEADING = "Alerts. Each is a prompt to look, from recorded events. Not a finding about any person or team."


def alerts(
    context: typer.Context,
    area: Annotated[str | None, typer.Option(help="Only this area (ONS code).")] = None,
    state: Annotated[str | None, typer.Option(help="Only this state, such as open; default is all.")] = None,
    as_json: Json = False,
) -> None:
    """List alerts with their severity, state and rules. Personal data: for operators of a demo, and for audit."""
    settings = heed_of(context).settings()
    found = [ALERT_REVISION.validate_json(value) for value in asyncio.run(last_values(settings, "alerts"))]
    wanted = [one for one in found if area in (None, one.area) and state in (None, one.state)]
    wanted.sort(key=lambda one: (one.severity, one.log_time))
    rows = [one.model_dump(mode="json") if as_json else _row(one) for one in wanted]
    show(rows, COLUMNS, as_json=as_json, title=HEADING, empty="No alerts. That does not mean that there is no concern.")


def _row(alert: AlertRevision) -> dict[str, Any]:
    return {
        "severity": alert.severity,
        "state": alert.state,
        "area": alert.area,
        "agency": alert.agency,
        "rules": ", ".join(sorted({finding.rule for finding in alert.findings})),
        "acknowledge_by": alert.acknowledge_by,
        "alert_id": alert.alert_id,
    }
