"""People's names, in the ways in which people write them."""

import pytest

from services.deidentify import reduce


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("Sarah Jones told Oluwaseun Adebayo-Smith.", "[name 1] told [name 2]."),
        ("i told my social worker katarzyna nowicka", "i told my social worker [name 1]"),
        ("my mum's boyfriend dwayne hit me", "my mum's boyfriend [name 1] hit me"),
        ("my son Hunter was seen by Mrs Brown", "my son [name 1] was seen by Mrs [name 2]"),
        ("miss p said so", "miss [name 1] said so"),
        ("The Smith family rang. It's the Smiths again.", "The [name 1] family rang. It's the [name 2] again."),
        ("i told miss brown", "i told miss [name 1]"),
        ("Mr K and Dr van der Berg", "Mr [name 1] and Dr [name 2]"),
        ("Eva van den Berg rang Orla Mac an Bhaird", "[name 1] rang [name 2]"),
        ("eva van den nuwen rang", "[name 1] rang"),
        ("J. Kowalska rang, then J.K. rang", "[name 1] rang, then [name 2] rang"),
        ("her name is ada", "her name is [name 1]"),
        ("It is Jean-Luc's turn, not Zoë's", "It is [name 1]'s turn, not [name 2]'s"),
        ("Caitlín (7) and Rose (4) were seen", "[name 1] (7) and [name 2] (4) were seen"),
        ("Will said that he told Grace", "[name 1] said that he told [name 2]"),
        ("THE MOTHER SAID JAYDEN WAS SEEN BY DR PATEL", "THE MOTHER SAID [name 1] WAS SEEN BY DR [name 2]"),
        ("s-a-r-a-h was there", "[name 1] was there"),
        ("sarahs teacher knew", "[name 1] teacher knew"),
        ("Oluwaseun wasn't seen", "[name 1] wasn't seen"),
    ],
)
def test_a_name_becomes_a_placeholder_and_the_sentence_keeps_its_sense(text: str, reduced: str) -> None:
    """Titles, words for kin and possessives stay; the name goes whole."""
    assert reduce(text).text == reduced


@pytest.mark.parametrize(
    "written",
    [
        "Sa\u200brah",
        "Ｓａｒａｈ",
        "𝐒𝐚𝐫𝐚𝐡",
        "Ѕаrаh",
        "S\u0336a\u0336r\u0336a\u0336h\u0336",
        "SARAH",
        "sarah",
        "Sa\u00adrah",
        "ⓢⓐⓡⓐⓗ",
        "Sаrаh",
        "S4rah",
        "Сара",
        "سارة",
        "莎拉",
    ],
)
def test_a_disguised_name_is_found_whole(written: str) -> None:
    """Nobody hides a name by accident: look-alikes, unseen characters and other scripts are read through."""
    text = f"Then we asked {written} about it."
    (span,) = reduce(text).spans
    assert text[span.start : span.end] == written
    assert span.type in {"name", "handle"}


@pytest.mark.parametrize(
    "text",
    [
        "Will the team hope to finish by March? May we mark it?",
        "She rose to the challenge, by the grace of good luck.",
        "In May the bill was paid; in April it was not. On Friday we met.",
        "The Team Manager asked the Health Visitor to ring CAMHS and the MARAC.",
        "Section 47 enquiries began after the Initial Child Protection Conference.",
        "Art therapy was offered. Patience ran out. Hope was fading.",
        "Teh social wroker didnt recieve the refferal becuase the email bounced.",
        "my mum said we would move in the summer but we didnt",
        "Children's Services closed it. NFA. The IRO, SENCO and LADO were told.",
        "love u x x x",
        "the retractions were in the wider family's own words; it reopens",
        "assessed_not_seen was the code, factors 16A-19C and 18B/18C, ages 114-131",
        "Grandma rang twice. Dad was in the room. Nobody asked the child.",
    ],
)
def test_words_that_are_also_names_stay(text: str) -> None:
    """Months, verbs, virtues, roles, bodies and slips of the finger name nobody."""
    assert reduce(text).text == text


def test_one_person_has_one_number_and_another_has_another() -> None:
    """A forename or surname alone is the one full name that has it."""
    text = "Amina Yusuf rang. Yusuf, Tom and AMINA met; tom told amina."
    assert reduce(text).text == "[name 1] rang. [name 1], [name 2] and [name 1] met; [name 2] told [name 1]."


def test_placeholders_in_the_text_keep_their_numbers() -> None:
    """New numbers go on from those that stand there already."""
    assert reduce("[name 3] told Amina.").text == "[name 3] told [name 4]."


def test_what_stands_in_a_text_reads_like_a_placeholder_only_if_it_is_one() -> None:
    """Brackets hide nothing."""
    assert reduce("[Amina 1] and [name Amina]").text == "[[name 1] 1] and [name [name 1]]"


def test_a_forename_before_a_force_is_no_part_of_its_name() -> None:
    """A person who is named beside a force isn't taken for half of its name."""
    assert reduce("We told Adeyemi and Kent Police.").text == "We told [name 1] and [place 1] Police."


def test_offsets_are_code_points_of_the_original() -> None:
    """Characters outside the first plane and marks that fold away don't shift them."""
    text = "😀😀 a\u0301\u200b met 𝓐mina\u0301 at 9"
    (span,) = reduce(text).spans
    assert text[span.start : span.end] == "𝓐mina\u0301"
