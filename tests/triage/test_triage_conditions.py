"""What a rule may ask of an event's fields: codes that are held, left out, lowered, or known at all."""

from collections.abc import Mapping

import pytest

from services.triage.calendar import england
from services.triage.examples import events
from services.triage.selection import Conditions

Text = Mapping[str, object]


def met(conditions: Conditions, **fields: object) -> bool:
    """Whether an outcome of a contact with these fields meets them."""
    (found,) = events([{"at": "2026-03-02", "type": "contact_outcome", **fields}], england())
    return conditions.met_by(found.codes)


NFA = frozenset[object]({"nfa"})
POLICE = frozenset[object]({"police"})


@pytest.mark.parametrize(
    ("said", "any_of", "only", "none_of", "known"),
    [
        ({"outcomes": ["nfa"]}, True, True, False, True),
        ({"outcomes": ["nfa", "information_and_advice"]}, True, False, False, True),
        ({"outcomes": ["information_and_advice"]}, False, False, True, True),
    ],
)
def test_an_outcome_among_others_the_only_one_and_none_of_them(
    said: Text, any_of: bool, only: bool, none_of: bool, known: bool
) -> None:
    assert met(Conditions(any_of=(("outcomes", NFA),)), **said) == any_of
    assert met(Conditions(only=(("outcomes", NFA),)), **said) == only
    assert met(Conditions(none_of=(("outcomes", NFA),)), **said) == none_of
    assert met(Conditions(known=("outcomes",)), **said) == known


@pytest.mark.parametrize(("field", "code"), [("source", "2A"), ("age_band", "1"), ("primary_need", "N1")])
def test_a_field_that_is_not_set_holds_no_code(field: str, code: str) -> None:
    codes = ((field, frozenset[object]({code})),)
    said = {"outcomes": ["nfa"]}
    assert not met(Conditions(any_of=codes), **said)
    assert not met(Conditions(only=codes), **said)
    assert not met(Conditions(known=(field,)), **said)
    assert met(Conditions(none_of=codes), **said)
    assert not met(Conditions(lacks=codes), **said)


def test_a_check_is_missing_where_checks_are_known_and_it_is_not_among_them() -> None:
    missing = Conditions(lacks=(("checks_done", frozenset({"police", "school"})),))
    outcome = {"outcomes": ["nfa"]}
    assert met(missing, **outcome, checks_done=[])
    assert met(missing, **outcome, checks_done=["police"])
    assert not met(missing, **outcome, checks_done=["police", "school"])
    assert not met(missing, **outcome, checks_done=["police", "school", "health"])


@pytest.mark.parametrize(
    ("before", "now", "lowered"),
    [("high", "moderate", True), ("high", "high", False), ("low", "critical", False), ("critical", "low", True)],
)
def test_a_priority_is_lowered_where_it_is_less_urgent_than_the_one_before(
    before: str, now: str, lowered: bool
) -> None:
    conditions = Conditions(lowered=("priority", "previous_priority"))
    assert met(conditions, outcomes=["nfa"], priority=now, previous_priority=before) == lowered


def test_a_priority_is_not_lowered_where_one_of_the_two_is_not_known() -> None:
    conditions = Conditions(lowered=("priority", "previous_priority"))
    assert not met(conditions, outcomes=["nfa"], priority="low")
    assert not met(conditions, outcomes=["nfa"], previous_priority="high")


def test_all_conditions_must_be_met_whichever_of_them_are_given() -> None:
    """Each alone refuses an outcome of which all others may be true."""
    said = {"outcomes": ["nfa"], "priority": "low", "previous_priority": "high", "checks_done": []}
    every = {
        "any_of": (("outcomes", NFA),),
        "only": (("outcomes", NFA),),
        "known": ("outcomes",),
        "none_of": (("source", POLICE),),
        "lacks": (("checks_done", POLICE),),
        "lowered": ("priority", "previous_priority"),
    }
    failing = {
        "any_of": (("outcomes", POLICE),),
        "only": (("outcomes", POLICE),),
        "known": ("source",),
        "none_of": (("outcomes", NFA),),
        "lacks": (("source", POLICE),),
        "lowered": ("previous_priority", "priority"),
    }
    assert met(Conditions(**every), **said)  # type: ignore[arg-type]
    for name, wrong in failing.items():
        assert not met(Conditions(**{name: wrong}), **said), name  # type: ignore[arg-type]
        assert not met(Conditions(**{**every, name: wrong}), **said), name  # type: ignore[arg-type]
