"""A worker: one fold hosted on Faust, with relays, clock records, watchdog and operators' HTTP, until told to stop."""

import asyncio
import contextlib
import os
import signal
import sys
from typing import Any

import faust
import structlog
import uvicorn
from aiokafka.errors import KafkaError
from fastapi import FastAPI
from tenacity import retry, retry_if_exception_type, wait_exponential

from services.streaming.clockwork import ClockWriter
from services.streaming.host import Host
from services.streaming.identity import log_identity
from services.streaming.keeper import Keeper
from services.streaming.ops import NotReady, add_ops
from services.streaming.settings import Settings
from services.streaming.spec import FoldSpec
from services.streaming.transport import FoldConsumer, transport_for
from services.streaming.watchdog import Pulse, Watchdog
from services.streaming.web import web_app

log = structlog.get_logger(__name__)

FAILED = 70
"""The exit code of a process that ended itself (EX_SOFTWARE of sysexits.h); a supervisor starts it again."""


async def run_worker(
    spec: FoldSpec, settings: Settings, app: FastAPI | None = None, also: NotReady | None = None
) -> None:
    """Host the fold until SIGTERM or SIGINT. Any failure of fold, relay or consumer ends the process with code 70,
    before anything more is committed; its successor goes on from the file. `also` says why what `app` serves
    isn't ready.
    """
    await _kafka_there(spec, settings)
    host = Host(spec, settings, _end_on)
    faust_app = build_faust(spec, settings, host)
    pulse = Pulse()
    watchdog = Watchdog(pulse, settings.limits.stall_s, _end)
    clock = ClockWriter(settings, spec.group, spec.topic) if spec.clocked and settings.clock_writer else None
    web = app or web_app(f"Heed {spec.group}")
    keeper = Keeper(host, faust_app, pulse, clock)
    add_ops(web, lambda: keeper.not_ready() + (also() if also else []))
    await _run_all(faust_app, keeper, clock, watchdog, serve(web, settings))
    await host.close(frozenset(host.held))


async def _run_all(
    faust_app: faust.App, keeper: Keeper, clock: ClockWriter | None, watchdog: Watchdog, server: uvicorn.Server
) -> None:
    if clock is not None:
        await clock.start()
    stop = _stop_signal()
    await faust_app.start()
    watchdog.start()
    tasks = [asyncio.create_task(server.serve()), asyncio.create_task(keeper.run())]
    for task in tasks:
        task.add_done_callback(_end_if_failed)
    await stop.wait()
    watchdog.stop()
    tasks[1].cancel()
    await faust_app.stop()
    server.should_exit = True
    await tasks[0]
    if clock is not None:
        await clock.stop()


def build_faust(spec: FoldSpec, settings: Settings, host: Host) -> faust.App:
    """The Faust application of one fold: raw fetches, no tables, no acknowledgements, no web server of its own."""
    scratch = settings.state_dir / "faust"
    scratch.mkdir(parents=True, exist_ok=True)
    app = faust.App(
        f"{settings.prefix}{spec.group}",
        broker=[f"kafka://{server}" for server in settings.bootstrap.split(",")],
        datadir=scratch,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_buffer_maxsize=4,
        stream_wait_empty=False,
        broker_session_timeout=settings.limits.session_s,
        broker_request_timeout=90.0,
        broker_commit_interval=3600.0,
        store="memory://",
    )
    app._transport = transport_for(host.positions, host.token, settings.limits.times(spec.batches))(
        list(app.conf.broker), app, loop=app.loop
    )
    channel = app.topic(
        settings.topic(spec.topic),
        key_type=bytes,
        value_type=bytes,
        key_serializer="raw",
        value_serializer="raw",
        acks=False,
    )

    @app.agent(channel, name=f"fold-{spec.group}", concurrency=1)
    async def fold(stream: Any) -> None:
        async for fetch in stream:
            try:
                host.fold(fetch)
            except BaseException as error:
                _end_on(error)

    async def let_go(_: Any, revoked: Any, **__: Any) -> None:
        await host.close(frozenset(tp.partition for tp in revoked))

    app.on_partitions_revoked.connect(let_go, weak=False)  # type: ignore[arg-type]  # Faust's own handlers look so

    return app


def serve(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """An HTTP server for this process that leaves signals to its owner and logs no requests."""
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, access_log=False, log_config=None, lifespan="on"
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]  # the worker owns them
    return server


def _stop_signal() -> asyncio.Event:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


@retry(retry=retry_if_exception_type((KafkaError, OSError)), wait=wait_exponential(multiplier=0.2, max=5))
async def _kafka_there(spec: FoldSpec, settings: Settings) -> None:
    """Wait for Kafka; a topic that doesn't exist is an error at once."""
    await log_identity(settings.bootstrap, settings.topic(spec.topic))


def _end_if_failed(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _end_on(error)


def _end_on(error: BaseException) -> None:
    log.critical("process ends", error=type(error).__name__, why=str(error), exc_info=error)
    _exit()


def _end(why: str) -> None:
    log.critical("process ends", why=why)
    _exit()


def _exit() -> None:
    """Leave without running anything more: a commit in the wake of a failure is what must not happen."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(FAILED)


__all__ = ["FAILED", "FoldConsumer", "build_faust", "run_worker", "serve"]
