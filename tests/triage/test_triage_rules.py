"""The rule files: their examples, and the laws that hold for all of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
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
FIRING = [(rule, example) for rule, example in EXAMPLES if example.fires]


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


@pytest.mark.parametrize(("rule", "example"), FIRING, ids=[f"{rule}: {one.name}" for rule, one in FIRING])
def test_each_event_of_an_example_that_fires_matters_or_is_said_not_to(rule: str, example: ExampleText) -> None:
    """Without it the verdict is another; without one that is said to be irrelevant it is the same."""
    whole = verdict(parts(rule), example, england()).found
    for place in range(1, len(example.events) + 1):
        rest = example.events[: place - 1] + example.events[place:]
        found = verdict(parts(rule), example.model_copy(update={"events": rest}), england()).found if rest else None
        assert (found == whole) == (place in example.irrelevant), f"event {place}: {whole} with it, {found} without"


@pytest.mark.parametrize("rule", sorted({rule for rule, _ in EXAMPLES}))
def test_a_rule_has_examples_on_both_sides_of_its_limit(rule: str) -> None:
    """At least one of those that don't fire is a minute, or a day where only days count, from one that would."""
    quiet = [example for name, example in EXAMPLES if name == rule and not example.fires]
    assert any(_fires_soon(rule, example) for example in quiet)


def _fires_soon(rule: str, example: ExampleText) -> bool:
    """A minute later; or with each event a minute, or a day, later or earlier."""
    later = (datetime.fromisoformat(example.now) + timedelta(minutes=1)).isoformat()
    if verdict(parts(rule), example.model_copy(update={"now": later}), england()).found is not None:
        return True
    return any(
        verdict(parts(rule), example.model_copy(update={"events": moved}), england()).found is not None
        for place in range(len(example.events))
        for moved in _moved(example, place)
    )


def _moved(example: ExampleText, place: int) -> Iterator[tuple[dict[str, object], ...]]:
    event = example.events[place]
    at = str(event["at"])
    step = timedelta(minutes=1) if "T" in at else timedelta(days=1)
    for moved in (datetime.fromisoformat(at) - step, datetime.fromisoformat(at) + step):
        text = moved.isoformat(timespec="minutes") if "T" in at else moved.date().isoformat()
        yield (*example.events[:place], {**event, "at": text}, *example.events[place + 1 :])
