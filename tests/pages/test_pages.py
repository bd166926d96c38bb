"""What every page of Heed does, whichever service it is of."""

import re

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request

from services.pages.site import ELSEWHERE, Site, from_here
from services.streaming.web import web_app


def site() -> tuple[Site, FastAPI]:
    found, app = Site("services.intake.pages", "Heed", "/"), web_app("test")
    found.add_to(app, cookies=("heed",))
    return found, app


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://here")


def test_a_page_loads_nothing_from_elsewhere_and_runs_no_script() -> None:
    """No script, no inline style, no address of another host but the way out's."""
    found, _ = site()
    page = found.html("first.html", forms={})
    assert re.search(r"<script|\son\w+=|style=|javascript:", page) is None
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []
    assert 'href="/leave"' in page
    assert "govuk-crest" not in page
    assert "crown" not in page.lower()


async def test_the_stylesheet_is_one_file_named_by_its_content() -> None:
    """It may be kept for ever, and loads no fonts."""
    found, app = site()
    [path] = re.findall(r'rel="stylesheet" href="([^"]+)"', found.html("first.html", forms={}))
    async with client(app) as browser:
        answer = await browser.get(path)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert re.search(r"url\(|@import|@font-face", answer.text) is None


async def test_the_way_out_leads_to_the_weather_and_throws_the_cookie_away() -> None:
    """Without script; the answer is not kept either."""
    _, app = site()
    async with client(app) as browser:
        answer = await browser.get("/leave", headers={"Cookie": "heed=something"})
    assert (answer.status_code, answer.headers["location"]) == (303, ELSEWHERE)
    assert re.search(r'heed=""; .*Max-Age=0', answer.headers["set-cookie"])
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://here"}, True),
        ({"origin": "https://here"}, True),
        ({"origin": "http://elsewhere"}, False),
        ({"origin": "http://here.elsewhere"}, False),
        ({}, True),
    ],
)
def test_a_form_of_another_site_is_told_by_what_the_browser_says(headers: dict[str, str], taken: bool) -> None:
    """Fetch Metadata where the browser sends it, else Origin; the form's token holds in any case."""
    raw = [(name.encode(), value.encode()) for name, value in {"host": "here", **headers}.items()]
    assert from_here(Request({"type": "http", "headers": raw})) == taken
