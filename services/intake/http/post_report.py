"""`POST /v1/incident-reports`."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from services.intake.door import Door
from services.intake.following import Concerned
from services.intake.http.answers import NOTICE, json_answer
from services.intake.http.body import read_body, require_json
from services.intake.outbox.accept_report import ReportOutcome, accept_report
from services.intake.received import Received
from services.intake.refusal import Refusal, RefusedError, one
from services.intake.reports import NewReport

KIND = "incident_report"
_KEY: Final = re.compile(r"[\x21-\x7e]{1,128}")


async def post_report(door: Door, request: Request, received: Received) -> Response:
    """Always `202`: on this disk; when it reaches Kafka is nobody's to know."""
    require_json(request)
    key = _idempotency_key(request)
    body = await read_body(request, door.limits.record_bytes)
    report = door.reports.read(body, key, received)
    if isinstance(report, Refusal):
        raise RefusedError(report)
    door.quotas.records(received.grant, 1)
    if received.grant.sandbox:
        return json_answer(200, _content(report, ReportOutcome("checked")))
    door.check_room(3)
    work = accept_report(report, door.links, door.partitions, received)
    outcome = await door.writer.do(work, lambda outcome: _entered(door, outcome))
    if outcome.verdict == "conflict":
        raise RefusedError(_conflict(report))
    return json_answer(202, _content(report, outcome))


def _idempotency_key(request: Request) -> str:
    found = request.headers.get("idempotency-key", "").strip().strip('"')
    if not _KEY.fullmatch(found):
        allowed = "the header Idempotency-Key: 1 to 128 visible ASCII characters, the same for retries and amendments"
        raise RefusedError(one(400, "idempotency_key", allowed))
    return found


def _entered(door: Door, outcome: ReportOutcome) -> None:
    new = outcome.verdict == "accepted"
    door.entered(KIND, outcome.rows, int(new), int(outcome.verdict == "repeated"))


def _conflict(report: NewReport) -> Refusal:
    revision = report.learning.revision
    return one(
        409, "conflict", f"the content that was accepted as revision {revision}, or a higher revision", "/revision"
    )


def _content(report: NewReport, outcome: ReportOutcome) -> dict[str, object]:
    return {
        "status": outcome.verdict,
        "report_id": report.learning.report_id,
        "revision": report.learning.revision,
        "safeguarding": _safeguarding(report.concerned),
        "notice": NOTICE,
    }


def _safeguarding(said: Concerned) -> str:
    """What the reporter may be told: whether officers get a record of this child."""
    if said.taken_back or (said.child is None and said.report_revision == 1):
        return "not_passed_on"
    return "as_before" if said.child is None else "passed_on"
