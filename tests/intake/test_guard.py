"""What is checked of JSON before any model reads it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.guard import MAX_DEPTH, UnreadableError, check

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-1000, 1000)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text('ab{["\\', max_size=3), inner), max_leaves=20
)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (1 if isinstance(value, dict | list) else 0) + max(map(_depth, inner), default=0)


@given(st.dictionaries(st.text("xyz", max_size=3), VALUES), st.booleans())
def test_an_object_passes_exactly_when_it_is_shallow(value: dict[str, Any], ascii_only: bool) -> None:
    """However braces, quotes and backslashes lie in its texts."""
    body = json.dumps(value, ensure_ascii=ascii_only).encode()
    if _depth(value) <= MAX_DEPTH:
        check(body)
    else:
        with pytest.raises(UnreadableError) as refused:
            check(body)
        assert refused.value.reason == "too_deep"


@given(st.binary(max_size=200))
def test_any_bytes_are_passed_or_refused_and_never_fail(body: bytes) -> None:
    """No other exception."""
    try:
        check(body)
    except UnreadableError:
        return
    assert isinstance(json.loads(body), dict)


def test_a_backslash_before_u0000_is_text() -> None:
    """Only the character itself is refused."""
    check(b'{"a": "\\\\u0000"}')
    with pytest.raises(UnreadableError):
        check(b'{"a": "\\u0000"}')
