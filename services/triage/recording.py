"""Takes in what was recorded about children: events, and the corrections of their keys."""

from functools import partial

from schemas.cases import Correction
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.admission import Recorded
from services.triage.areas import Areas
from services.triage.arrival import Arrivals, Arrived, because
from services.triage.case import Case
from services.triage.configured import Settings
from services.triage.correcting import PLACEHOLDER, Corrector
from services.triage.corrections import redirect
from services.triage.judge import Judge, Look
from services.triage.kinship import Kinship
from services.triage.notices import tell_placeholder
from services.triage.registers import Registers


class Recorder:
    """Puts an event into its case, and has everyone looked at whom that concerns."""

    def __init__(
        self,
        settings: Settings,
        registers: Registers,
        areas: Areas,
        arrivals: Arrivals,
        kinship: Kinship,
        corrector: Corrector,
        judge: Judge,
    ) -> None:
        self._settings = settings
        self._registers = registers
        self._areas = areas
        self._arrivals = arrivals
        self._kinship = kinship
        self._corrector = corrector
        self._judge = judge

    def take(self, batch: Batch, record: Record, found: Recorded) -> None:
        """An event, or a correction, which moves others as well."""
        if isinstance(found, Correction) and self._corrector.refused(found):
            batch.reject(record, reason="unknown", field="/to_subject_key", message=PLACEHOLDER)
            return
        arrived = self._arrivals.admit(batch, record, found)
        if arrived is None:
            return
        self._look(batch, record, found, arrived)
        if isinstance(found, Correction) or arrived.ref in self._areas.corrections(found.area):
            self._correct(arrived, found, Look(batch, record, record.log_time, partial(because, found, False)))

    def _look(self, batch: Batch, record: Record, found: Recorded, arrived: Arrived) -> None:
        case = arrived.case
        overflowed = case.is_placeholder and not case.marked
        if overflowed:
            self._mark(batch, record, case)
        if arrived.change.touched or overflowed or case.family != case.kin:
            look = Look(batch, record, record.log_time, partial(because, found, arrived.late))
            case.again(arrived.change)
            for one in self._kinship.concerned(case, arrived.ref):
                if one.stale or one.closings or overflowed:
                    self._judge.look(one, self._areas.feeds(found.area), look)

    def _mark(self, batch: Batch, record: Record, case: Case) -> None:
        """A key turns out to stand for no child: operators are told once, and whatever it shows says so."""
        if self._registers.mark(case.subject.id):
            tell_placeholder(batch, record, case.subject, len(case.revisions), self._settings)
        case.marked, case.shown = True, None
        case.told.clear()

    def _correct(self, arrived: Arrived, found: Recorded, look: Look) -> None:
        if found.revision == arrived.case.revisions[arrived.ref][-1]:
            says = redirect(found) if isinstance(found, Correction) and not found.withdrawn else None
            self._corrector.put(found.area, arrived.ref, says, look)
