"""How the services run: the parts of the configuration with defaults that hold for most."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0, le=86_400)]
RelativePath = Annotated[Path, Field(strict=False)]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkingHours(_Settings):
    """Hours of the working day in England's time, for acknowledgement: from `start` to before `end`."""

    start: Annotated[int, Field(ge=0, le=23, strict=True)] = 9
    end: Annotated[int, Field(ge=1, le=24, strict=True)] = 17


class KafkaSettings(_Settings):
    """`prefix` goes before every topic, group and transactional id. `partitions` is shared by all topics of an area."""

    prefix: Annotated[str, Field(pattern=r"^[a-z0-9.-]{0,40}$")] = ""
    partitions: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 6
    replication: Annotated[int, Field(ge=1, le=10, strict=True)] = 3


class IntakeSettings(_Settings):
    """`wait_s`: how long a request waits for Kafka before a 202. `spool_limit`: records kept while Kafka is away.

    `shuffle_s`: reports leave in shuffled batches this many seconds apart; left out, on each working day.
    `forget_link_days`: after so many days intake forgets which protection record belongs to which report.
    `requests_a_minute` and `records_a_day` bound what one API key may send.
    `forms_an_hour` bounds what all people together may send by the forms: nobody knows who they are.
    """

    wait_s: Seconds = 2.0
    spool_limit: Annotated[int, Field(ge=1, le=100_000_000, strict=True)] = 200_000
    shuffle_s: Annotated[Seconds, Field(gt=0)] | None = None
    forget_link_days: Annotated[int, Field(ge=1, le=365, strict=True)] = 90
    requests_a_minute: Annotated[int, Field(ge=1, le=10_000_000, strict=True)] = 60_000
    records_a_day: Annotated[int, Field(ge=1, le=1_000_000_000, strict=True)] = 5_000_000
    forms_an_hour: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 600


class DeadLetterLimits(_Settings):
    """A partition stops when over `share`, and at least `least`, of its last `window` records are dead letters."""

    window: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 2_000
    least: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 100
    share: Annotated[float, Field(gt=0, le=1)] = 0.05


class KeyPaths(_Settings):
    """Where secrets lie: files that only their owner can read, never in the repository. Relative to where it runs."""

    directory: RelativePath = Path(".heed/keys")
    dead_letter: RelativePath = Path(".heed/keys/dead-letter")
