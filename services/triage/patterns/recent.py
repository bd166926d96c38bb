"""Whether an event is recent: less than so many days before an instant."""

from services.triage.calendar import DAY, Calendar
from services.triage.events import Event
from services.triage.spans import FOREVER


def recent(event: Event, instant: int, within: int | None, calendar: Calendar) -> bool:
    """Whether the event began less than `within` days before the instant; always where None."""
    return within is None or instant < calendar.days_after(event.first, within)


def since_when(instant: int, within: int | None) -> int:
    """What began before this isn't recent; a day more than `within`, because days are of 23 to 25 hours."""
    return -FOREVER if within is None else instant - (within + 1) * DAY
