"""What is written beforehand: events with duplicates, unreadable records, aborted transactions, clock records."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tests.cluster import Sent

PARTITIONS = 3
START_MS = int(time.time() - 85 * 86_400) * 1000
"""So far back that every deadline of 100,000 records has passed by the wall clock; not so far that Kafka's retention
(90 days, for dead letters) takes anything away. The same for all scenes of a session: they are compared."""
STEP_MS = 60_000
CLOCK = b'{"kind":"clock"}'

Fate = Literal["committed", "aborted"]


@dataclass(frozen=True, slots=True)
class Written:
    """Records that are written in one transaction."""

    fate: Fate
    records: Sequence[Sent]


def journal(records: int, *, seed: int, clocks: bool = True) -> Iterator[Written]:
    """About `records` records: 20 % say again what was said, 3 % can't be read, 1 % lie in aborted transactions;
    half of those are sent again after it.

    With `clocks`, one record in a hundred is a clock's, and one ends each partition.
    """
    random_ = random.Random(seed)
    past: list[Sent] = []
    for start in range(0, records, 1_000):
        numbers = range(start, min(start + 1_000, records))
        cut = start + random_.randrange(len(numbers))
        lost = [event(number, _child(random_), "note") for number in numbers if cut <= number < cut + 10]
        yield Written("committed", _said(random_, [number for number in numbers if number < cut], past, clocks))
        yield Written("aborted", lost)
        again = [replace(sent, timestamp=_time(cut + 9)) for sent in lost[::2]]
        after = [number for number in numbers if number >= cut + 10]
        yield Written("committed", again + _said(random_, after, past, clocks))
    if clocks:
        yield Written("committed", [_clock(partition, records + 10_000) for partition in range(PARTITIONS)])


def _said(random_: random.Random, numbers: Sequence[int], past: list[Sent], clocks: bool) -> list[Sent]:
    made = [_one(random_, number, past) for number in numbers]
    return [sent for sent in made if clocks or sent.value != CLOCK]


def unreadable(number: int, partition: int) -> Sent:
    """A record that no fold can take."""
    return Sent(b"\x00 not JSON", f"bad-{number}".encode(), partition, (), _time(number))


def event(number: int, child: int, kind: str = "note") -> Sent:
    """An event that a fold can take. A child's events share a partition."""
    said = {"id": f"e{number}", "child": f"c{child}", "team": f"t{child % 60}", "kind": kind}
    trace = f"00-{number:032x}-{number:016x}-01".encode()
    headers = (("traceparent", trace),) if number % 3 == 0 else ()
    return Sent(json.dumps(said).encode(), f"c{child}".encode(), child % PARTITIONS, headers, _time(number))


def _one(random_: random.Random, number: int, past: list[Sent]) -> Sent:
    dice, child = random_.random(), _child(random_)
    if dice < 0.20 and past:
        return random_.choice(past)
    if dice < 0.23:
        return unreadable(number, child % PARTITIONS)
    if dice < 0.24:
        return _clock(random_.randrange(PARTITIONS), number)
    made = event(number, child, random_.choices(("referral", "visit", "note"), (2, 3, 5))[0])
    past.append(made)
    return made


def _child(random_: random.Random) -> int:
    """A few children have most of the events, as in life."""
    return int(random_.paretovariate(0.7)) % 400


def _clock(partition: int, number: int) -> Sent:
    return Sent(CLOCK, f"clock:{partition}".encode(), partition, (), _time(number))


def _time(number: int) -> int:
    return START_MS + number * STEP_MS
