"""The rule files: their examples, and the laws that hold for all of them."""

from pathlib import Path

import pytest

from schemas.configuration import load_configuration
from services.triage.calendar import england
from services.triage.configured import settings
from services.triage.examples import verdict
from services.triage.rule_file import ExampleText
from services.triage.ruleset import packaged

CONFIGURATION = load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml")
BUILT = settings(CONFIGURATION)
RULES = BUILT.rulebooks[BUILT.standard].by_id
EXAMPLES = [(rule.id, example) for rule in packaged().read().values() for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}: {one.name}" for rule, one in EXAMPLES])
def test_a_rule_says_of_each_example_what_the_example_says(rule: str, example: ExampleText) -> None:
    said = verdict(RULES[rule], example, england())
    assert said.found == said.expected
