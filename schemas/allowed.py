"""What would have been allowed, in words, for each kind of error that our contracts can give."""

from typing import Any, Final

from pydantic_core import ErrorDetails

from schemas.base import EVENT_ID_PATTERN, PSEUDONYM_PATTERN, WORDS
from schemas.times import DATE_PATTERN, INSTANT_PATTERN

_DATE: Final = "a date from 1900-01-01 to 2199-12-31, such as 2026-03-17"
_INSTANT: Final = "an instant with its offset from UTC, such as 2026-03-17T09:30:00Z"
_PATTERNS: Final[dict[str, str]] = {**WORDS, DATE_PATTERN: _DATE, INSTANT_PATTERN: _INSTANT}
_PRIVATE: Final = frozenset({EVENT_ID_PATTERN, PSEUDONYM_PATTERN})

_KINDS: Final[dict[str, str]] = {
    "missing": "is required",
    "extra_forbidden": "is not a field of this record",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number of a few digits",
    "string_type": "text in quotes",
    "tuple_type": "a list",
    "list_type": "a list",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": _INSTANT,
    "base64_decode": "base64",
}
_LIMITS: Final[dict[str, tuple[str, str]]] = {
    "greater_than_equal": ("ge", "at least {}"),
    "less_than_equal": ("le", "at most {}"),
    "greater_than": ("gt", "more than {}"),
    "less_than": ("lt", "less than {}"),
    "too_short": ("min_length", "a list of at least {}"),
    "too_long": ("max_length", "a list of at most {}"),
    "string_too_short": ("min_length", "at least {} characters"),
    "string_too_long": ("max_length", "at most {} characters"),
}
_HIDDEN: Final = frozenset({"missing", "extra_forbidden", "json_invalid", "string_too_long", "string_too_short"})


def allowed(error: ErrorDetails) -> str:
    """What is allowed there. Never holds what was found."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return words.format(_plain(context[name]))
    return _by_context(kind, context) or error["msg"]


def may_be_shown(error: ErrorDetails) -> bool:
    """Whether the field can hold only what identifies no one: no child's key, no sender's own id, no unknown field."""
    return error["type"] not in _HIDDEN and error.get("ctx", {}).get("pattern") not in _PRIVATE


def _by_context(kind: str, context: dict[str, Any]) -> str | None:
    match kind:
        case "literal_error":
            return f"one of {str(context['expected']).replace(chr(39), '').replace(' or ', ', ')}"
        case "string_pattern_mismatch":
            return _PATTERNS.get(context["pattern"], f"text like {context['pattern']}")
        case "union_tag_invalid":
            return f"one of {context['expected_tags'].replace(chr(39), '')}"
        case "union_tag_not_found":
            return "is required"
        case "json_invalid":
            return f"one JSON object; {context['error']}"
    return None


def _plain(limit: Any) -> str:
    return str(limit.isoformat() if hasattr(limit, "isoformat") else limit)
