"""Wait for a broker by asking it."""

import asyncio
import socket
import time
from collections.abc import Callable
from threading import Thread

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

POLL_S = 0.1


class BrokerNotReady(RuntimeError):
    """The broker ended, or did not answer in time."""


def wait_until_ready(bootstrap: str, *, alive: Callable[[], bool], seconds: float) -> None:
    """Return once the cluster names a broker that serves. Raises `BrokerNotReady`."""
    deadline = time.monotonic() + seconds
    while not answers(bootstrap):
        if not alive():
            raise BrokerNotReady("Kafka ended while it was starting")
        if time.monotonic() > deadline:
            raise BrokerNotReady(f"Kafka at {bootstrap} did not answer within {seconds:.0f} s")
        time.sleep(POLL_S)


def answers(bootstrap: str) -> bool:
    """Whether a broker is reached at one of the comma-separated `host:port`, and says which brokers serve."""
    return any(map(listens, bootstrap.split(","))) and _names_a_broker(bootstrap)


def listens(address: str) -> bool:
    """Whether anything accepts a connection at `host:port`."""
    host, _, port = address.strip().rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=5):
            return True
    except OSError:
        return False


def _names_a_broker(bootstrap: str) -> bool:
    """In a thread of its own, for this is also called where an event loop already runs."""
    found: list[bool] = []
    thread = Thread(target=lambda: found.append(asyncio.run(_brokers(bootstrap))))
    thread.start()
    thread.join()
    return found == [True]


async def _brokers(bootstrap: str) -> bool:
    client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=5000)
    try:
        await client.bootstrap()
        return bool(client.cluster.brokers())
    except KafkaError:
        return False
    finally:
        await client.close()
