"""The census's values, read strictly: dates, flags, codes, and the age band that stands for a date of birth."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")
TRUE, FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})

_BANDS = ((1, "under_1"), (2, "1"), (5, "2_4"), (11, "5_10"), (16, "11_15"), (18, "16_17"))
_TELLABLE = re.compile(r"[0-9]{1,4}([-/.][0-9]{1,4}){1,2}|[A-Za-z0-9]{1,5}")


class ValueRefused(ValueError):
    """A value that isn't what the census allows. The text says what is, and shows the value only where it is safe."""


def shown(text: str) -> str:
    """The value in quotes when it can only be a date or a short code; anything else may hold a child's id or name."""
    return f"'{text}'" if _TELLABLE.fullmatch(text) else f"a value of {len(text)} characters (not shown)"


def read_day(text: str) -> date:
    """`YYYY-MM-DD`, 1900 to 2199."""
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2199:
        raise ValueRefused(f"found {shown(text)}; allowed: a date such as 2022-03-31")
    return found


def read_flag(text: str) -> bool:
    """An XML boolean."""
    if text not in TRUE | FALSE:
        raise ValueRefused(f"found {shown(text)}; allowed: true, false, 1, 0")
    return text in TRUE


def read_number(text: str, most: int) -> int:
    """A whole number from 0."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) > most:
        raise ValueRefused(f"found {shown(text)}; allowed: a whole number from 0 to {most}")
    return int(text)


def read_code(text: str, allowed: frozenset[str], words: str) -> str:
    """One of a code list; `words` says which one in messages."""
    if text not in allowed:
        raise ValueRefused(f"found {shown(text)}; allowed: {words}")
    return text


def read_moment(text: str) -> datetime:
    """An XML date and time; one without a zone is England's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueRefused(f"found {shown(text)}; allowed: a date and time such as 2022-07-21T10:12:28Z") from None
    return found if found.tzinfo else found.replace(tzinfo=ENGLAND)


def start_of(day: date) -> datetime:
    """The instant at which the day begins in England."""
    return datetime.combine(day, time(), ENGLAND)


def age_band(born: date, on: date) -> str:
    """The band of `schemas.codes` that holds the child's age in completed years; before the birth, `unborn`.

    Who was born on 29 February is a year older on 1 March of a common year.
    """
    if on < born:
        return "unborn"
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((name for below, name in _BANDS if years < below), "18_plus")
