"""What is right in rule files, and yet somebody should see to it soon."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from services.triage.rule_file import RuleText

AHEAD = timedelta(weeks=8)
"""So long before a day it is told: time for those who decide to meet."""


def soon(texts: Iterable[RuleText], today: date) -> Iterator[str]:
    """A line for each rule that is to be reviewed, or ends, within eight weeks, or should have been."""
    for text in texts:
        if text.review_by <= today + AHEAD:
            yield f"{text.id}: to be reviewed by {_when(text.review_by, today)}."
        if text.expires is not None and text.expires < today:
            yield f"{text.id}: expired on {text.expires}: it finds nothing any more."
        elif text.expires is not None and text.expires <= today + AHEAD:
            yield f"{text.id}: expires on {_when(text.expires, today)}: its findings end with that day."


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return f"{day}, {_days(-days)} ago"
    return f"{day}, today" if days == 0 else f"{day}, in {_days(days)}"


def _days(number: int) -> str:
    if number < 14:
        return f"{number} day{'s' if number > 1 else ''}"
    return f"{number // 7} weeks"
