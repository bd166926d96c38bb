"""The counts' HTTP interface over a view in a file, without Kafka."""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx
from fastapi import FastAPI

from schemas.configuration import Agency, Area, Configuration, Team, load_configuration
from services.aggregator.api import build_router
from services.aggregator.view import SCHEMA, apply
from services.streaming.records import Output

KEY = "an-internal-key"
PACKAGED = Path(__file__).parents[2] / "deploy" / "heed.toml"
TODAY = date(2025, 3, 31)


class FileView:
    """A view that holds what it was given."""

    def __init__(self, path: Path | str, outputs: Sequence[Output]) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute(SCHEMA)
        apply(self._db, "counts", [output for output in outputs if output.topic == "counts"])
        self.waiting: list[str] = []

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        yield self._db

    def not_ready(self) -> list[str]:
        return self.waiting


def configuration() -> Configuration:
    """The packaged one, with two areas; `team-1` and `team-3` have 10 people, `team-2` and `agency-c` have 9."""
    codes = ("E06000901", "E06000902")
    areas = tuple(Area(code=code, name=f"Area {code[-1]}", la_number=900 + n) for n, code in enumerate(codes))
    agencies = tuple(
        Agency(id=id, name=id, kind="health", areas=codes, headcount=people)
        for id, people in (("agency-a", 200), ("agency-b", 200), ("agency-c", 9))
    )
    teams = tuple(
        Team(id=id, agency=agency, area=codes[0], name=id, headcount=people)
        for id, agency, people in (("team-1", "agency-a", 10), ("team-2", "agency-a", 9), ("team-3", "agency-b", 10))
    )
    packaged = load_configuration(PACKAGED)
    return packaged.model_copy(update={"areas": areas, "agencies": agencies, "teams": teams})


class Client:
    """Asks without a network, and shows `key`; today is `TODAY`."""

    def __init__(self, view: FileView, key: str = KEY) -> None:
        self._app = FastAPI()
        self._app.include_router(build_router(view, configuration(), KEY, TODAY.toordinal))
        self._headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, params: Mapping[str, str]) -> httpx.Response:
        """One request."""
        return asyncio.run(self._get(path, params))

    async def _get(self, path: str, params: Mapping[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://counts", headers=self._headers) as client:
            return await client.get(path, params=dict(params))
