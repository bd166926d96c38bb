"""The aggregator put together: its fold, and its HTTP interface over a view of what it counted."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from schemas.configuration import Configuration
from services.aggregator.api import build_router
from services.aggregator.cells import FINGERPRINT
from services.aggregator.fold import Aggregator
from services.aggregator.tables import VERSION
from services.streaming.spec import FoldSpec
from services.streaming.views import View
from services.streaming.web import web_app

TOPIC = "incident-reports"
LINGER_S = 1.0
"""Counts of a busy day change many times a second; readers need the last."""


def build_aggregator() -> FoldSpec:
    """The fold of `incident-reports`. It reads nothing of the configuration, so its engine is its code alone."""
    engine = hashlib.sha256(f"aggregator {VERSION} {FINGERPRINT}".encode()).hexdigest()
    return FoldSpec("aggregator", TOPIC, Aggregator, engine, linger=LINGER_S, batches=4)


def build_app(view: View, configuration: Configuration, internal_key: str) -> FastAPI:
    """The HTTP interface. It starts `view` (made from `view_spec()`) and stops it."""

    @asynccontextmanager
    async def following(app: FastAPI) -> AsyncIterator[None]:
        await view.start()
        yield
        await view.stop()

    app = web_app("Heed counts", lifespan=following)
    app.include_router(build_router(view, configuration, internal_key))
    return app
