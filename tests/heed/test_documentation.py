"""What each service shows to whoever opens it in a browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from schemas.configuration import Configuration, load_configuration
from services.aggregator import build as aggregator
from services.aggregator.view import view_spec as counts
from services.heed.cli import CONFIGURATION
from services.intake.app import build_app as intake
from services.intake.assembly import running
from services.intake.keys import ensure_demo_keys, load_keys
from services.streaming.settings import Settings
from services.streaming.views import View
from services.streaming.web import web_app
from services.triage import api as triage
from services.triage.views import view_spec as alerts

HOST = re.compile(r"""(?:https?:|["'(=\s])//[^\s"')]+""")
"""An address that names a host."""
PEOPLES = {"intake": {"/"}, "triage": set[str](), "aggregator": set[str](), "a worker": set[str]()}
"""Pages that are for people."""


@asynccontextmanager
async def served(service: str, tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The service's application, with Kafka away."""
    configuration: Configuration = load_configuration(CONFIGURATION)
    settings = Settings(bootstrap="127.0.0.1:1", state_dir=tmp_path, prefix="", dead_letter_key=bytes(64))
    match service:
        case "intake":
            ensure_demo_keys(configuration, tmp_path)
            async with running(configuration, settings, load_keys(configuration, tmp_path)) as found:
                yield intake(found)
        case "aggregator":
            yield aggregator.build_app(View(counts(), settings), configuration, "key")
        case "triage":
            yield triage.build_app(View(alerts(), settings), "key")
        case _:
            yield web_app("a worker without an API of its own")


@pytest.mark.parametrize("service", ["intake", "triage", "aggregator", "a worker"])
async def test_no_page_names_another_host(service: str, tmp_path: Path) -> None:
    async with (
        served(service, tmp_path) as app,
        AsyncClient(transport=ASGITransport(app=app), base_url="http://heed") as client,
    ):
        document = (await client.get("/openapi.json")).json()
        pages = {path: await client.get(path) for path in ("/", "/docs", "/redoc", "/docs/oauth2-redirect", "/nowhere")}
    assert pages["/docs"].status_code == 200
    assert {path for path, page in pages.items() if page.status_code == 200} - PEOPLES[service] == {"/docs"}
    assert {path: found for path, page in pages.items() if (found := HOST.findall(page.text))} == {}
    assert [path for path in document["paths"] if path not in pages["/docs"].text] == []
