"""The sizes at which every scenario runs: small in `make test`, large in `make chaos`."""

import pytest

SMALL, LARGE = 10_000, 100_000
at_both_sizes = pytest.mark.parametrize(
    "size",
    [
        pytest.param(SMALL, id="10k"),
        pytest.param(LARGE, id="100k", marks=[pytest.mark.chaos, pytest.mark.timeout(900)]),
    ],
)
