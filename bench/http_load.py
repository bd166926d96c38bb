"""A small HTTP/1.1 client for load: kept-alive connections to this machine, each with one request at a time."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Load:
    """What came back: how long it all took, each answer's seconds, and how many answers of each status."""

    seconds: float
    latencies: list[float]
    statuses: Counter[int] = field(default_factory=Counter)

    def percentile_ms(self, share: float) -> float:
        """The latency that this share of answers did not exceed, in milliseconds."""
        ordered = sorted(self.latencies)
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


def request(port: int, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of a POST to this machine."""
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def load(port: int, requests: Sequence[bytes]) -> Load:
    """Send every request once, over 64 connections; each connection takes the next when it has its answer."""
    waiting, found = iter(requests), Load(0.0, [])
    began = time.monotonic()
    await asyncio.gather(*(_connection(port, waiting, found) for _ in range(min(CONNECTIONS, len(requests)))))
    return Load(time.monotonic() - began, found.latencies, found.statuses)


async def _connection(port: int, waiting: Iterator[bytes], found: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for one in waiting:
            sent = time.monotonic()
            writer.write(one)
            found.statuses[await _answer(reader)] += 1
            found.latencies.append(time.monotonic() - sent)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    """The status of one answer; its body is read and dropped. Answers have a Content-Length."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split(b" ", 2)[1])
