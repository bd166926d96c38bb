"""Sending one record alone, to find out whether it is the one that the broker refuses."""

from aiokafka.errors import KafkaError

from services.intake.outbox.rows import Pending
from services.intake.relay.flight import Flight, FlightBroken
from services.intake.relay.kafka import REFUSALS, UNCLEAR
from services.intake.relay.landings import Landings

TRIES = 3
"""Lone tries of a record that meets an unclear error, before it moves aside."""


class Care:
    """Remembers tries across producers."""

    def __init__(self, landings: Landings) -> None:
        self._landings = landings
        self._tries: dict[int | bytes, int] = {}

    async def send(self, flight: Flight, pending: Pending) -> None:
        """Deliver, or move aside what is refused and raise `FlightBroken`: its sequence number is lost.

        Any other `KafkaError` is passed on: it isn't the record's.
        """
        try:
            await flight.alone(pending)
        except REFUSALS as error:
            await self._refused(pending, error)
        except UNCLEAR as error:
            await self._once_more(pending, error)
        self._tries.pop(pending.place, None)

    async def _once_more(self, pending: Pending, error: KafkaError) -> None:
        tries = self._tries.get(pending.place, 0) + 1
        self._tries[pending.place] = tries
        if tries >= TRIES:
            await self._refused(pending, error)
        raise FlightBroken from error

    async def _refused(self, pending: Pending, error: KafkaError) -> None:
        self._tries.pop(pending.place, None)
        await self._landings.refused(pending, type(error).__name__)
        raise FlightBroken from error
