"""A seeded log of incident reports: every tenth one repeats an earlier report, and the true counts are known."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import xxhash

from bench.samples import Sample, samples

REPEAT_EACH = 10


class Keyed(NamedTuple):
    """One record of the log: the team is its key."""

    team: str
    value: bytes


@dataclass(frozen=True)
class ReportLog:
    """`size` reports, of which `size // 10` say again what an earlier one said. The same for the same seed."""

    size: int
    seed: int = 1
    samples: tuple[Sample, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "samples", samples(self.seed))

    @property
    def distinct(self) -> int:
        """How many different reports the log holds."""
        return self.size - self.size // REPEAT_EACH

    def __iter__(self) -> Iterator[Keyed]:
        rng, made = random.Random(self.seed), 0
        for position in range(1, self.size + 1):
            if position % REPEAT_EACH:
                yield self.report(made)
                made += 1
            else:
                yield self.report(rng.randrange(made))

    def report(self, number: int) -> Keyed:
        """The report of that number; those from `distinct` on are not in the log."""
        sample = self.samples[number % len(self.samples)]
        return Keyed(sample.team, b"".join((sample.before, self._id(number), sample.after)))

    def truth(self, more: int = 0) -> dict[str, int]:
        """Different reports by team, once the `more` after the log's own are added."""
        numbers = range(self.distinct + more)
        return dict(Counter(self.samples[number % len(self.samples)].team for number in numbers))

    def _id(self, number: int) -> bytes:
        """A version 4 UUID: as random as a real one, so that an index on it is written all over."""
        digits = xxhash.xxh3_128_hexdigest(number.to_bytes(8, "big"), self.seed)
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}".encode()
