"""A log of many children's lives over three years, as the simulator makes them, in the order of their recording."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from schemas.base import encode
from schemas.cases import CASE_RECORD, FEED_TYPES
from schemas.configuration import load_configuration
from services.heed.simulate.calendar import after_working_days, at
from services.heed.simulate.chance import Dice, dice
from services.heed.simulate.child import Child, child_name
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.journeys import journey
from services.heed.simulate.noise import disturb
from services.heed.simulate.world import Place, build_world
from services.streaming.records import Record

ROOT = Path(__file__).parents[1]
BEGINS, DAYS = date(2023, 1, 2), 3 * 365
POOL = 2_000
"""Different lives; where more children are asked for, several live the same one under keys and ids of their own."""
AGAIN = 0.5
"""How likely another journey begins after one, so that a child has about 17 events in all."""
DECIDED, TOLD = frozenset({"contact_outcome", "referral_decided"}), 0.9
"""After what a referrer is told what became of it, and how often."""
IN_ONE_KEY = 5_000
"""Events of the one child whose key is a placeholder: those of some hundred lives."""
CHILDREN_A_FAMILY: Final = 2
NOBODY: Final = b"k1:" + b"0" * 64


class _Moment(NamedTuple):
    """A record of the pool: when it arrives, of which life, and its bytes."""

    at: int
    life: int
    value: bytes


@dataclass(frozen=True, slots=True)
class CaseLives:
    """`children` children. With `placeholder` the first lives of the pool, once more, share one key."""

    children: int
    seed: int = 1
    placeholder: bool = True

    def __iter__(self) -> Iterator[Record]:
        """The records without keys and headers: the fold reads neither."""
        pool = min(POOL, self.children)
        moments = sorted(one for life in range(pool) for one in _life(life, self.seed))
        keys = [b'"subject_key":"' + _key(life) for life in range(pool)]
        shared, offset = self._shared(moments), 0
        for one in moments:
            for child in range(one.life, self.children, pool):
                yield _record(offset, one, _as(one.value, keys[one.life], child, one.life))
                offset += 1
            if one.life < shared:
                yield _record(offset, one, one.value.replace(keys[one.life], b'"subject_key":"' + NOBODY))
                offset += 1

    def _shared(self, moments: list[_Moment]) -> int:
        """How many lives make the placeholder's events."""
        if not self.placeholder:
            return 0
        wanted = min(IN_ONE_KEY, self.children)
        return 1 + max(one.life for one in sorted(moments, key=lambda one: one.life)[:wanted])


def _record(offset: int, one: _Moment, value: bytes) -> Record:
    return Record("cases", 0, offset, one.at, None, value, (), one.at)


def _as(value: bytes, key: bytes, child: int, life: int) -> bytes:
    """The same under another child's key and family, with ids of its own."""
    value = value.replace(key, b'"subject_key":"k1:%064x' % (child + 1), 1).replace(b'"sim:', b'"c%d:' % child)
    return value.replace(_family(life), b"k1:f%063x" % (child // CHILDREN_A_FAMILY), 1)


def _life(life: int, seed: int) -> Iterator[_Moment]:
    """All that is recorded about one child, less what intake would refuse."""
    chance = dice("bench", seed, life)
    born = BEGINS - timedelta(days=chance.randint(0, 16 * 365))
    child = Child(PLACE, child_name("bench", seed, life), born, chance, _family(life).decode())
    child.key = _key(life).decode()
    _journeys(child, chance)
    _feedback(child, chance)
    disturb(child)
    for entry in child.entries:
        if isinstance(entry, CaseEventEntry) and entry.sound and entry.recorded.date() < BEGINS + timedelta(DAYS):
            found = CASE_RECORD.validate_json(json.dumps(entry.body))
            yield _Moment(round(entry.recorded.timestamp() * 1000), life, encode(found))


def _feedback(child: Child, chance: Dice) -> None:
    """Most referrers are told what became of it, two working days after the decision."""
    for entry in list(child.entries):
        if isinstance(entry, CaseEventEntry) and entry.body["type"] in DECIDED and chance.happens(TOLD):
            when = at(after_working_days(entry.recorded.date(), 2), 11)
            child.record("feedback_given", when, to_source=entry.body.get("source", "2A"))


def _journeys(child: Child, chance: Dice) -> None:
    day = BEGINS + timedelta(days=chance.randint(0, DAYS // 2))
    while day < BEGINS + timedelta(DAYS):
        journey(child, day)
        if not chance.happens(AGAIN):
            return
        day = max(one.recorded.date() for one in child.entries) + timedelta(days=chance.randint(30, 200))


def _key(life: int) -> bytes:
    return b"k1:e%063x" % life


def _family(life: int) -> bytes:
    return b"k1:d%063x" % life


def _place() -> Place:
    """The first area of the demo, with one feed of children's services that carries every type."""
    place = build_world(load_configuration(ROOT / "deploy" / "heed.toml"), 1).places[0]
    every = place.feeds[0].model_copy(update={"agency": place.responsible.id, "types": tuple(sorted(FEED_TYPES))})
    return replace(place, feeds=(every,))


PLACE: Final = _place()
