"""The load client sends each request once and reads what comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bench.http_load import Load, load, request


@asynccontextmanager
async def echoing(seen: list[bytes]) -> AsyncIterator[int]:
    """A server that answers 201 to a body with an even number in it and 202 to others; its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
            body = await reader.readexactly(length)
            seen.append(body)
            writer.write(b"HTTP/1.1 %d x\r\ncontent-length: 2\r\n\r\nok" % (201 + int(body) % 2))

    async def until_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(until_closed, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("number", [1, 64, 500])
async def test_each_request_is_sent_once_and_every_answer_is_counted(number: int) -> None:
    """Whether there are fewer requests than connections or many more."""
    seen: list[bytes] = []
    async with echoing(seen) as port:
        found = await load(port, [request(port, "/x", b"%d" % one, {}) for one in range(number)])
    assert sorted(map(int, seen)) == list(range(number))
    assert found.statuses[201] + found.statuses[202] == number == len(found.latencies)
    assert found.statuses[202] == number // 2


def test_a_percentile_is_a_latency_that_was_seen() -> None:
    """The median of 1, 2 and 3 seconds is 2,000 ms; nothing exceeds the last."""
    found = Load(6.0, [3.0, 1.0, 2.0])
    assert (found.percentile_ms(0.5), found.percentile_ms(1.0)) == (2000.0, 3000.0)
