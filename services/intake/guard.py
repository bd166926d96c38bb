"""What is checked of JSON before any model reads it: encoding, depth, NUL, doubled keys."""

import json
from typing import Any, Final, NoReturn

MAX_DEPTH: Final = 8
"""Our records are two levels deep."""


class UnreadableError(ValueError):
    """The text isn't JSON that is taken. `reason` is a code, `pointer` says where if known, `allowed` says what is."""

    def __init__(self, reason: str, allowed: str, pointer: str = "") -> None:
        super().__init__(allowed)
        self.reason = reason
        self.allowed = allowed
        self.pointer = pointer


def check(body: bytes) -> None:
    """Raise `UnreadableError` unless it is one JSON object, in UTF-8, without NUL, doubled keys or deep nesting."""
    if not isinstance(read(body), dict):
        raise UnreadableError("not_an_object", "one JSON object")


def read(body: bytes) -> Any:
    """The value, checked in the same way, whatever it is. Raises `UnreadableError`."""
    text = _text(body)
    _shallow(body)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            "not_json", f"JSON (RFC 8259); at line {error.lineno}, column {error.colno} it isn't"
        ) from None
    except UnreadableError:
        raise
    except ValueError:
        raise UnreadableError("not_json", "JSON whose numbers have at most 4,300 digits") from None
    if "\\u" in text:
        _escapes(value)
    return value


def _text(body: bytes) -> str:
    if b"\x00" in body:
        raise UnreadableError("nul", "text without NUL characters")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError("not_utf8", f"UTF-8; the byte at {error.start} isn't") from None


def _shallow(body: bytes) -> None:
    """Counting all openings is enough for nearly every record; only then is the depth itself counted."""
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(body) > MAX_DEPTH:
        raise UnreadableError("too_deep", f"at most {MAX_DEPTH} levels of nesting")


def _depth(body: bytes) -> int:
    deepest = depth = 0
    in_text = escaped = False
    for byte in body:
        if in_text:
            in_text = escaped or byte != 0x22
            escaped = not escaped and byte == 0x5C
        elif byte == 0x22:
            in_text = True
        elif byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        shown = doubled if doubled.isidentifier() and len(doubled) < 40 else "a field"
        raise UnreadableError("doubled_key", f"each field once; {shown} is given more than once")
    return found


def _no_constant(name: str) -> NoReturn:
    raise UnreadableError("not_json", f"JSON (RFC 8259), which has no {name}")


def _escapes(value: Any) -> None:
    """NUL and half a surrogate pair can also come as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text.replace("\\\\", ""):
        raise UnreadableError("nul", "text without NUL characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnreadableError("not_utf8", "whole characters; an escape is half of a surrogate pair") from None


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
