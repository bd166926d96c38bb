"""What can be asked of the alerts, and the answer."""

import sqlite3
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.alerts import AlertRevision
from schemas.base import AreaCode, Code, OrganisationId
from schemas.codes import AlertState, Severity

MOST = 200

CONDITIONS = {
    "area": "area = ?",
    "agency": "agency = ?",
    "state": "state = ?",
    "severity": "severity = ?",
    "rule": "alert_id IN (SELECT alert_id FROM alert_rules WHERE rule = ?)",
    "after": "alert_id > ?",
}


class AlertsQuery(BaseModel):
    """The query of `GET /v1/alerts`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    area: AreaCode | None = Field(None, description="Only this safeguarding partnership (ONS code).")
    agency: OrganisationId | None = Field(None, description="Only alerts for which this agency is responsible.")
    state: AlertState | None = Field(None, description="Only alerts in this state.")
    severity: Severity | None = Field(None, description="Only alerts of this severity.")
    rule: Code | None = Field(None, description="Only alerts with a finding of this rule.")
    after: str | None = Field(None, description="Go on after this alert: `next` of the page before.")
    limit: Annotated[int, Field(ge=1, le=MOST, description="Alerts on a page.")] = 50


class AlertsAnswer(BaseModel):
    """A page of alerts, in the order of their ids. `next` is left out on the last."""

    heading: str
    alerts: list[AlertRevision]
    next: str | None = None


def alerts(db: sqlite3.Connection, query: AlertsQuery) -> tuple[list[bytes], str | None]:
    """The last revisions that the query asks for, and the id after which to go on, or None."""
    asked = {name: value for name in CONDITIONS if (value := getattr(query, name)) is not None}
    where = " AND ".join(CONDITIONS[name] for name in asked) or "1"
    statement = f"SELECT alert_id, value FROM alerts WHERE {where} ORDER BY alert_id LIMIT ?"  # noqa: S608 constants only
    rows = db.execute(statement, (*asked.values(), query.limit + 1)).fetchall()
    more = rows[query.limit - 1][0] if len(rows) > query.limit else None
    return [bytes(value) for _, value in rows[: query.limit]], more
