"""What every route of the door needs, in one value."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.requests import Request

from services.intake.events import EventReader
from services.intake.key_file import Scope
from services.intake.keys import Keys
from services.intake.limits import Limits
from services.intake.links import Links
from services.intake.metrics import Metrics
from services.intake.organisations import Organisations
from services.intake.outbox.spool import Spool
from services.intake.outbox.writer import Writer
from services.intake.quotas import Quotas
from services.intake.received import Received, is_history, trace_of
from services.intake.refusal import RefusedError, one
from services.intake.relay.acknowledgements import Acknowledgements
from services.intake.reports import ReportReader


@dataclass(frozen=True, slots=True)
class Door:
    """`wake` tells the relay that there are rows."""

    keys: Keys = field(repr=False)
    quotas: Quotas
    organisations: Organisations
    partitions: int
    limits: Limits
    events: EventReader
    reports: ReportReader
    links: Links
    writer: Writer
    spool: Spool
    acknowledgements: Acknowledgements
    wake: Callable[[], None]
    metrics: Metrics
    now_ms: Callable[[], int]

    def received(self, request: Request, scope: Scope) -> Received:
        """Who sent the request. Raises `RefusedError`: 401 for a key that isn't known, 403 one for else, 429."""
        grant = self.keys.api.grant(request.headers.get("authorization"))
        if grant is None:
            refusal = one(401, "unauthorised", "Authorization: Bearer and an API key that this intake knows")
            raise RefusedError(refusal, {"WWW-Authenticate": "Bearer"})
        if scope not in grant.scopes:
            raise RefusedError(
                one(403, "forbidden", f"a key for {scope}; this one is for {', '.join(sorted(grant.scopes))}")
            )
        self.quotas.request(grant)
        now_ms = self.now_ms()
        now = datetime.fromtimestamp(now_ms / 1000, UTC)
        return Received(grant, now_ms, now, trace_of(request.headers), is_history(request.headers))

    def check_room(self, rows: int = 1) -> None:
        """Raises `RefusedError` (503) when so many records more can't be promised."""
        if not self.spool.room(rows):
            refusal = one(503, "spool_full", "Kafka is away and the spool is full: send again later")
            raise RefusedError(refusal, {"Retry-After": str(self.limits.retry_after_s)})

    def entered(self, kind: str, rows: int, accepted: int, repeated: int = 0) -> None:
        """Rows are on the disk."""
        self.spool.entered(rows)
        self.metrics.accepted.labels(kind).inc(accepted)
        self.metrics.repeated.labels(kind).inc(repeated)
        if rows:
            self.wake()
