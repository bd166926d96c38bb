"""How a person answers a page in a real browser."""

from playwright.async_api import Page, ViewportSize

from tests.intake.pages.walking import answer_to

PHONE: ViewportSize = {"width": 320, "height": 568}
"""The width that WCAG 2.2 asks for (1.4.10 Reflow)."""


async def answer(page: Page, audience: str, step: str) -> None:
    """Choose and write what `walking.answer_to` says for the page; the caller presses the button."""
    for name, value in answer_to(audience, step).items():
        if await page.locator(f'input[type=radio][name="{name}"]').count():
            await page.check(f'input[name="{name}"][value="{value}"]')
        elif value:
            await page.fill(f'[name="{name}"]', value)


async def press(page: Page, selector: str) -> None:
    """Press a button or a link, and wait until the page that it leads to is there."""
    async with page.expect_navigation():
        await page.click(selector)
