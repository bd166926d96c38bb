"""Where people live, learn and are reached."""

import pytest

from services.deidentify import reduce


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("at 14 Rowan Avenue, SE15 5AB", "at [address 1], [postcode 1]"),
        ("at flat 3, 22b acacia road", "at [address 1]"),
        ("at 7 High Street or 5 The Green, or 28a foster close", "at [address 1] or [address 2], or [address 3]"),
        ("they moved to Mill Lane. It was cold.", "they moved to [address 1]. It was cold."),
        ("se155ab", "[postcode 1]"),
        ("she goes to Oakfield Primary School", "she goes to [setting 1]"),
        ("he was at st marys and hated it", "he was at [setting 1] and hated it"),
        ("we live in Basildon now", "we live in [place 1] now"),
        ("51.5074, -0.1278 is where", "[address 1] is where"),
        ("write to jo.k+x@mail.example.org", "write to [email 1]"),
        ("jo dot k at mail dot com", "[email 1]"),
        ("see https://example.org/u/jo?x=1 today", "see [web address 1] today"),
        ("her insta is jay_09", "her insta is [handle 1]"),
        ("as @jay.k on there", "as [handle 1] on there"),
    ],
)
def test_where_somebody_lives_or_is_reached_goes(text: str, reduced: str) -> None:
    """Addresses, settings, towns and accounts become placeholders, and the sentence keeps its sense."""
    assert reduce(text).text == reduced


@pytest.mark.parametrize(
    "text",
    [
        "two people in the street saw it",
        "a 10 minute walk, 2 workers drive, 1 child close to tears",
        "12 family court hearings and a crown court trial",
        "his school and the nursery both rang; primary school is hard",
        "she met the health visitor at the medical centre",
        "the high court order, the main road and the front door",
    ],
)
def test_a_street_court_or_school_without_a_name_stays(text: str) -> None:
    """Only what is named can be found."""
    assert reduce(text).text == text


def test_a_council_stays_and_is_pointed_out() -> None:
    """An authority is no person: it stands, and the person who checks is told."""
    text = "Kent County Council and Essex Police were told."
    reduced = reduce(text)
    assert reduced.text == text
    assert [text[mark.start : mark.end] for mark in reduced.review] == ["Kent County Council", "Essex Police"]


@pytest.mark.parametrize(
    "text",
    [
        "the only social worker from Somalia in the team",
        "she has triplets",
        "it was in the local paper",
        "the vicar of the parish rang",
        "the Somali interpreter was her cousin",
        "he has a rare genetic condition",
        "our youngest foster carer",
    ],
)
def test_what_tells_who_it_is_without_a_name_is_marked_for_a_person(text: str) -> None:
    """Indirect marks are left standing: a person decides."""
    reduced = reduce(text)
    assert reduced.text == text
    assert [mark.type for mark in reduced.review] == ["indirect"]


@pytest.mark.parametrize("slipped", ["AB1 2CD", "SW1A 1OO", "M1 1IM"])
def test_a_postcode_with_letters_that_none_has_is_taken_out_all_the_same(slipped: str) -> None:
    """A slip of the pen, or an office that writes O for 0."""
    assert reduce(f"They live near {slipped} now.").text == "They live near [postcode 1] now."


@pytest.mark.parametrize("kept", ["The N1 4PM call.", "See RC8 and RC9."])
def test_a_code_beside_an_hour_or_a_number_is_no_postcode(kept: str) -> None:
    assert reduce(kept).text == kept
