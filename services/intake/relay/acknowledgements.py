"""Who waits for which records to be in Kafka."""

import asyncio
from collections.abc import Iterable


class _Ticket:
    __slots__ = ("future", "left")

    def __init__(self, future: "asyncio.Future[None]", left: int) -> None:
        self.future = future
        self.left = left


class Acknowledgements:
    """Futures by the seq of an outbox row. Used from the event loop only."""

    def __init__(self) -> None:
        self._tickets: dict[int, _Ticket] = {}

    def watch(self, seqs: Iterable[int]) -> "asyncio.Future[None]":
        """A future that is done when all of them are acknowledged. Call before the relay can see the rows."""
        chosen = list(seqs)
        ticket = _Ticket(asyncio.get_running_loop().create_future(), len(chosen))
        self._tickets.update(dict.fromkeys(chosen, ticket))
        if not chosen:
            ticket.future.set_result(None)
        return ticket.future

    def landed(self, seq: int) -> None:
        """Kafka has the row, or never will (moved aside: `forget`)."""
        ticket = self._tickets.pop(seq, None)
        if ticket is None:
            return
        ticket.left -= 1
        if ticket.left == 0 and not ticket.future.done():
            ticket.future.set_result(None)

    def forget(self, seq: int) -> None:
        """The row won't land: who waits for it waits out their time and says `202`."""
        self._tickets.pop(seq, None)
