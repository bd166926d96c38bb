"""Somebody who fills in a form: over HTTP, page by page, as a browser without script does."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.intake.world import AREA, NHS_NUMBER, SOCIAL_CARE, Served

STORY = "The referral was closed before the school had rung back."
ANSWERS = {
    "now": {"now": "no"},
    "route": {"route": "learning_only"},
    "who": {"who": "parent"},
    "area": {"area": AREA},
    "agency": {"agency": SOCIAL_CARE},
    "team": {"team": "assessment"},
    "number": {"nhs": NHS_NUMBER, "la": ""},
    "responsible": {"responsible": SOCIAL_CARE},
    "age": {"age": "5_10"},
    "child": {"child": ""},
    "what": {"what": STORY},
    "when": {"when": "day", "when-day": "10", "when-month": "3", "when-year": "2026"},
    "kind": {"kind": "near_miss_no_harm"},
    "stage": {"stage": "assessment"},
    "could": {"could": "likely"},
    "overlooked": {"overlooked": "yes"},
    "helped": {"helped": "chance", "helped_more": ""},
    "change": {"change": ""},
}
Said = dict[str, dict[str, str]]


class Person:
    """A browser at the forms: it keeps cookies, follows redirects, and sends each form's token."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = httpx.Response(0)

    async def get(self, path: str) -> httpx.Response:
        self.page = await self.client.get(path)
        return self.page

    async def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Send the form that the page shows, filled in."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.page.text)
        token = {"token": found[1]} if found else {}
        self.page = await self.client.post(path, data={**token, **fields})
        return self.page

    @property
    def step(self) -> str:
        return self.page.url.path.rsplit("/", 1)[-1]

    async def fill(self, audience: str, said: Said | None = None, until: str = "check") -> list[str]:
        """Go through the form up to that page; the pages that were shown."""
        seen = []
        await self.get(f"/report/{audience}")
        for _ in range(30):
            seen.append(self.step)
            assert self.page.status_code == 200, self.page.text
            if self.step == until:
                return seen
            if self.step in ("danger", "about"):
                await self.get(onward(self.page.text))
            else:
                await self.post(self.page.url.path, {**ANSWERS[self.step], **(said or {}).get(self.step, {})})
        raise AssertionError(f"{until} was not reached: {seen}")

    async def report(self, audience: str = "staff", said: Said | None = None) -> str:
        """Fill in the form and send it; the receipt's code."""
        await self.fill(audience, said)
        await self.post(f"/report/{audience}/send", {})
        assert self.page.status_code == 200, self.page.text
        found = re.search(r'heed-code">([^<]+)<', self.page.text)
        assert found, self.page.text
        return found[1]

    async def come_back(self, code: str) -> httpx.Response:
        """Use a receipt's code."""
        await self.get("/receipt")
        return await self.post("/receipt", {"code": code})


def onward(page: str) -> str:
    """Where the page's button leads."""
    [found] = re.findall(r'<a href="([^"]+)" class="govuk-button">', page)
    return str(found)


@asynccontextmanager
async def person(served: Served, **headers: str) -> AsyncIterator[Person]:
    """A browser of its own."""
    client = httpx.AsyncClient(
        transport=served.transport, base_url="http://intake", headers=headers, follow_redirects=True
    )
    async with client:
        yield Person(client)
