"""Whole journeys in a real browser, as a person takes them: without script, on a small phone, by keyboard."""

import re

import pytest
from playwright.async_api import Browser, Page

from tests.intake.pages.conftest import Serving
from tests.intake.pages.hands import PHONE, answer, press
from tests.intake.pages.walking import STORY
from tests.waiting import until


async def _walk(page: Page, url: str, audience: str, look: list[str], route: str, now: str) -> None:
    """Through the form to the receipt; each page fits the phone, and says where it is."""
    await page.goto(url)
    await press(page, f'a[href="/report/{audience}"]')
    for _ in range(30):
        step = page.url.rsplit("/", 1)[-1]
        look.append(step)
        await _fits(page)
        if step == "check":
            break
        if step in ("danger", "about"):
            await press(page, "main a.govuk-button")
            continue
        if step in ("route", "now"):
            await page.check(f'input[name="{step}"][value="{route if step == "route" else now}"]')
        else:
            await answer(page, audience, step)
        await press(page, "main button")
    await press(page, "main form button")
    await _fits(page)


async def _fits(page: Page) -> None:
    """Nothing sticks out sideways, there is one main heading, and the way out is in sight."""
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], page.url
    assert await page.locator("h1").count() == 1, page.url
    assert await page.get_by_role("link", name="Exit this page").is_visible()


@pytest.mark.parametrize(
    ("audience", "route", "now"),
    [("staff", "learning_only", "no"), ("staff", "usual_officers", "yes"), ("family", "independent_route", "unsure"),
     ("child", "learning_only", "no")],
)  # fmt: skip
async def test_each_form_leads_to_its_receipt_without_script_at_320_pixels(
    process: Serving, browser: Browser, audience: str, route: str, now: str
) -> None:
    """From the first page to the code; the choice of route comes before anything that names a child."""
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    seen: list[str] = []
    await _walk(page, process.url, audience, seen, route, now)
    assert ("danger" in seen) == (now != "no")
    assert seen.index("now") < seen.index("about") < seen.index("route") < seen.index("what")
    asked = {"number", "child"} & set(seen)
    assert all(seen.index("route") < seen.index(step) for step in asked)
    assert bool(asked) == (route != "learning_only")
    code = await page.inner_text(".heed-code")
    assert re.fullmatch(r"([0-9A-Z]{4} ){6}[0-9A-Z]{4}", code)
    assert await context.cookies() == []


async def test_the_whole_form_can_be_filled_in_by_keyboard_alone(process: Serving, browser: Browser) -> None:
    """Tab, arrows, Space and Enter; what has the focus can be seen; the skip link comes first."""
    page = await (await browser.new_context(java_script_enabled=False)).new_page()
    await page.goto(f"{process.url}/report/child")
    await page.keyboard.press("Tab")
    assert await page.locator(":focus").inner_text() == "Skip to main content"
    for _ in range(20):
        step = page.url.rsplit("/", 1)[-1]
        if step == "check":
            break
        await _by_keyboard(page, step)
    assert page.url.endswith("/check")
    await _tab_to(page, "main form button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".heed-code")


async def _by_keyboard(page: Page, step: str) -> None:
    if step == "about":
        await _tab_to(page, "main a.govuk-button")
    elif step in ("what", "change"):
        await _tab_to(page, "textarea")
        await page.keyboard.type(STORY)
        await _tab_to(page, "main button")
    else:
        if step == "when":
            await _tab_to(page, "input[type=radio]")
            for _ in range(3):
                await page.keyboard.press("ArrowDown")
        else:
            await _tab_to(page, "input[type=radio]")
            await page.keyboard.press("Space")
        await _tab_to(page, "main button")
    url = page.url
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    assert page.url != url, step


async def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus."""
    for _ in range(40):
        if await page.locator(f":is({selector}):focus").count():
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{selector} can't be reached on {page.url}")


async def test_exit_this_page_leads_away_and_takes_the_answers_along(process: Serving, browser: Browser) -> None:
    """The way out is a plain link, works without script, and forgets what was typed."""
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{process.url}/report/family")
    await page.check("input[value=no]")
    await press(page, "main button")
    assert len(await context.cookies()) == 1
    await page.click("text=Exit this page", no_wait_after=True)
    await until(lambda: "https://www.bbc.co.uk/weather" in asked)
    assert await context.cookies() == []
    later = await context.new_page()
    await later.goto(f"{process.url}/report/family/route")
    assert later.url.endswith("/lost")


async def test_going_back_in_the_browser_keeps_what_was_answered(process: Serving, browser: Browser) -> None:
    """The gesture of a phone: no question whether to send a form again."""
    page = await (await browser.new_context(java_script_enabled=False)).new_page()
    await page.goto(f"{process.url}/report/child")
    await page.check("input[value=no]")
    await press(page, "main button")
    await page.go_back()
    assert page.url.endswith("/now")
    assert await page.is_checked("input[value=no]")
