"""The rule files: their examples, and the laws that hold for all of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.configuration import load_configuration
from services.triage.calendar import england
from services.triage.compiled import Rule
from services.triage.configured import settings
from services.triage.examples import verdict
from services.triage.rule_file import ExampleText
from services.triage.ruleset import packaged

CONFIGURATION = load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml")
BUILT = settings(CONFIGURATION)
RULES = BUILT.rulebooks[BUILT.standard].rules
EXAMPLES = [(rule.id, example) for rule in packaged().read().values() for example in rule.examples]


def parts(id: str) -> list[Rule]:
    """A rule, in all its parts."""
    return [rule for rule in RULES if rule.facts.id == id]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}: {one.name}" for rule, one in EXAMPLES])
def test_a_rule_says_of_each_example_what_the_example_says(rule: str, example: ExampleText) -> None:
    said = verdict(parts(rule), example, england())
    assert said.found == said.expected


@given(
    st.sampled_from(("section_47_started", "strategy_discussion_held")),
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.integers(1, 40) | st.integers(1, 4_000),
)
def test_an_enquiry_without_an_end_silences_overlooked_harm_only_while_a_conference_may_be_due(
    opened: str, started: date, days: int
) -> None:
    reported, calendar = started + timedelta(days=days), england()
    conference_overdue = calendar.after_working_days(started.toordinal(), 15)
    overdue = calendar.start_of(reported.toordinal()) >= conference_overdue
    harm = {"type": "incident_reported", "overlooked": "yes", "harm_potential": "likely"}
    events = ({"at": started.isoformat(), "type": opened}, {"at": reported.isoformat(), **harm})
    example = ExampleText(name="law", fires="S2" if overdue else False, now=f"{reported}T12:00", events=events)
    said = verdict(parts("overlooked_harm_declared"), example, calendar)
    assert said.found == said.expected
