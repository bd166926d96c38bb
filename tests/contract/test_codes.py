"""Laws of the code lists."""

import inspect
from typing import Any, get_args

import pytest

from schemas import codes
from schemas.code_lists import census, reports

LISTS = {name: value for name, value in vars(codes).items() if isinstance(value, dict) and name.isupper()}
ALIASES = {
    name: value for name, value in vars(codes).items() if get_args(value) and name[0].isupper() and not name.isupper()
}
PAIRS = {
    name: next((alias for alias in ALIASES.values() if set(get_args(alias)) == set(words)), None)
    for name, words in LISTS.items()
    if name not in ("ANSWER_WITHHELD", "RETIRED_FACTORS")
}


@pytest.mark.parametrize("name", PAIRS)
def test_every_list_has_a_type_with_the_same_codes(name: str) -> None:
    assert PAIRS[name] is not None


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_words(name: str) -> None:
    words: dict[str, str] = LISTS[name]
    assert all(text.strip() for text in words.values())


@pytest.mark.parametrize("alias", [value for name, value in vars(reports).items() if name in ALIASES])
def test_every_question_of_a_report_takes_not_known_and_prefer_not_to_say(alias: Any) -> None:
    assert {"not_known", "prefer_not_to_say"} <= set(get_args(alias))


def test_the_census_codes_of_a_report_are_the_census_codes_and_no_answer() -> None:
    unanswered = set(codes.ANSWER_WITHHELD)
    assert set(get_args(codes.ReportAbuseCategory)) == set(codes.ABUSE_CATEGORIES) | unanswered
    assert set(get_args(codes.ReportAssessmentFactor)) == set(codes.ASSESSMENT_FACTORS) | unanswered


def test_a_retired_code_is_kept_under_its_legacy_name_only() -> None:
    assert codes.RETIRED_FACTORS == {"8A": "8A_legacy", "18A": "18A_legacy", "19A": "19A_legacy"}
    assert set(codes.RETIRED_FACTORS).isdisjoint(codes.ASSESSMENT_FACTORS)
    assert set(codes.RETIRED_FACTORS.values()) <= set(codes.ASSESSMENT_FACTORS)


@pytest.mark.parametrize("module", [census, reports])
def test_a_list_from_elsewhere_names_its_source(module: Any) -> None:
    assert "Source" in (inspect.getdoc(module) or "")


def test_the_journey_the_factors_and_the_signals_are_whole() -> None:
    """The numbers of codes that the vocabulary has, without the two for no answer."""
    assert len(codes.JOURNEY_STAGES) - 2 == 26
    assert len(codes.CONTRIBUTORY_FACTORS) - 2 == 18
    assert len(codes.ASSESSMENT_FACTORS) == 42 + 3
    assert len(codes.SIGNALS) == 22
    assert len(codes.REFERRAL_SOURCES) == 22
