"""What the protection half says of harm, and what the report's id tells."""

import json
from itertools import product
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import ABUSE_CATEGORIES, Harm, HarmPotential, Overlooked
from services.intake.api_reports import SENT_REPORT, SentReport
from services.intake.halves import Harmed, harmed, worse
from services.intake.reports import report_id_of
from tests.intake.world import SOCIAL_CARE, report

HARMS: list[Harm | None] = [None, *get_args(Harm)]
POTENTIALS, OVERLOOKED = get_args(HarmPotential), get_args(Overlooked)


def _sent(**said: Any) -> SentReport:
    return SENT_REPORT.validate_json(json.dumps(report(incident_class="harm", prevented_by=None, **said)))


ANSWERS = st.builds(
    _sent,
    harm_actual_physical=st.sampled_from(HARMS),
    harm_actual_psychological=st.sampled_from(HARMS),
    harm_potential=st.sampled_from(POTENTIALS),
    overlooked=st.sampled_from(OVERLOOKED),
    harm_categories=st.lists(st.sampled_from(list(ABUSE_CATEGORIES)), unique=True),
)


def _read_by_rules(
    potential: str, actual: str, overlooked: str, categories: tuple[str, ...]
) -> tuple[bool, bool, bool, bool, bool]:
    """Harm evidence; moderate harm; what rule 22 starts from; what rule 1 fires on; what makes that one S1."""
    moderate = actual in ("moderate", "severe", "fatal")
    high = potential == "likely" or actual in ("severe", "fatal")
    evidence = high or moderate
    declared = evidence and overlooked == "yes"
    return evidence, moderate, high, declared, declared and not {"PHY", "SAB"}.isdisjoint(categories)


@given(ANSWERS)
def test_the_half_says_all_that_a_rule_reads(sent: SentReport) -> None:
    """Each rule decides as it would on the report itself."""
    half, actual = harmed(sent), worse(sent.harm_actual_physical, sent.harm_actual_psychological)
    whole = _read_by_rules(sent.harm_potential, actual, sent.overlooked, sent.harm_categories)
    assert _read_by_rules(half.harm_potential, half.harm_actual, half.overlooked, half.harm_categories) == whole


def test_all_halves_there_can_be_are_twenty_one() -> None:
    """What a report says of harm could tell thousands apart: whoever holds both topics learns less from these."""
    every: set[Harmed] = set()
    for actual, potential, overlooked in product(HARMS, POTENTIALS, OVERLOOKED):
        for categories in ([], ["NEG"], ["PHY"], ["SAB"], list(ABUSE_CATEGORIES)):
            said = {"harm_potential": potential, "overlooked": overlooked, "harm_categories": categories}
            every.add(harmed(_sent(harm_actual_physical=actual, **said)))
    assert len(every) == 21


def test_a_report_s_id_can_t_be_made_from_a_guess() -> None:
    """An agency may take a child's number as its key: without intake's secret nobody finds the report by it."""
    assert report_id_of(b"s" * 32, SOCIAL_CARE, "9990000018") == report_id_of(b"s" * 32, SOCIAL_CARE, "9990000018")
    assert report_id_of(b"s" * 32, SOCIAL_CARE, "9990000018") != report_id_of(b"t" * 32, SOCIAL_CARE, "9990000018")
