"""Texts are sealed under the newest key of their area, and older keys still open what they sealed."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from services.intake.narratives.keys import FILE, TextKeys, load_text_keys, rotate_text_keys

AREAS = ("E06000901", "E06000906")
KEYS = TextKeys(2, {1: b"1" * 32, 2: b"2" * 32})


@given(st.text(max_size=500), st.sampled_from(AREAS))
def test_a_text_opens_for_its_area_and_id_alone(text: str, area: str) -> None:
    """Another area's key, another id or another version doesn't open it."""
    version, sealed = KEYS.seal(area, "an-id", text)
    assert (version, KEYS.open(version, area, "an-id", sealed)) == (2, text)
    other = AREAS[AREAS.index(area) - 1]
    for wrong in ((1, area, "an-id"), (2, other, "an-id"), (2, area, "another")):
        with pytest.raises(InvalidTag):
            KEYS.open(*wrong, sealed)


def test_rotation_keeps_what_was_sealed_readable(tmp_path: Path) -> None:
    """A new version seals; the old one opens; the file is its owner's alone."""
    before = load_text_keys(tmp_path)
    version, sealed = before.seal(AREAS[0], "an-id", "before")
    after = rotate_text_keys(tmp_path)
    assert (version, after.current) == (1, 2)
    assert after.open(version, AREAS[0], "an-id", sealed) == "before"
    assert load_text_keys(tmp_path) == after
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert before.versions[1].hex() not in repr(before)
