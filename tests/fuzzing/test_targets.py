"""The fuzzer's targets over generated input, a little in each run; `make fuzz` does it for long, guided by coverage."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.census import census, child, episode, head
from tests.fuzzing.targets import TARGETS

FOUND: dict[str, list[bytes]] = {name: [] for name in TARGETS} | {
    "census": [
        census(child(episode()), header=head(made=made)) for made in ("3940-06-10T09:00:00Z", "0001-01-01T00:00:00Z")
    ]
}
"""What fuzzing found, kept."""


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
@given(data=st.binary(max_size=2_000) | st.text(max_size=500).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_no_input_raises_what_none_may(target: Callable[[bytes], None], data: bytes) -> None:
    target(data)


@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_found_stays_mended(target: str) -> None:
    for data in FOUND[target]:
        TARGETS[target](data)
