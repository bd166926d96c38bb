"""One ladder to a real Kafka, for the demo, the tests and the benchmarks. There is no fake broker in this project."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.streaming.broker.daemon import DockerUnavailable
from services.streaming.broker.docker import IMAGE, docker_kafka, images_ready
from services.streaming.broker.local import local_kafka
from services.streaming.broker.progress import Progress, silent
from services.streaming.broker.ready import BrokerNotReady, answers


@dataclass(frozen=True, slots=True)
class Broker:
    """A Kafka that serves: its bootstrap servers (`host:port`, comma separated), and in words where it came from."""

    bootstrap: str
    how: str


@contextmanager
def kafka(
    given: str | None = None,
    *,
    cache: Path,
    data: Path | None = None,
    heap_mb: int = 384,
    docker: bool = True,
    progress: Progress = silent,
) -> Iterator[Broker]:
    """The first that works: `given` bootstrap servers (`HEED_KAFKA`); Docker; Apache Kafka as a child process.

    What was started here is stopped on the way out; given servers are left alone. `cache` keeps the fetched jars.
    `data` keeps the child's log; None is a temporary folder. Raises `BrokerNotReady` when given servers don't answer:
    they were asked for, so nothing else is used in their place.
    """
    with ExitStack() as stack:
        if given:
            yield _given(given)
        elif docker and (broker := _docker(stack, progress)):
            yield broker
        else:
            folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="heed-kafka-")))
            local = stack.enter_context(local_kafka(cache, folder, heap_mb=heap_mb, progress=progress))
            yield Broker(local.bootstrap, local.how)


def _given(bootstrap: str) -> Broker:
    if not answers(bootstrap):
        raise BrokerNotReady(f"HEED_KAFKA names {bootstrap}, where no Kafka answers. Start it, or unset HEED_KAFKA.")
    return Broker(bootstrap, "named by HEED_KAFKA")


def _docker(stack: ExitStack, progress: Progress) -> Broker | None:
    """A broker in Docker, unless Docker can't give one; ImportError where only the services are installed."""
    try:
        images_ready(progress)
        return Broker(stack.enter_context(docker_kafka()), f"{IMAGE} in Docker")
    except (DockerUnavailable, ImportError):
        return None
