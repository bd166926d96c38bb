"""A mistake is told at once, with all the others of its page, by its field; nothing that was typed is lost."""

import html
import re

import pytest

from schemas.configuration import Configuration
from tests.cluster import Cluster
from tests.intake.pages.walking import person
from tests.intake.world import serving


def problems(page: str) -> list[tuple[str, str]]:
    """The error summary: (field, words)."""
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', page, re.DOTALL)
    links = re.findall(r'<a href="#([^"]+)"\s*>([^<]+)</a>', found[1]) if found else []
    return [(field, html.unescape(words).strip()) for field, words in links]


async def test_every_problem_of_a_date_is_told_at_once_and_the_rest_stays(
    cluster: Cluster, configured: Configuration
) -> None:
    """Day and year are wrong: both are named, linked to their fields, and the month that was right is still there."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff", until="when")
        wrong = {"when": "day", "when-day": "x", "when-month": "3", "when-year": ""}
        page = await someone.post("/report/staff/when", wrong)
    assert page.status_code == 422
    assert problems(page.text) == [
        ("when-day", "When: the day must be in numbers"), ("when-year", "When: the year must be in numbers"),
    ]  # fmt: skip
    assert all(f'id="{field}"' in page.text for field, _ in problems(page.text))
    assert re.search(r'name="when-month"[^>]*value="3"', page.text)
    assert re.search(r'value="day" checked', page.text)
    assert "<title>Error: " in page.text


@pytest.mark.parametrize(
    ("step", "typed", "field", "words"),
    [
        ("now", {}, "now", "A child at risk now: choose one of the answers"),
        ("route", {"route": "none"}, "route", "What should happen: choose one of the answers"),
        ("what", {"what": " \n "}, "what", "What happened: write what happened, in a few words or many"),
        ("what", {"what": "é" * 5_003}, "what", "What happened: at most 5,000 characters. Take out 3"),
        ("when", {"when": "day", "when-day": "31", "when-month": "2", "when-year": "2026"}, "when-day",
         "When: this date does not exist"),
        ("when", {"when": "month", "when-day": "", "when-month": "1", "when-year": "2199"}, "when-month",
         "When: the date must be no later than the day of the report"),
    ],
)  # fmt: skip
async def test_each_mistake_names_its_question_and_what_is_allowed(
    cluster: Cluster, configured: Configuration, step: str, typed: dict[str, str], field: str, words: str
) -> None:
    """The field and what is allowed; what was typed is shown again."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff", until=step)
        page = await someone.post(f"/report/staff/{step}", typed)
    assert problems(page.text) == [(field, words)]
    if step == "what":
        assert typed["what"].strip() in page.text


async def test_a_child_s_number_that_is_none_is_never_shown_in_the_error(
    cluster: Cluster, configured: Configuration
) -> None:
    """One number, and a valid one: the message says what is allowed."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff", {"route": {"route": "usual_officers"}}, until="number")
        both = await someone.post("/report/staff/number", {"nhs": "9990000018", "la": "CH-1"})
        wrong = await someone.post("/report/staff/number", {"nhs": "9990000019", "la": ""})
    assert problems(both.text) == [("nhs", "Child's number: give one of the two numbers, and only one")]
    assert problems(wrong.text) == [
        ("nhs", "NHS number: it has 10 digits, and these do not fit together. Look for a slip")
    ]


async def test_words_that_do_not_fit_together_are_shown_again_and_not_cut(
    cluster: Cluster, configured: Configuration
) -> None:
    """A text that no cookie holds, however packed, is told as too long, and stays on the page."""
    noise = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(4_900))
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff", until="what")
        page = await someone.post("/report/staff/what", {"what": noise})
    [(field, words)] = problems(page.text)
    assert (field, words.startswith("All that you wrote is together too long")) == ("what", True)
    assert noise in page.text


async def test_a_page_cannot_be_reached_before_those_it_depends_on(cluster: Cluster, configured: Configuration) -> None:
    """Nobody can name a child before having chosen what happens with the report."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff", until="route")
        await someone.get("/report/staff/number")
        assert someone.step == "route"
        await someone.get("/report/staff/check")
        assert someone.step == "route"


async def test_changing_the_area_asks_again_what_hung_on_it(cluster: Cluster, configured: Configuration) -> None:
    """From the list of answers: a new area, then its agency again, then back to the list."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff")
        await someone.get("/report/staff/area?change")
        await someone.post("/report/staff/area?change", {"area": "E06000906"})
        assert someone.step == "agency"
        await someone.get("/report/staff/stage?change")
        assert someone.step == "agency"
