"""How often what happens on an ordinary child's way, as weights.

Plausible and rounded, after DfE, *Children in need* (statistics, England); not measured.
"""

from typing import Final

SOURCES: Final = {
    "6": 28, "2A": 19, "1A": 7, "3E": 6, "3B": 4, "3A": 3, "5A": 6, "5B": 8, "5D": 4, "8": 6, "4": 2, "9": 2, "1C": 1,
    "10": 4,
}  # fmt: skip
LEVELS: Final = {"low": 45, "moderate": 40, "high": 12, "critical": 3}
NEEDS: Final = {"N1": 55, "N4": 10, "N5": 14, "N2": 6, "N3": 3, "N6": 4, "N8": 3, "N9": 3, "N0": 2}
SIGNALS: Final = {
    "change_of_behaviour": 20, "domestic_abuse": 18, "poor_hygiene": 12, "carer_mental_health": 12, "hunger": 8,
    "substance_use_by_carer": 10, "bruising": 6, "fearful_of_carer": 5, "missing": 4, "self_harm": 3,
    "unsuitable_home": 5,
}  # fmt: skip
FACTORS: Final = {
    "3B": 20, "4B": 16, "16A": 9, "17A": 11, "4A": 8, "1B": 8, "2B": 8, "3A": 7, "18C": 4, "15A": 3, "14A": 4, "10A": 2,
    "20": 4,
}  # fmt: skip
REASONS: Final = {"RC8": 45, "RC7": 38, "RC9": 12, "RC5": 4, "RC3": 1}
BY_SOURCE: Final = {"6": "police", "2A": "education", "3E": "health", "3B": "health", "3A": "health", "4": "housing"}
