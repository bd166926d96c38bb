"""A seeded log of many children's case events over three years; some are late, amended, withdrawn or repeated."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import xxhash

from bench.case_templates import Template, templates
from services.streaming.records import Record

START = datetime(2023, 1, 2, 8, tzinfo=UTC)
MINUTES = 3 * 365 * 24 * 60
MEDIAN, SPREAD = 8.0, 1.21
"""Of a child's number of events: a lognormal with a median of 8, a mean of 17 and 99 of 100 under 135."""
MOST = 5_000
"""Events of the one child whose key is a placeholder."""
CHILDREN_A_FAMILY = 60 / 34
FIRST, AMENDED = b'"revision":1,"withdrawn":false', b'"revision":2,"withdrawn":false'
WITHDRAWN = b'"revision":2,"withdrawn":true'


@dataclass(frozen=True, slots=True)
class CaseLog:
    """`children` children. `each`: so many events a child, or as many as `SPREAD` says where None.

    `placeholder`: the first child's key stands for nobody and has `MOST` events, where the numbers vary.
    """

    children: int
    each: int | None = None
    seed: int = 1
    placeholder: bool = True

    def sizes(self) -> list[int]:
        """How many events each child has."""
        if self.each is not None:
            return [self.each] * self.children
        rng = random.Random(self.seed)
        drawn = [max(1, round(rng.lognormvariate(math.log(MEDIAN), SPREAD))) for _ in range(self.children)]
        return [min(MOST, self.children), *drawn[1:]] if self.placeholder else drawn

    def __iter__(self) -> Iterator[Record]:
        """The records, in the order of their time in the log, without keys and headers: the fold reads neither."""
        made = _Maker(self.seed, round(self.children / CHILDREN_A_FAMILY) or 1)
        offset = 0
        for place in sorted(_places(self.sizes(), self.seed)):
            for value in made.records(place >> 48, (place >> 20) & 0xFFF_FFFF, place & 0xF_FFFF):
                time = _ms(place >> 48)
                yield Record("cases", 0, offset, time, None, value, (), time)
                offset += 1


def _places(sizes: list[int], seed: int) -> Iterator[int]:
    """One number for each event: minute of arrival, child, which of the child's events. Sorted they are the log."""
    rng = random.Random(seed + 1)
    for child, size in enumerate(sizes):
        begin = rng.randrange(MINUTES // 2)
        for number in range(size):
            yield (begin + rng.randrange(MINUTES // 2)) << 48 | child << 20 | number


def _ms(minute: int) -> int:
    return round((START + timedelta(minutes=minute)).timestamp() * 1000)


class _Maker:
    """Makes events out of their numbers alone: the same number is always the same event."""

    def __init__(self, seed: int, families: int) -> None:
        self._seed, self._families = seed, families
        kinds = templates()
        self._bounds = list(accumulate(weight for weight, _ in kinds))
        self._picks = [_choices(kinds, self._bounds, share) for share in range(4096)]

    def records(self, minute: int, child: int, number: int) -> list[bytes]:
        """The event as it arrives in that minute; of a hundred, 2 arrive twice, 3 are amended and 1 is withdrawn."""
        drawn = xxhash.xxh3_64_intdigest(f"{child}/{number}".encode(), self._seed)
        choices = self._picks[drawn & 0xFFF]
        value = self._fill(choices[(drawn >> 12) % len(choices)], minute - _late(drawn), child, number)
        fate = (drawn >> 40) % 100
        if fate < 2:
            return [value, value]
        if fate < 6:
            return [value, value.replace(FIRST, AMENDED if fate < 5 else WITHDRAWN, 1)]
        return [value]

    def _fill(self, template: Template, minute: int, child: int, number: int) -> bytes:
        when = (START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")
        family = f"k1:{child % self._families:064x}"
        uuid = f"{child:08x}-0000-4000-8000-{number:012x}"
        return template.fill(f"e-{child}-{number}", uuid, f"k1:{child:064x}", family, when)


def _late(drawn: int) -> int:
    """Minutes from when it happened to when it arrives: of twenty one is up to twenty days late."""
    return (drawn >> 20) % (20 * 1440) if (drawn >> 48) % 20 == 0 else (drawn >> 20) % 30


def _choices(kinds: list[tuple[float, list[Template]]], bounds: list[float], share: int) -> list[Template]:
    at = bounds[-1] * share / 4096
    return next(found for (_, found), bound in zip(kinds, bounds, strict=True) if at < bound)
