"""The broker that a benchmark runs on: the one that HEED_KAFKA names, else one of its own for the time of the run."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.heed.places import cache_folder
from services.streaming.broker import kafka


@contextmanager
def bench_kafka(say: Callable[[str], None]) -> Iterator[str]:
    """Bootstrap servers."""
    with kafka(os.environ.get("HEED_KAFKA"), cache=cache_folder()) as broker:
        say(f"Kafka: {broker.how}")
        yield broker.bootstrap
