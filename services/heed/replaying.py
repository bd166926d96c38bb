"""Dead letters sent once more, after a mend: each at most once, and only what can be read now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from cryptography.exceptions import InvalidTag
from pydantic import TypeAdapter, ValidationError

from schemas.cases import CASE_RECORD
from schemas.control import DeadLetter
from schemas.problems import problems
from schemas.reports import REPORT_RECORD
from services.heed.reading import read_topic
from services.streaming.dead_letters import Unsealed, letter_key, unseal
from services.streaming.settings import Settings

REPLAY_OF: Final = "heed-replay-of"
"""A header of a record that was sent once more: the place at which it was refused."""
MODELS: Final[Mapping[str, TypeAdapter[Any]]] = {"cases": CASE_RECORD, "incident-reports": REPORT_RECORD}


@dataclass(frozen=True, slots=True)
class Replay:
    """What is to become of a dead letter: `again`, or why not."""

    letter: DeadLetter
    held: Unsealed | None
    outcome: str

    @property
    def place(self) -> str:
        """Where it was refused."""
        return letter_key(self.letter.topic, self.letter.partition, self.letter.offset)


async def planned(settings: Settings, letters: Sequence[DeadLetter]) -> list[Replay]:
    """Looks at each. One that was sent once more, and was refused again, has a later letter of its own."""
    done: set[str] = set()
    for topic in {one.topic for one in letters if one.topic in MODELS}:
        done |= {value.decode() for value in await _replayed(settings, topic)}
    return [_plan(settings.dead_letter_key, one, done) for one in letters]


async def replay(settings: Settings, plans: Iterable[Replay]) -> int:
    """Send them, all in one transaction; how many. A fold knows what it has by its identity."""
    chosen = [(one, one.held) for one in plans if one.outcome == "again" and one.held is not None]
    if not chosen:
        return 0
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap, transactional_id=f"{settings.prefix}heed-dead-letters-replay"
    )
    await producer.start()
    try:
        async with producer.transaction():
            for one, held in chosen:
                headers = [*_kept(held), (REPLAY_OF, one.place.encode())]
                where = (settings.topic(one.letter.topic), held.value, held.key, one.letter.partition)
                await producer.send(*where, headers=headers)
    finally:
        await producer.stop()
    return len(chosen)


async def _replayed(settings: Settings, topic: str) -> Iterator[bytes]:
    found = await read_topic(settings, topic, only=lambda record: record.header(REPLAY_OF) is not None)
    return (place for record in found if (place := record.header(REPLAY_OF)) is not None)


def _kept(held: Unsealed) -> Iterator[tuple[str, bytes | None]]:
    return ((name, value) for name, value in held.headers if name != REPLAY_OF)


def _plan(key: bytes, letter: DeadLetter, done: set[str]) -> Replay:
    if letter.topic not in MODELS:
        return Replay(letter, None, "no fold reads its topic")
    if letter_key(letter.topic, letter.partition, letter.offset) in done:
        return Replay(letter, None, "sent once more before")
    try:
        held = unseal(key, letter)
    except InvalidTag:
        return Replay(letter, None, "sealed under another dead-letter key")
    if held.value is None:
        return Replay(letter, None, "the letter doesn't hold it: too large")
    return Replay(letter, held, _readable(letter.topic, held.value))


def _readable(topic: str, value: bytes) -> str:
    try:
        MODELS[topic].validate_json(value)
    except ValidationError as error:
        first = problems(error)[0]
        return f"still refused: {first.pointer or 'the record'}: {first.message}"
    return "again"
