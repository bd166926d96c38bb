"""What a rule has taken of an agency's week. Pure."""

from typing import NamedTuple


class Budget(NamedTuple):
    """Whose: the officers of an agency in an area, and a rule."""

    area: str
    agency: str
    rule: str


class Spent(NamedTuple):
    """Of a week (days since the year 1, Monday to Sunday in England, by seven): so many alerts page because of it.

    `since`: which setting of the rule's mode counts; `over`: the instant at which it was more than agreed.
    """

    since: int
    week: int
    used: int = 0
    over: int | None = None


def renewed(before: Spent | None, since: int, week: int) -> Spent:
    """As it stands in that week. A new week begins at nothing, but only a new setting takes back that it was over."""
    if before is None or before.since != since:
        return Spent(since, week)
    return before if before.week == week else Spent(since, week, 0, before.over)
