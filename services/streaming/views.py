"""Views: compacted topics folded by a web process into SQLite, for its pages. Not state: a view may be deleted."""

import asyncio
import contextlib
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.structs import ConsumerRecord, TopicPartition

from services.streaming import metrics
from services.streaming.ending import ended
from services.streaming.identity import log_identity
from services.streaming.settings import Settings

log = structlog.get_logger(__name__)

READ_MOST_S = 2.0
"""A read transaction holds back the write-ahead log's truncation, so it is ended after this long."""

POSITIONS = (
    "CREATE TABLE heed_positions (topic TEXT, partition INTEGER, position INTEGER, PRIMARY KEY (topic, partition))"
)
IDENTITY = "CREATE TABLE heed_log (topic TEXT PRIMARY KEY, identity TEXT)"

Records = Sequence[ConsumerRecord[bytes | None, bytes | None]]


class ViewTooSlow(Exception):
    """A read took longer than `READ_MOST_S`."""


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """What a view is made of. `apply` gets the view's file in a transaction, a topic's name and its records in order;
    a record without value is a tombstone.
    """

    name: str
    topics: tuple[str, ...]
    schema: str
    apply: Callable[[sqlite3.Connection, str, Records], None]


class View:
    """Follows its topics' last stable offsets. One writer, any number of short readers."""

    def __init__(self, spec: ViewSpec, settings: Settings) -> None:
        self.spec, self.settings = spec, settings
        self.path = settings.state_dir / f"{settings.prefix}views" / f"{spec.name}.sqlite"
        self.level = False
        self._names = {settings.topic(name): name for name in spec.topics}
        self._task: asyncio.Task[None] | None = None
        self._db: sqlite3.Connection | None = None
        self._consumer: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Open the file, or rebuild it where it belongs to another log, and begin to follow."""
        identities = {name: await log_identity(self.settings.bootstrap, topic) for topic, name in self._names.items()}
        self._db = self._open({name: "/".join(map(str, found)) for name, found in identities.items()})
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=self.settings.bootstrap,
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=self.settings.limits.fetch_bytes,
        )
        await self._consumer.start()
        counts = {name: found[2] for name, found in identities.items()}
        tps = [TopicPartition(topic, number) for topic, name in self._names.items() for number in range(counts[name])]
        self._consumer.assign(tps)
        for tp in tps:
            self._consumer.seek(tp, self._position(tp))
        self._task = asyncio.create_task(self._run(tps), name=f"view-{self.spec.name}")

    async def stop(self) -> None:
        """Stop following and close the file."""
        if self._task is not None:
            await ended([self._task])
        if self._consumer is not None:
            await self._consumer.stop()
        if self._db is not None:
            self._db.close()

    @property
    def failed(self) -> BaseException | None:
        """Why the view follows no longer, or None."""
        done = self._task is not None and self._task.done() and not self._task.cancelled()
        return self._task.exception() if done and self._task is not None else None

    def not_ready(self) -> list[str]:
        """Why pages should not be served from it yet."""
        if self.failed is not None:
            return [f"view {self.spec.name} failed: {self.failed}"]
        return [] if self.level else [f"view {self.spec.name} is being built"]

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A read-only connection for one short read. Raises `ViewTooSlow` past `READ_MOST_S` seconds."""
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)
        end = time.monotonic() + READ_MOST_S
        db.set_progress_handler(lambda: int(time.monotonic() > end), 10_000)
        try:
            yield db
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise ViewTooSlow(f"reading {self.spec.name} took over {READ_MOST_S} s") from error
            raise
        finally:
            db.close()

    def _open(self, identities: Mapping[str, str]) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = _connect(self.path)
        if _identities(db) not in ({}, dict(identities)) or _schema_changed(db, self.spec.schema):
            db.close()
            self._remove()
            db = _connect(self.path)
        if not _identities(db):
            _create(db, self.spec.schema, identities)
        return db

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _position(self, tp: TopicPartition) -> int:
        query = "SELECT position FROM heed_positions WHERE topic = ? AND partition = ?"
        row = self._writer.execute(query, (self._names[tp.topic], tp.partition)).fetchone()
        return 0 if row is None else int(row[0])

    @property
    def _writer(self) -> sqlite3.Connection:
        if self._db is None:
            raise RuntimeError(f"view {self.spec.name} is not started")
        return self._db

    async def _run(self, tps: Sequence[TopicPartition]) -> None:
        if self._consumer is None:
            raise RuntimeError(f"view {self.spec.name} is not started")
        targets = await self._consumer.end_offsets(list(tps))
        while True:
            fetched = await self._consumer.getmany(timeout_ms=200, max_records=5_000)
            positions = {tp: await self._consumer.position(tp) for tp in tps}
            if fetched:
                self._apply(fetched, positions)
            self.level = self.level or all(positions[tp] >= targets[tp] for tp in tps)
            self._measure(positions)

    def _apply(self, fetched: Mapping[TopicPartition, Records], positions: Mapping[TopicPartition, int]) -> None:
        db = self._writer
        db.execute("BEGIN IMMEDIATE")
        for tp, records in fetched.items():
            self.spec.apply(db, self._names[tp.topic], records)
        rows = [(self._names[tp.topic], tp.partition, position) for tp, position in positions.items()]
        db.executemany("INSERT OR REPLACE INTO heed_positions VALUES (?, ?, ?)", rows)
        db.execute("COMMIT")

    def _measure(self, positions: Mapping[TopicPartition, int]) -> None:
        if self._consumer is None:
            return
        for tp, position in positions.items():
            end = self._consumer.last_stable_offset(tp)
            if end is not None and end >= 0:
                where = (self.spec.name, self._names[tp.topic], str(tp.partition))
                metrics.VIEW_POSITION_LAG.labels(*where).set(max(0, end - position))


def _connect(path: object) -> sqlite3.Connection:
    db = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _identities(db: sqlite3.Connection) -> dict[str, str]:
    known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'heed_log'").fetchone()
    return dict(db.execute("SELECT topic, identity FROM heed_log")) if known else {}


def _schema_changed(db: sqlite3.Connection, schema: str) -> bool:
    """Whether another schema made the file: told by a checksum kept as `user_version`."""
    found = db.execute("PRAGMA user_version").fetchone()[0]
    return found not in (0, _checksum(schema))


def _checksum(schema: str) -> int:
    return zlib.crc32(schema.encode()) & 0x7FFFFFFF or 1


def _create(db: sqlite3.Connection, schema: str, identities: Mapping[str, str]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for statement in [POSITIONS, IDENTITY, *schema.split(";")]:
        if statement.strip():
            db.execute(statement)
    db.executemany("INSERT INTO heed_log VALUES (?, ?)", identities.items())
    db.execute(f"PRAGMA user_version = {_checksum(schema)}")
    db.execute("COMMIT")
