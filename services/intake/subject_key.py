"""A child's pseudonym: an HMAC of the NHS number where known, else of the authority's own child id."""

import hashlib
import hmac
import re
import unicodedata

NHS = "nhs"
LA = "la"

_WEIGHTS = range(10, 1, -1)
_LA_ID = re.compile(r"[A-Z0-9][A-Z0-9/_.-]{0,31}")


class IdentifierError(ValueError):
    """The identifier isn't one. The message says what is allowed and never repeats the identifier."""


def nhs_identifier(text: str) -> str:
    """`nhs:` and the ten digits. Spaces and hyphens are ignored.

    The check digit is modulus 11 (NHS Data Model and Dictionary, "NHS NUMBER"); ten equal digits are a placeholder
    that would pass it, and are refused.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1 or not _check_digit_holds(digits):
        raise IdentifierError("10 digits whose last is the modulus 11 check digit")
    return f"{NHS}:{digits}"


def la_identifier(text: str) -> str:
    """`la:` and the authority's child id: upper case, without spaces."""
    found = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not _LA_ID.fullmatch(found):
        raise IdentifierError("1 to 32 letters, digits and / _ . -, beginning with a letter or digit")
    return f"{LA}:{found}"


def subject_key(area_key: bytes, version: int, identifier: str) -> str:
    """`k<version>:<64 hex>`: HMAC-SHA256 under the area's key (at least 32 bytes).

    `identifier` comes from `nhs_identifier` or `la_identifier`. Its label is part of what is hashed, so an NHS number
    and a child id that look alike never give the same key.
    """
    if len(area_key) < 32:
        raise ValueError("an area key has at least 32 bytes")
    if not identifier.startswith((f"{NHS}:", f"{LA}:")):
        raise IdentifierError("an identifier made by nhs_identifier or la_identifier")
    return f"k{version}:{hmac.new(area_key, identifier.encode(), hashlib.sha256).hexdigest()}"


def _check_digit_holds(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[9])
