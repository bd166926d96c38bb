"""The language in which the stories of every rule are told: moments, codes told one by one, and what is refused."""

from datetime import date, datetime

import pytest
from pydantic import ValidationError

from services.heed.simulate.calendar import ENGLAND, at
from services.heed.simulate.chance import dice
from services.heed.simulate.tales.cast import placed, told
from services.heed.simulate.tales.moments import BadMoment, moment
from services.heed.simulate.tales.text import StoryText, packaged_tales
from services.heed.simulate.tales.variants import told_each

MAUNDY = datetime(2026, 4, 2, 9, 30, tzinfo=ENGLAND)
"""Before Easter: the next working day is Tuesday 7 April."""
STORY = {
    "kind": "clear",
    "says": "told",
    "events": [{"id": "told", "type": "referral_received", "fields": {"source": "1A"}}],
    "expected": "open",
    "severity": "S3",
    "anchor": "told",
    "opens": "told 1wd end",
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", MAUNDY),
        ("1wd", datetime(2026, 4, 7, 9, 30, tzinfo=ENGLAND)),
        ("1wd 23:59", datetime(2026, 4, 7, 23, 59, tzinfo=ENGLAND)),
        ("1wd end 1m", datetime(2026, 4, 8, 0, 1, tzinfo=ENGLAND)),
        ("-2d", datetime(2026, 3, 31, 9, 30, tzinfo=ENGLAND)),
        ("later 24h -1m", datetime(2026, 4, 11, 9, 29, tzinfo=ENGLAND)),
        ("3mo", datetime(2026, 7, 2, 9, 30, tzinfo=ENGLAND)),
    ],
)
def test_a_moment_is_read_word_by_word(words: str, expected: datetime) -> None:
    """From the start, or from what is named first."""
    assert moment(words, MAUNDY, {"later": datetime(2026, 4, 10, 9, 30, tzinfo=ENGLAND)}) == expected


def test_hours_are_those_of_the_world_and_days_those_of_the_wall() -> None:
    """Over the night on which the clocks go forward."""
    evening = datetime(2026, 3, 28, 20, 0, tzinfo=ENGLAND)
    assert moment("24h", evening, {}) == datetime(2026, 3, 29, 21, 0, tzinfo=ENGLAND)
    assert moment("1d", evening, {}) == datetime(2026, 3, 29, 20, 0, tzinfo=ENGLAND)


@pytest.mark.parametrize("word", ["3wk", "noon", "24:00h", "told"])
def test_what_says_no_time_is_refused_with_what_does(word: str) -> None:
    """The message lists the words that there are."""
    with pytest.raises(BadMoment, match="allowed: a named event first"):
        moment(word, MAUNDY, {})


def test_a_story_is_told_for_each_combination_of_codes() -> None:
    """Each of a kind of its own, and the fields where they belong."""
    each = [{"event": "told", "field": "source", "values": ["2A", "6"]}, {"field": "age", "values": ["under_1", "1"]}]
    found = [StoryText.model_validate(one) for one in told_each(STORY | {"each": each})]
    said = [(one.kind, one.events[0].fields["source"], one.age) for one in found]
    assert said == [
        ("clear_2a_under_1", "2A", "under_1"),
        ("clear_2a_1", "2A", "1"),
        ("clear_6_under_1", "6", "under_1"),
        ("clear_6_1", "6", "1"),
    ]


@pytest.mark.parametrize("missing", ["severity", "opens", "anchor"])
def test_a_finding_is_said_in_full(missing: str) -> None:
    """Its event, its severity and when it opens."""
    with pytest.raises(ValidationError):
        StoryText.model_validate({name: value for name, value in STORY.items() if name != missing})


def test_a_story_that_stays_open_has_passed_its_deadline_days_before_the_end() -> None:
    """Whatever bank holidays lie in between; every feed has said that it is complete by then."""
    story, last = StoryText.model_validate(STORY), date(2025, 12, 31)
    for number in range(50):
        opens = placed(story, dice("tale", number), last).at("told 1wd end")
        assert opens <= at(date(2025, 12, 27)), opens


def test_no_two_stories_of_a_part_are_of_one_kind_and_all_their_moments_can_be_read() -> None:
    """Their children's names follow from it."""
    for file in packaged_tales():
        kinds = [(story.part, story.kind) for story in file.stories]
        assert len(set(kinds)) == len(kinds), file.rule
        for story in file.stories:
            when = told(story, MAUNDY)
            assert all(when.at(text) for text in (story.opens, story.deadline, story.ends) if text is not None)
