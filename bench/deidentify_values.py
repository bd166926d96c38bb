"""Made-up numbers of all kinds, written as people write them."""

import random
import string
from collections.abc import Callable

from bench.deidentify_addresses import address, email, handle, link, postcode

Draw = Callable[[random.Random], str]
_UPN = "ABCDEFGHJKLMNPQRTUVWXYZ"
_MONTHS = ("Jan", "February", "Mar", "april", "May", "June", "Jul", "August", "Sept", "oct", "November", "Dec")


def _digits(random_: random.Random, count: int) -> str:
    return "".join(random_.choice(string.digits) for _ in range(count))


def _nhs(random_: random.Random) -> str:
    while True:
        nine = random_.choice("49") + _digits(random_, 8)
        check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
        if check != 10:
            ten = nine + str(check % 11)
            return random_.choice((ten, f"{ten[:3]} {ten[3:6]} {ten[6:]}", f"{ten[:3]}-{ten[3:6]}-{ten[6:]}"))


def _upn(random_: random.Random) -> str:
    body = _digits(random_, 12)
    check = _UPN[sum(weight * int(digit) for weight, digit in zip(range(2, 14), body, strict=True)) % 23]
    return random_.choice((check + body, (check + body).lower()))


def _ni(random_: random.Random) -> str:
    two, six = random_.choice("ABCEGHJKLMNPRSTWXYZ") + random_.choice("ABCEGHJKLMNPRSTWXYZ"), _digits(random_, 6)
    last = random_.choice("ABCD")
    spaced = f"{two} {six[:2]} {six[2:4]} {six[4:]} {last}"
    return random_.choice((two + six + last, spaced, (two + six + last).lower()))


def _phone(random_: random.Random) -> str:
    mobile, town = _digits(random_, 6), _digits(random_, 6)
    return random_.choice(
        (
            f"07700{mobile}",
            f"07{random_.choice('345789')}00 {mobile}",
            f"+44 7700 {mobile}",
            f"+44 (0)7911 {mobile}",
            f"01632 {town}",
            f"(0117) 496 {town[:4]}",
            f"020 7946 {town[:4]}",
            f"07700-{mobile[:3]}-{mobile[3:]}",
            f"00447700{mobile}",
        )
    )


def _born(random_: random.Random) -> str:
    day, month, year = random_.randint(1, 28), random_.randint(1, 12), random_.randint(2006, 2023)
    return random_.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year % 100:02}",
            f"{day}-{month:02}-{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {_MONTHS[month - 1]} {year}",
            f"{_MONTHS[month - 1].title()} {day}, {year}",
            f"{day}th of {_MONTHS[month - 1]} {year}",
        )
    )


def _car(random_: random.Random) -> str:
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    two, three = "".join(random_.sample(letters, 2)), "".join(random_.sample(letters, 3))
    age = random_.choice(("08", "12", "61", "17", "70", "23", "74"))
    return random_.choice((f"{two}{age} {three}", f"{two}{age}{three}", f"{two}{age}{three}".lower()))


def _case(random_: random.Random) -> str:
    return random_.choice(
        (
            _digits(random_, 7),
            f"C{_digits(random_, 6)}",
            f"{_digits(random_, 2)}/{_digits(random_, 5)}/{random_.randint(19, 25)}",
            f"CF-{_digits(random_, 5)}",
            f"{_digits(random_, 8)}",
        )
    )


def _court(random_: random.Random) -> str:
    place = "".join(random_.choice(string.ascii_uppercase) for _ in range(2))
    return f"{place}{random_.randint(18, 25)}{random_.choice('CPF')}{_digits(random_, 5)}"


VALUES: dict[str, tuple[str, Draw]] = {
    "nhs": ("nhs_number", _nhs),
    "upn": ("upn", _upn),
    "ni": ("ni_number", _ni),
    "phone": ("phone", _phone),
    "email": ("email", email),
    "postcode": ("postcode", postcode),
    "address": ("address", address),
    "dob": ("date_of_birth", _born),
    "url": ("web_address", link),
    "handle": ("handle", handle),
    "car": ("car_registration", _car),
    "case": ("reference", _case),
    "court": ("reference", _court),
    "la": ("reference", lambda random_: _digits(random_, random_.randint(5, 8))),
    "sw": ("registration_number", lambda random_: f"SW{_digits(random_, random_.randint(4, 6))}"),
}
"""By slot: the type that it should be called, and how one is drawn."""
