"""What is written beforehand: events with duplicates, unreadable records, aborted transactions, clock records."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.cluster import Sent

PARTITIONS = 3
START_MS = 1_741_000_000_000
"""In March 2025: so far back that every deadline has passed by the wall clock."""
STEP_MS = 60_000
IN_TRANSACTION = 10
"""Records in one transaction of the writer."""

Fate = Literal["plain", "committed", "aborted"]


@dataclass(frozen=True, slots=True)
class Written:
    """Records that are written together: outside a transaction, or in one that is committed or aborted."""

    fate: Fate
    records: Sequence[Sent]


def journal(records: int, *, seed: int, clocks: bool = True) -> Iterator[Written]:
    """About `records` records: 20 % say again what was said, 3 % can't be read, 1 % lie in aborted transactions and
    1 % in committed ones. With `clocks`, one record in a hundred is a clock's, and one ends each partition.
    """
    random_ = random.Random(seed)
    past: list[Sent] = []
    pending: list[Sent] = []
    written = 0
    while written < records:
        fate: Fate = random_.choices(("plain", "aborted", "committed"), (98, 0.1, 0.1))[0]
        batch = [_one(random_, written + k, past, clocks) for k in range(1 if fate == "plain" else IN_TRANSACTION)]
        written += len(batch)
        if fate == "plain":
            pending += batch
            continue
        yield Written("plain", pending)
        yield Written(fate, batch)
        pending = []
    yield Written("plain", pending)
    if clocks:
        yield Written("plain", [_clock(partition, written + 10_000) for partition in range(PARTITIONS)])


def unreadable(number: int, partition: int) -> Sent:
    """A record that no fold can take."""
    return Sent(b"\x00 not JSON", f"bad-{number}".encode(), partition, (), _time(number))


def event(number: int, child: int, kind: str = "note") -> Sent:
    """An event that a fold can take. A child's events share a partition."""
    said = {"id": f"e{number}", "child": f"c{child}", "team": f"t{child % 60}", "kind": kind}
    trace = f"00-{number:032x}-{number:016x}-01".encode()
    headers = (("traceparent", trace),) if number % 3 == 0 else ()
    return Sent(json.dumps(said).encode(), f"c{child}".encode(), child % PARTITIONS, headers, _time(number))


def _one(random_: random.Random, number: int, past: list[Sent], clocks: bool) -> Sent:
    dice = random_.random()
    if dice < 0.20 and past:
        return random_.choice(past)
    child = int(random_.paretovariate(0.7)) % 400
    if dice < 0.23:
        return unreadable(number, child % PARTITIONS)
    if dice < 0.24 and clocks:
        return _clock(random_.randrange(PARTITIONS), number)
    kind = random_.choices(("referral", "visit", "note"), (2, 3, 5))[0]
    made = event(number, child, kind)
    past.append(made)
    return made


def _clock(partition: int, number: int) -> Sent:
    return Sent(b'{"kind":"clock"}', f"clock:{partition}".encode(), partition, (), _time(number))


def _time(number: int) -> int:
    return START_MS + number * STEP_MS
