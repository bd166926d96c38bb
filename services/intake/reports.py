"""An incident report: from the bytes that were sent to its two halves, or to why not. Pure."""

import hashlib
import hmac
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from schemas.base import encode
from schemas.crossfield import Broken
from schemas.reports import IncidentReport
from services.intake.api_child import ReportedChild
from services.intake.api_reports import SENT_REPORT, SentReport, envelope_rules
from services.intake.area_keys import AreaKey
from services.intake.days import england_day
from services.intake.following import Concerned
from services.intake.guard import UnreadableError, check
from services.intake.halves import NamedChild, harmed, learning_half
from services.intake.organisations import Organisations
from services.intake.received import Received
from services.intake.refusal import Refusal, broken, invalid, unreadable


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that may be accepted. `identity` and `content` are hashes; the halves aren't records yet."""

    identity: bytes
    content: bytes
    learning: IncidentReport
    concerned: Concerned


def report_id_of(secret: bytes, agency: str, idempotency_key: str) -> str:
    """The report's id: the same for the same agency and key, at every node that holds intake's secret.

    The namespace is secret: an agency may have made its key of a child's number, and who guesses that number must not
    find the report by its id.
    """
    namespace = uuid.UUID(bytes=hmac.digest(secret, b"heed report ids", "sha256")[:16])
    return str(uuid.uuid5(namespace, f"{agency}\0{idempotency_key}"))


@dataclass(frozen=True, slots=True)
class ReportReader:
    """What the reading of a report depends on. `secret` keys the hashes, so that they tell nothing."""

    organisations: Organisations
    area_keys: Mapping[str, AreaKey]
    secret: bytes

    def read(self, body: bytes, idempotency_key: str, received: Received) -> NewReport | Refusal:
        """The report, or every reason against it."""
        report_id = report_id_of(self.secret, received.grant.agency, idempotency_key)
        try:
            check(body)
            sent = SENT_REPORT.validate_json(body)
        except UnreadableError as error:
            return unreadable(error)
        except ValidationError as error:
            return invalid(error)
        refusal = broken(_not_granted(sent, received), 403, "forbidden")
        return refusal or self.fit(sent, report_id, received.grant.agency, received.now_ms)

    def fit(self, sent: SentReport, report_id: str, agency: str | None, now_ms: int) -> NewReport | Refusal:
        """The report of an agency, or of nobody's (`None`: a family's), or every reason against it."""
        today = england_day(now_ms)
        beside = [*envelope_rules(sent), *self._unfit(sent, agency, today)]
        if any(rule.field == "team" for rule in beside):
            sent = sent.model_copy(update={"team": None})
        try:
            learning = learning_half(sent, report_id, agency, today, self.organisations)
        except ValidationError as error:
            return invalid(error, also=beside)
        return broken(beside) or self._new(sent, learning)

    def _unfit(self, sent: SentReport, agency: str | None, today: date) -> Iterator[Broken]:
        yield from self.organisations.unknown(sent.area, agency, sent.team, None)
        if sent.reported_on is not None and sent.reported_on > today:
            yield Broken("reported_on", "must not be in the future")
        if sent.child is not None:
            yield from self._unfit_child(sent.area, sent.child)

    def _unfit_child(self, area: str, child: ReportedChild) -> Iterator[Broken]:
        for rule in self.organisations.unknown(area, None, None, child.responsible_agency):
            yield rule._replace(field="child/responsible_agency")
        if child.subject_key is None and area not in self.area_keys:
            yield Broken("child", "send subject_key: the key of this area isn't held here")

    def _new(self, sent: SentReport, learning: IncidentReport) -> NewReport:
        child = self._named(sent)
        concerned = Concerned(
            report_revision=sent.revision,
            area=sent.area,
            day=learning.reported_on,
            child=child,
            harm=harmed(sent),
            taken_back=sent.withdrawn or sent.route == "learning_only",
        )
        said = encode(sent.model_copy(update={"child": None})) + str(child).encode()
        return NewReport(
            self._hash(f"report\0{learning.report_id}\0{sent.revision}".encode()), self._hash(said), learning, concerned
        )

    def _named(self, sent: SentReport) -> NamedChild | None:
        child = sent.child
        if child is None:
            return None
        key = child.subject_key or child.pseudonym(self.area_keys[sent.area])
        return NamedChild(subject_key=key, responsible_agency=child.responsible_agency, age_band=child.age_band)

    def _hash(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, digest_size=16, key=self.secret).digest()


def _not_granted(sent: SentReport, received: Received) -> Iterator[Broken]:
    if sent.agency not in (None, received.grant.agency):
        yield Broken("agency", f"this key writes for {received.grant.agency} only")
    if sent.area not in received.grant.areas:
        yield Broken("area", f"this key writes for {', '.join(sorted(received.grant.areas))} only")
