"""The topics, as `topology.toml` says: what each holds, who writes and reads it, how long Kafka keeps it."""

import importlib
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from schemas.crossfield import Broken, refuse

FILE: Final = Path(__file__).with_name("topology.toml")
FOR_EVER: Final = -1

Names = Annotated[tuple[str, ...], Field(strict=False)]


class Topic(BaseModel):
    """One topic. `name` is without a cluster's prefix.

    `folds`: groups that keep state of it; `views`: web processes that keep what a page needs; `readers`: tools.
    `partitioned_by`: `area` is murmur2 of the area's code, `source` the partition of the record that caused it.
    `cleanup`: `keep` for ever, `compact` to the last value a key, `delete` after `retention_ms`.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: str
    description: str
    owner: str
    model: Annotated[str, Field(pattern=r"^schemas\.[a-z_.]+:[A-Z_]+$")]
    version: Annotated[int, Field(ge=1)]
    key: str
    partitioned_by: Literal["area", "source", "one"]
    partitions: Annotated[int, Field(ge=1, le=10_000)]
    replication: Annotated[int, Field(ge=1, le=10)]
    cleanup: Literal["keep", "compact", "delete"]
    retention_ms: Annotated[int, Field(ge=FOR_EVER)] = FOR_EVER
    compacted_within_ms: Annotated[int, Field(ge=1)] | None = None
    timestamp_type: Literal["CreateTime", "LogAppendTime"] = "CreateTime"
    timestamp_ahead_max_ms: Annotated[int, Field(ge=1)] | None = None
    producers: Names
    folds: Names
    views: Names
    readers: Names
    read_for: str

    @property
    def consumers(self) -> tuple[str, ...]:
        """All that read it."""
        return self.folds + self.views + self.readers

    def adapter(self) -> TypeAdapter[Any]:
        """What its values are read with."""
        module, _, name = self.model.partition(":")
        found = getattr(importlib.import_module(module), name)
        if not isinstance(found, TypeAdapter):
            raise TypeError(f"{self.model} of topic {self.name} is no TypeAdapter")
        return found

    def kafka_config(self) -> dict[str, str]:
        """Its configuration in Kafka's own words."""
        config = {
            "cleanup.policy": "compact" if self.cleanup == "compact" else "delete",
            "retention.ms": str(self.retention_ms),
            "retention.bytes": "-1",
            "message.timestamp.type": self.timestamp_type,
        }
        if self.timestamp_ahead_max_ms is not None:
            config["message.timestamp.after.max.ms"] = str(self.timestamp_ahead_max_ms)
        if self.compacted_within_ms is not None:
            half = str(self.compacted_within_ms // 2)
            config |= {"max.compaction.lag.ms": half, "segment.ms": half, "delete.retention.ms": "86400000"}
        return config

    @model_validator(mode="after")
    def _keeps_what_is_folded(self) -> Self:
        refuse(_broken(self))
        return self


class Topology(BaseModel):
    """All topics by name. `partitions` is the number that all topics of an area share."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    partitions: Annotated[int, Field(ge=1, le=10_000)]
    replication: Annotated[int, Field(ge=1, le=10)]
    topics: dict[str, Topic]


@lru_cache(maxsize=8)
def load_topology(partitions: int | None = None, replication: int | None = None, file: Path = FILE) -> Topology:
    """The topology, with the configuration's partitions and replication where given. Raises `ValidationError`."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    shared = {"partitions": partitions or content["partitions"], "replication": replication or content["replication"]}
    topics = {name: {**shared, **topic, "name": name} for name, topic in content["topics"].items()}
    if replication:
        topics = {name: {**topic, "replication": replication} for name, topic in topics.items()}
    return Topology.model_validate({**shared, "topics": topics})


def _broken(topic: Topic) -> list[Broken]:
    found = []
    if topic.folds and (topic.cleanup != "keep" or topic.retention_ms != FOR_EVER):
        found.append(Broken("cleanup", "a topic that is folded is kept whole and for ever"))
    if (topic.cleanup == "delete") != (topic.retention_ms != FOR_EVER):
        found.append(Broken("retention_ms", "is given for cleanup delete, and only there"))
    if topic.compacted_within_ms is not None and topic.cleanup != "compact":
        found.append(Broken("compacted_within_ms", "is given for cleanup compact only"))
    if topic.partitioned_by == "one" and topic.partitions != 1:
        found.append(Broken("partitions", "is 1 where partitioned_by is one"))
    return found
