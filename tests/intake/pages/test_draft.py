"""What a browser keeps for us can be read by us alone, for two hours, and can't be changed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.pages.draft import LIFE_MS, MOST, Draft, Seals, TooLongError, new_draft
from services.intake.pages.words import AUDIENCES, words_for

NOW = 1_800_000_000_000
SEALS = Seals(b"s" * 32)
ANSWERS = st.dictionaries(st.sampled_from(["what", "kind", "when_on", "child"]), st.text(min_size=1, max_size=300))


@given(ANSWERS, st.integers(0, LIFE_MS))
def test_a_draft_comes_back_as_it_was_until_two_hours_are_over(answers: dict[str, str], later: int) -> None:
    """Over midnight too: yesterday's key still opens."""
    draft = new_draft(NOW, "family").answering(answers)
    found = SEALS.open(SEALS.seal(draft, NOW), NOW + later)
    assert found == draft.model_copy(update={"at": NOW})
    assert SEALS.open(SEALS.seal(draft, NOW), NOW + LIFE_MS + 1) is None


@given(st.floats(0, 1, exclude_max=True), st.sampled_from("ABCabc019_-"))
def test_a_changed_character_opens_nothing(share: float, other: str) -> None:
    """Whichever it is: the day, the nonce, the text or the tag."""
    sealed = SEALS.seal(new_draft(NOW, "staff").answering({"what": "a story"}), NOW)
    place = int(share * (len(sealed) - 1))
    if sealed[place] != other:
        assert SEALS.open(sealed[:place] + other + sealed[place + 1 :], NOW) is None


@given(st.text(max_size=200))
def test_whatever_else_a_cookie_holds_is_no_draft(text: str) -> None:
    """Nor does it raise."""
    assert SEALS.open(text, NOW) is None
    assert SEALS.open(f"{NOW // 86_400_000}.{text}", NOW) is None
    assert Seals(b"t" * 32).open(SEALS.seal(new_draft(NOW), NOW), NOW) is None


def test_nothing_of_the_words_stands_in_the_cookie() -> None:
    """Neither as it is nor in base64."""
    sealed = SEALS.seal(new_draft(NOW).answering({"what": "unmistakable"}), NOW)
    raw = base64.urlsafe_b64decode(sealed.partition(".")[2] + "==")
    assert b"unmistakable" not in raw
    assert "unmistakable" not in sealed


def test_five_thousand_characters_of_plain_english_fit() -> None:
    """The longest text that the form takes, of words that people use, is no longer than a browser keeps."""
    said = [each for audience in AUDIENCES for each in words_for(audience).questions.values()]
    words = " ".join(f"{each.title} {each.hint}" for each in said).split()
    text = " ".join(words[(n * 31 + n * n) % len(words)] for n in range(2_000))[:5_000]
    answers = {"what": text, "helped_more": text[:200], "kind": "harm", "stage": "assessment"}
    assert len(SEALS.seal(new_draft(NOW, "staff").answering(answers), NOW)) <= MOST


def test_more_than_a_browser_keeps_is_told_with_how_much() -> None:
    """About the share that is too much."""
    noise = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(4_000))
    with pytest.raises(TooLongError) as error:
        SEALS.seal(new_draft(NOW).answering({"what": noise}), NOW)
    assert error.value.over > 0.5


def test_each_draft_has_its_own_token() -> None:
    """So that a form of another site, or of another draft, isn't taken."""
    first, second = new_draft(NOW), new_draft(NOW)
    assert first.token != second.token
    assert first.token == Draft(id=first.id, at=0).token
    assert first.id not in first.token
