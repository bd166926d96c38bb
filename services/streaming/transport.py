"""Faust's aiokafka driver, reading whole fetches: one message per (partition, fetch), from the state file's position.

Faust's own path makes four tasks an event and commits by acknowledgements; a fold needs neither. What is overridden,
and why, stands at each method. Checked against faust-streaming 0.15.3.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import aiokafka
import uvloop
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord, OffsetAndMetadata, TopicPartition
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, server_list
from faust.transport.drivers.aiokafka import Consumer as AiokafkaConsumer
from faust.transport.drivers.aiokafka import Transport as AiokafkaTransport
from faust.types import TP
from faust.types.tuples import Message

from services.streaming.settings import Limits


@dataclass(frozen=True, slots=True)
class Fetch:
    """The records of one partition of one fetch, and the consumer's position before and after it.

    `token` is the one that the partition's holder had when the fetch began. The position advances over transaction
    markers and aborted records as well, so a fetch may hold no records at all.
    """

    partition: int
    token: int
    before: int
    after: int
    records: Sequence[ConsumerRecord[bytes | None, bytes | None]]


Positions = Callable[[frozenset[int]], Awaitable[Mapping[int, int]]]
"""Given the assigned partitions, opens their files and returns where to read from."""


class FoldConsumerThread(AIOKafkaConsumerThread):
    """Reads committed records only, and never resets an offset by itself."""

    limits: ClassVar[Limits]

    def _create_worker_consumer(self, transport: Any) -> aiokafka.AIOKafkaConsumer:
        conf = self.app.conf
        # Faust asks for this only when it runs its own tables.
        self._assignor = RoundRobinPartitionAssignor
        return aiokafka.AIOKafkaConsumer(
            client_id=conf.broker_client_id,
            group_id=conf.id,
            bootstrap_servers=server_list(transport.url, transport.default_port),
            partition_assignment_strategy=[RoundRobinPartitionAssignor],
            enable_auto_commit=False,
            auto_offset_reset="none",
            isolation_level="read_committed",
            max_poll_records=self.limits.batch_records,
            max_partition_fetch_bytes=self.limits.fetch_bytes,
            fetch_max_wait_ms=500,
            session_timeout_ms=int(self.limits.session_s * 1000),
            heartbeat_interval_ms=int(self.limits.session_s * 1000 / 5),
            rebalance_timeout_ms=30_000,
            max_poll_interval_ms=300_000,
            metadata_max_age_ms=30_000,
        )

    async def seek_to(self, positions: Mapping[TopicPartition, int]) -> None:
        """Set where each partition is read from, in the consumer's own thread."""
        await self.call_thread(self._seek_all, positions)

    async def _seek_all(self, positions: Mapping[TopicPartition, int]) -> None:
        consumer = self._ensure_consumer()
        for tp, offset in positions.items():
            consumer.seek(tp, offset)

    async def report(self, positions: Mapping[TopicPartition, int]) -> KafkaError | None:
        """Commit positions for lag tools. A failure is returned, not raised: nothing reads these offsets back."""
        return cast("KafkaError | None", await self.call_thread(self._report, positions))

    async def _report(self, positions: Mapping[TopicPartition, int]) -> KafkaError | None:
        consumer = self._ensure_consumer()
        assigned = consumer.assignment()
        offsets = {tp: OffsetAndMetadata(offset, "") for tp, offset in positions.items() if tp in assigned}
        try:
            if offsets:
                await consumer.commit(offsets)
        except KafkaError as error:
            return error
        return None

    def position_now(self, tp: TopicPartition) -> int | None:
        """Where the consumer stands, or None while it doesn't know."""
        state = self._state(tp)
        return None if state is None or not state.has_valid_position else int(state.position)

    def stable_end(self, tp: TopicPartition) -> int | None:
        """The last stable offset seen in a fetch: the end of what is committed, or None before the first."""
        state = self._state(tp)
        return None if state is None or state.lso is None else int(state.lso)

    def _state(self, tp: TopicPartition) -> Any:
        subscription = self._ensure_consumer()._subscription.subscription
        if subscription is None or subscription.assignment is None or tp not in subscription.assignment.tps:
            return None
        return subscription.assignment.state_value(tp)


