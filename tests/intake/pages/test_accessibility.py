"""What axe-core finds on the pages, as they are shown on a phone."""

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Browser

from tests.intake.pages.conftest import Serving
from tests.intake.pages.hands import PHONE, answer, press

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")


async def test_axe_finds_nothing_on_any_page(process: Serving, browser: Browser) -> None:
    """WCAG 2.2 A and AA and good practice, of every page of a form, with and without errors, and of the receipt."""
    context = await browser.new_context(viewport=PHONE, bypass_csp=True)
    page = await context.new_page()
    found: list[str] = []

    async def look() -> None:
        await page.evaluate(AXE)
        results = await page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
        found.extend(f"{page.url} {each['id']}: {each['nodes'][0]['html'][:200]}" for each in results["violations"])

    for path in ("/", "/privacy", "/lost", "/receipt", "/receipt/verify"):
        await page.goto(process.url + path)
        await look()
    await page.goto(f"{process.url}/report/staff")
    for _ in range(30):
        step = page.url.rsplit("/", 1)[-1]
        await look()
        if step == "check":
            break
        if step in ("danger", "about"):
            await press(page, "main a.govuk-button")
            continue
        if step not in ("change", "child"):
            await press(page, "main button")
            await look()
        if step in ("route", "now"):
            await page.check(f'input[name="{step}"][value="{"usual_officers" if step == "route" else "yes"}"]')
        else:
            await answer(page, "staff", step)
        await press(page, "main button")
    await press(page, "main form button")
    await look()
    code = await page.inner_text(".heed-code")
    await page.goto(f"{process.url}/receipt")
    await page.fill("#code", code)
    await press(page, "main button")
    await look()
    await page.goto(f"{process.url}/receipt/withdraw")
    await look()
    assert found == []
