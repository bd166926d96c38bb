"""The receipt's code: 130 random bits in 26 characters that can be read out, and two that find a slip."""

import hashlib
import hmac
import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing looks like another and no word comes out."""
LENGTH: Final = 26
CHECK: Final = 1021
"""The greatest prime under 32 squared: the remainder finds every single wrong character and every neighbours' swap."""
_LOOKS_LIKE: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


class SlipError(ValueError):
    """It isn't a code: the message says what to look for, and nothing of what was typed."""


def code_of(key: bytes, draft_id: str) -> str:
    """The code of one sending: the same when it is sent twice, and known to nobody without the key and the draft."""
    bits = int.from_bytes(hmac.digest(key, b"heed receipt code\0" + draft_id.encode(), "sha256"), "big")
    return _with_check(bits % 32**LENGTH)


def new_code() -> str:
    """A code at random."""
    return _with_check(secrets.randbelow(32**LENGTH))


def grouped(code: str) -> str:
    """In seven groups of four, as it is shown."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalised(typed: str) -> str:
    """The code however it was typed. Raises `SlipError`."""
    found = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper().translate(_LOOKS_LIKE)
    if len(found) != LENGTH + 2:
        raise SlipError(f"it has 28 letters and numbers, and this has {len(found)}")
    if set(found) - set(ALPHABET):
        raise SlipError("it has only numbers, and letters other than U")
    if _with_check(_number(found[:LENGTH])) != found:
        raise SlipError("one letter or number is wrong, or two have changed places")
    return found


def name_of(key: bytes, code: str) -> str:
    """What is stored instead of the code: a keyed hash, of no use to whoever reads the table."""
    return hmac.new(key, b"heed receipt\0" + code.encode(), hashlib.sha256).hexdigest()


def _with_check(number: int) -> str:
    return _text(number, LENGTH) + _text(number % CHECK, 2)


def _number(text: str) -> int:
    number = 0
    for character in text:
        number = number * 32 + ALPHABET.index(character)
    return number


def _text(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))