class FoldConsumer(AiokafkaConsumer):
    """Yields a `Fetch` per partition; starts where the state files are."""

    positions: ClassVar[Positions]
    token: ClassVar[Callable[[int], int | None]]
    _thread: FoldConsumerThread

    def _new_consumer_thread(self) -> FoldConsumerThread:
        return FoldConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """The one place from which Faust starts and resumes reading: the files' positions, not the group's."""
        assigned = {TopicPartition(*tp) for tp in self.assignment()}
        found = await type(self).positions(frozenset(tp.partition for tp in assigned))
        seek = {tp: found[tp.partition] for tp in assigned if tp.partition in found}
        await self._thread.seek_to(seek)
        return {TP(*tp): offset for tp, offset in seek.items()}

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Message]]:  # noqa: ASYNC109  # Faust's signature
        """One message a partition. The generation is read before the fetch and checked before each yield: Faust reads
        it after, and so gives a new owner's generation to an old owner's records.
        """
        generation = self.app.consumer_generation_id
        starts = {tp: self._start(tp) for tp in self._readable(self._get_active_partitions())}
        records, _ = await self._wait_next_records(timeout)
        if self.should_stop or not self.flow_active:
            return
        for tp, (token, before) in starts.items():
            after = self._thread.position_now(TopicPartition(*tp))
            if token is None or before is None or after is None or after == before:
                continue
            if not self.flow_active or self.app.consumer_generation_id != generation:
                return
            fetch = Fetch(tp.partition, token, before, after, (records or {}).get(tp, ()))
            yield tp, _message(tp, fetch, generation)

    def _start(self, tp: TP) -> tuple[int | None, int | None]:
        return type(self).token(tp.partition), self._thread.position_now(TopicPartition(*tp))

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Any:  # noqa: ASYNC109  # Faust's
        readable = self._readable(active_partitions or set())
        if not readable:
            await self.sleep(min(timeout, 0.2))
            return {}
        return await self._thread.getmany(readable, timeout)

    def _readable(self, active: set[TP]) -> set[TP]:
        """Less those whose outbox is full or that an operator must let pass."""
        return {tp for tp in active if type(self).token(tp.partition) is not None}


class FoldTransport(AiokafkaTransport):
    """The transport of `FoldConsumer`."""

    Consumer: ClassVar[type[Any]] = FoldConsumer


def transport_for(positions: Positions, token: Callable[[int], int | None], limits: Limits) -> type[FoldTransport]:
    """A transport class bound to one host; Faust builds its consumer from classes, so the binding is a subclass.

    `token` gives the current token of a partition, or None while it is not to be read.
    """
    thread = type("BoundThread", (FoldConsumerThread,), {"limits": limits})

    def new_thread(self: FoldConsumer) -> FoldConsumerThread:
        own = uvloop.new_event_loop()  # as the service's own: a batch crosses from the one to the other
        return cast(FoldConsumerThread, thread(self, thread_loop=own, loop=self.loop, beacon=self.beacon))

    bound = {"positions": staticmethod(positions), "token": staticmethod(token), "_new_consumer_thread": new_thread}
    return type("BoundTransport", (FoldTransport,), {"Consumer": type("BoundConsumer", (FoldConsumer,), bound)})


def _message(tp: TP, fetch: Any, generation: int) -> Message:
    return Message(
        tp.topic,
        tp.partition,
        max(fetch.after - 1, 0),
        0.0,
        0,
        [],
        None,
        fetch,
        None,
        0,
        0,
        tp,
        generation_id=generation,
    )
