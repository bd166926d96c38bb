"""What makes two events of one kind, where a count wants different ones."""

from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event

DAY = "day"


@dataclass(frozen=True, slots=True)
class Kind:
    """`by` is a field, or `day`. A census referral source is of the group that its number names: 2A and 2B are one."""

    by: str
    calendar: Calendar

    def of(self, event: Event) -> tuple[object, ...]:
        """The kinds of an event; none where it doesn't hold the field."""
        if self.by == DAY:
            return (self.calendar.day_of(event.first),)
        codes = event.codes.get(self.by, ())
        return tuple(str(code).rstrip("ABCDEF") for code in codes) if self.by == "source" else codes
