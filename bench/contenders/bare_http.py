"""The least that an endpoint before Kafka can be: FastAPI with a raw body, aiokafka, and a wait for its answer.

It validates nothing, keeps nothing and knows nobody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from aiokafka import AIOKafkaProducer
from fastapi import FastAPI, Request, Response

from bench.events import NDJSON, PATH, TOPIC
from bench.work import Job


def build_app(job: Job) -> FastAPI:
    """The application; its producer lives as long as it does."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.producer = AIOKafkaProducer(bootstrap_servers=job.bootstrap, acks="all")
        await app.state.producer.start()
        yield
        await app.state.producer.stop()

    app = FastAPI(lifespan=lifespan)

    @app.post(PATH)
    async def post(request: Request) -> Response:
        body, topic, send = await request.body(), job.prefix + TOPIC, app.state.producer.send
        lines = body.splitlines() if request.headers["content-type"] == NDJSON else [body]
        await asyncio.gather(*[await send(topic, line) for line in lines])
        return Response(status_code=201)

    return app


if __name__ == "__main__":
    job = Job.from_argv()
    uvicorn.run(build_app(job), port=job.port, loop="uvloop", access_log=False, log_level="warning")
