"""The counts' interface on real Kafka."""

import asyncio

import httpx
import pytest
import uvicorn
from tenacity import retry, retry_if_exception_type, retry_if_result, stop_after_delay, wait_fixed

from services.aggregator.build import build_app
from services.aggregator.client import CountsRefused, read_counts
from services.aggregator.fold import Aggregator
from services.aggregator.view import view_spec
from services.streaming.testing import fold_log
from services.streaming.views import View
from services.streaming.worker import serve
from tests.aggregator.asked import AREA, log_of
from tests.aggregator.logs import TOPIC
from tests.aggregator.served import KEY, configuration
from tests.cluster import Cluster, Sent


async def test_what_the_fold_put_on_kafka_is_answered_over_http_and_amended_as_it_changes(cluster: Cluster) -> None:
    same = {"report_id": "00000000-0000-4000-8000-000000000000"}
    outputs = fold_log(Aggregator, log_of(same, {}, same | {"revision": 2, "withdrawn": True}), [2], topic=TOPIC)
    server = serve(build_app(View(view_spec(), cluster.settings), configuration(), KEY), cluster.settings)
    serving = asyncio.create_task(server.serve())
    await cluster.produce("counts", [Sent(one.value, one.key) for one in outputs])
    assert await _settled(server) == 1
    with pytest.raises(CountsRefused, match="fewer than 10 people"):
        await read_counts(_address(server), KEY, {"area": AREA, "team": "team-2"})
    server.should_exit = True
    await serving


@retry(
    stop=stop_after_delay(30),
    wait=wait_fixed(0.05),
    retry=retry_if_exception_type((CountsRefused, httpx.TransportError)) | retry_if_result(lambda found: found != 1),
)
async def _settled(server: uvicorn.Server) -> int:
    return (await read_counts(_address(server), KEY, {"area": AREA, "window": "2025-03-01..2025-03-31"})).reports


def _address(server: uvicorn.Server) -> str:
    if not server.started:
        raise httpx.ConnectError("not listening yet")
    return "http://{}:{}".format(*server.servers[0].sockets[0].getsockname())
