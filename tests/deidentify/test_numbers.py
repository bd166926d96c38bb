"""Numbers that a person has, by their check digits, forms and the words before them."""

import pytest

from services.deidentify import reduce


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Her NHS number is 943 476 5919.", "nhs_number", "943 476 5919"),
        ("943-476-5919 was on the letter", "nhs_number", "943-476-5919"),
        ("NHS no 943 476 5910 was typed wrong", "nhs_number", "943 476 5910"),
        ("UPN A123456789012 moved school", "upn", "A123456789012"),
        ("temporary upn z12345678901a", "upn", "z12345678901a"),
        ("NI QQ 12 34 56 C", "ni_number", "QQ 12 34 56 C"),
        ("worker SW123456 had left", "registration_number", "SW123456"),
        ("ring 07700 900123 after six", "phone", "07700 900123"),
        ("ring (0117) 496 0123 or", "phone", "(0117) 496 0123"),
        ("call +44 (0)7911 123456", "phone", "+44 (0)7911 123456"),
        ("oh seven seven double zero nine one two", "phone", "oh seven seven double zero nine one two"),
        ("his number (943 476 5919) was", "nhs_number", "943 476 5919"),
        ("DC 4521 came", "reference", "4521"),
        ("LAC number 48213 was closed", "reference", "48213"),
        ("case ZE23C00123 is listed", "reference", "ZE23C00123"),
        ("crime ref 45/12345/23 said", "reference", "45/12345/23"),
        ("the car, BD51 SMR, was outside", "car_registration", "BD51 SMR"),
        ("bd51smr", "car_registration", "bd51smr"),
        ("his reg is A123 BCD", "car_registration", "A123 BCD"),
        ("card 4111 1111 1111 1111", "reference", "4111 1111 1111 1111"),
    ],
)
def test_a_number_is_taken_away_under_its_own_type(text: str, kind: str, found: str) -> None:
    """A number is found whole, whatever stands between its digits, and is called what it is."""
    assert (kind, found) in [(span.type, text[span.start : span.end]) for span in reduce(text).spans]


def test_the_reason_says_whether_a_check_digit_holds() -> None:
    """Who reads a reason learns whether the number was only said to be one."""
    right, wrong = reduce("NHS 943 476 5919"), reduce("NHS 943 476 5910")
    assert right.spans[0].reason == "an NHS number, its check digit holds"
    assert wrong.spans[0].reason == "said to be an NHS number"


@pytest.mark.parametrize(
    "text",
    [
        "seen on 12 March 2024 at 14:30, aged 4 years and 3 months",
        "3 visits in 45 working days, 61 in all",
        "call 999 or 101, or 111 at night",
        "from 2019 to 2021, and 2023-24 after that",
        "a section 47 enquiry, an S47, RC8 and N1, factor 16A",
        "3 children aged 2 4 6 8 and 10",
        "it cost £120,000 in 2022/23",
        "BP 120/80, 12.4 kg, 38.5 degrees",
        "key stage 2, year 10, form 9B",
    ],
)
def test_times_ages_and_amounts_stay(text: str) -> None:
    """What happened needs its numbers: only those that find a person go."""
    assert reduce(text).text == text


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("dob 12/03/2015, aged 9", "dob [date of birth 1], aged 9"),
        ("born on 3rd of May 2016", "born on [date of birth 1]"),
        ("her birthday is 4 June", "her birthday is [date of birth 1]"),
        ("12.3.15 is his date of birth", "[date of birth 1] is his date of birth"),
        ("Sarah Jones (12/03/2015) was seen on 12/03/2024", "[name 1] ([date of birth 1]) was seen on 12/03/2024"),
    ],
)
def test_a_date_of_birth_goes_and_an_age_stays(text: str, reduced: str) -> None:
    """A date is of a birth where the words say so or it stands beside a name; another date stays."""
    assert reduce(text).text == reduced
