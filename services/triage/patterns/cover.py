"""A process that answers what comes while it is open."""

from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History, back_from
from services.triage.limits import Limit
from services.triage.patterns.cures import Cure
from services.triage.selection import Selection


@dataclass(frozen=True, slots=True)
class Cover:
    """From `opened` until `closed`, and at most for `lasts`.

    It always has a limit: what no feed carries, or nobody recorded, must not silence a rule for ever.
    """

    opened: Selection
    closed: Selection
    lasts: Limit

    def covers(self, anchor: Event, history: History, calendar: Calendar) -> bool:
        """Whether one may have been open when the anchor happened."""
        earliest = anchor.first - self.lasts.at_most
        for one in back_from(anchor, history.of(self.opened)):
            if one.first < earliest:
                return False
            if one.last < anchor.first and self._still_open(one, anchor, history, calendar):
                return True
        return False

    def _still_open(self, opened: Event, anchor: Event, history: History, calendar: Calendar) -> bool:
        if self.lasts.after(opened, calendar) <= anchor.first:
            return False
        end = Cure(self.closed).first(history, opened)
        return end is None or end.last >= anchor.first
