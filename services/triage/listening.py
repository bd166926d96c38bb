"""What follows when a feed falls silent or is heard again: operators are told, and open alerts say so."""

from functools import partial

from schemas.alerts import Because
from schemas.cases import CaseEvent, CaseRecord, FeedCompleteTo
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.areas import Areas
from services.triage.cases import Cases
from services.triage.configured import Settings
from services.triage.judge import Judge, Look
from services.triage.notices import tell_feed
from services.triage.registers import Registers
from services.triage.silence import Heard, Silence
from services.triage.store import Store


class Listener:
    """Keeps the feeds of each area that are silent, and looks at the open alerts of an area when that changes."""

    def __init__(
        self, settings: Settings, store: Store, registers: Registers, areas: Areas, cases: Cases, judge: Judge
    ) -> None:
        self._settings = settings
        self._store = store
        self._areas = areas
        self._cases = cases
        self._judge = judge
        self._silence = Silence(settings, registers)
        for area in settings.feeds:
            areas.feeds(area).silence(self._silence.mute(area))

    @property
    def due(self) -> int:
        """No feed falls silent before this instant."""
        return self._silence.due

    def next(self, through: int) -> Heard | None:
        """See `Silence.next`."""
        return self._silence.next(through)

    def heard(self, batch: Batch, record: Record, found: CaseRecord) -> None:
        """Something has arrived."""
        back: list[Heard] = []
        if isinstance(found, CaseEvent):
            back = self._silence.event(found.area, found.agency, found.type, record.log_time)
        elif isinstance(found, FeedCompleteTo):
            back = self._silence.said(found.area, found.agency, found.source, record.log_time)
        for one in back:
            self._areas.feeds(one.area).hear(one.feed)
            self._tell(batch, record, one, record.log_time)

    def fall(self, batch: Batch, record: Record, one: Heard) -> None:
        """A feed falls silent at its instant."""
        at = self._silence.fall(one)
        self._areas.feeds(one.area).silence([one.feed])
        self._tell(batch, record, one, at)

    def keep(self) -> None:
        """Write what has changed."""
        self._silence.keep()

    def _tell(self, batch: Batch, record: Record, one: Heard, now: int) -> None:
        tell_feed(batch, record, one, self._settings, now)
        look = Look(batch, record, now, partial(Because, cause="feed", agency=one.feed.agency))
        self._store.flush()
        for subject in self._store.open_subjects(one.area):
            self._judge.look(self._cases.get(subject), self._areas.feeds(one.area), look)
