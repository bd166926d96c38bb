"""A rule needs no other: its file, compiled alone, says of its examples what they say."""

import pytest

from services.triage.compiler import compile_rules
from services.triage.examples import verdict
from services.triage.ruleset import RuleFiles, packaged
from tests.triage.logs import BUILT

FILES = packaged().files


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_rule_that_is_compiled_alone_says_of_its_examples_what_they_say(file: str) -> None:
    files = RuleFiles({file: FILES[file]})
    rules = compile_rules(files, BUILT.clocks, BUILT.calendar, {})
    said = {one.name: verdict(rules, one, BUILT.calendar) for one in files.read()[file].examples}
    assert {name: one.found for name, one in said.items()} == {name: one.expected for name, one in said.items()}
