"""Codes of the Department for Education's Children in Need census, as agency systems already hold them.

Source: DfE, *Children in need census: guide*, code sets for the source of referral, the primary need, the factors
identified at the end of assessment, the category of abuse and the reason for closure.
"""

from typing import Final, Literal

ReferralSource = Literal[
    "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B", "5C", "5D",
    "6", "7", "8", "9", "10",
]  # fmt: skip

REFERRAL_SOURCES: Final[dict[ReferralSource, str]] = {
    "1A": "individual: family member, relative or carer",
    "1B": "individual: acquaintance, neighbour or childminder",
    "1C": "individual: the child",
    "1D": "individual: other, such as a stranger or an MP",
    "2A": "school",
    "2B": "education services",
    "3A": "health: general practitioner",
    "3B": "health: health visitor",
    "3C": "health: school nurse",
    "3D": "health: other primary health services",
    "3E": "health: accident and emergency department",
    "3F": "health: other, such as a hospice",
    "4": "housing",
    "5A": "local authority: social care, such as adults' services",
    "5B": "local authority: another department",
    "5C": "local authority: external, such as another authority's adults' services",
    "5D": "local authority: early help",
    "6": "police",
    "7": "other legal agency: courts, probation, immigration, Cafcass, prison",
    "8": "other, such as children's centres and voluntary organisations",
    "9": "anonymous",
    "10": "unknown",
}

PrimaryNeed = Literal["N0", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9"]

PRIMARY_NEEDS: Final[dict[PrimaryNeed, str]] = {
    "N0": "not stated",
    "N1": "abuse or neglect",
    "N2": "child's disability or illness",
    "N3": "parent's disability or illness",
    "N4": "family in acute stress",
    "N5": "family dysfunction",
    "N6": "socially unacceptable behaviour",
    "N7": "low income",
    "N8": "absent parenting",
    "N9": "cases other than children in need",
}

AbuseCategory = Literal["NEG", "EMO", "PHY", "SAB", "MUL"]

ABUSE_CATEGORIES: Final[dict[AbuseCategory, str]] = {
    "NEG": "neglect",
    "EMO": "emotional abuse",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "MUL": "multiple categories",
}

ClosureReason = Literal["RC1", "RC2", "RC3", "RC4", "RC5", "RC6", "RC7", "RC8", "RC9"]

CLOSURE_REASONS: Final[dict[ClosureReason, str]] = {
    "RC1": "adopted",
    "RC2": "died",
    "RC3": "child arrangements order",
    "RC4": "special guardianship order",
    "RC5": "transferred to the services of another local authority",
    "RC6": "transferred to adult social care",
    "RC7": "services ceased for any other reason, including that the child is no longer in need",
    "RC8": "closed after assessment, no further action",
    "RC9": "closed after assessment, referred to early help",
}

RETIRED_FACTORS: Final[dict[str, str]] = {"8A": "8A_legacy", "18A": "18A_legacy", "19A": "19A_legacy"}
"""Codes that the census no longer uses, and the names under which they are kept: never guessed into a successor."""

AssessmentFactor = Literal[
    "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C", "5A", "5B", "5C", "6A", "6B", "6C", "7A",
    "8B", "8C", "8D", "8E", "8F", "9A", "10A", "11A", "12A", "13A", "14A", "15A", "16A", "17A", "18B", "18C", "19B",
    "19C", "20", "21", "22A", "23A", "24A", "8A_legacy", "18A_legacy", "19A_legacy",
]  # fmt: skip

ASSESSMENT_FACTORS: Final[dict[AssessmentFactor, str]] = {
    "1A": "alcohol misuse: child",
    "1B": "alcohol misuse: parent or carer",
    "1C": "alcohol misuse: another person in the household",
    "2A": "drug misuse: child",
    "2B": "drug misuse: parent or carer",
    "2C": "drug misuse: another person in the household",
    "3A": "domestic abuse: of the child",
    "3B": "domestic abuse: of a parent or carer",
    "3C": "domestic abuse: of another person in the household",
    "4A": "mental health: child",
    "4B": "mental health: parent or carer",
    "4C": "mental health: another person in the household",
    "5A": "learning disability: child",
    "5B": "learning disability: parent or carer",
    "5C": "learning disability: another person in the household",
    "6A": "physical disability or illness: child",
    "6B": "physical disability or illness: parent or carer",
    "6C": "physical disability or illness: another person in the household",
    "7A": "young carer",
    "8B": "privately fostered: child from abroad who is to return to the parents",
    "8C": "privately fostered: child from abroad who is to stay",
    "8D": "privately fostered: child of the United Kingdom in an educational placement",
    "8E": "privately fostered: child of the United Kingdom in other family arrangements",
    "8F": "privately fostered: other",
    "9A": "unaccompanied asylum-seeking child",
    "10A": "going missing",
    "11A": "child sexual exploitation",
    "12A": "trafficking",
    "13A": "gangs",
    "14A": "socially unacceptable behaviour",
    "15A": "self-harm",
    "16A": "neglect",
    "17A": "emotional abuse",
    "18B": "physical abuse: child on child",
    "18C": "physical abuse: adult on child",
    "19B": "sexual abuse: child on child",
    "19C": "sexual abuse: adult on child",
    "20": "other",
    "21": "no factors identified",
    "22A": "female genital mutilation",
    "23A": "abuse linked to faith or belief",
    "24A": "child criminal exploitation",
    "8A_legacy": "privately fostered (retired code 8A)",
    "18A_legacy": "physical abuse (retired code 18A)",
    "19A_legacy": "sexual abuse (retired code 19A)",
}
