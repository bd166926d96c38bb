"""So many events within so many days: when it holds, until when, and which events it rests on."""

import pytest

from services.triage.calendar import DAY
from tests.triage.written import Text, history, places, rule, spans, when

THRESHOLD = "thresholds = [{ at_least = 2, within_days = 10 }]"
COUNT = f"""
[pattern]
kind = "count"
of = [{{ type = "concern_raised" }}, {{ type = "contact_outcome" }}, {{ type = "assessment_started" }}]
{THRESHOLD}
severity = [{{ severity = "S3" }}]
"""
THREE = COUNT.replace("at_least = 2", "at_least = 3")


def concern(at: str, **fields: object) -> Text:
    """A concern in March 2026."""
    return {"at": f"2026-03-{at}", "type": "concern_raised", **fields}


def outcome(at: str, about: str, **fields: object) -> Text:
    """An outcome of a contact."""
    return {"at": f"2026-03-{at}", "type": "contact_outcome", "outcomes": ["nfa"], "about_event": about, **fields}


def visit(at: str) -> Text:
    """A visit made."""
    return {"at": f"2026-03-{at}", "type": "visit_made"}


def held(pattern: str, *texts: Text) -> list[tuple[str | None, str | None, list[int | None]]]:
    """From when until when it holds, and the events that it rests on, from 1."""
    return [
        (when(one.steps[0].at), when(one.closes), places(*one.seen))
        for one in sorted(spans(pattern, *texts), key=lambda one: one.steps)
    ]


def test_two_within_ten_days_hold_from_the_second_until_the_first_is_ten_days_old() -> None:
    assert held(COUNT, concern("02T10:00"), concern("05T11:00")) == [("2026-03-05T11:00", "2026-03-12T10:00", [1, 2])]


def test_two_that_are_ten_days_apart_to_the_minute_are_not_within_ten_days() -> None:
    assert held(COUNT, concern("02T10:00"), concern("12T10:00")) == []
    assert len(held(COUNT, concern("02T10:00"), concern("12T09:59"))) == 1


def test_three_are_counted_from_the_first_to_the_last() -> None:
    assert held(THREE, concern("02T10:00"), concern("03T10:00"), concern("12T10:00")) == []
    found = held(THREE, concern("02T10:00"), concern("03T10:00"), concern("12T09:59"))
    assert found == [("2026-03-12T09:59", "2026-03-12T10:00", [1, 2, 3])]


def test_another_within_the_window_prolongs_it() -> None:
    found = held(COUNT, concern("02T10:00"), concern("05T10:00"), concern("11T10:00"))
    assert found == [("2026-03-05T10:00", "2026-03-15T10:00", [1, 2, 3])]


def test_stretches_that_touch_are_one_and_those_that_lie_apart_are_two_findings() -> None:
    first = (concern("02T10:00"), concern("05T10:00"))
    assert held(COUNT, *first, concern("12T10:00")) == [("2026-03-05T10:00", "2026-03-15T10:00", [1, 2, 3])]
    assert held(COUNT, *first, concern("12T10:01")) == [
        ("2026-03-05T10:00", "2026-03-12T10:00", [1, 2]),
        ("2026-03-12T10:01", "2026-03-15T10:00", [2, 3]),
    ]
    assert len(held(COUNT, *first, concern("25T10:00"), concern("26T10:00"))) == 2


def test_a_condition_of_a_threshold_is_on_the_event_that_completes_the_number() -> None:
    critical = THREE.replace("within_days = 10", 'within_days = 10, any_of = { level = ["critical"] }')
    low, high = {"level": "low"}, {"level": "critical"}
    assert len(held(critical, concern("02", **low), concern("03", **low), concern("04", **high))) == 1
    assert held(critical, concern("02", **high), concern("03", **low), concern("04", **low)) == []
    assert held(critical, concern("02", **low), concern("03", **high), concern("04", **low)) == []


@pytest.mark.parametrize("last", ["13T10:00", "12T10:00"])
def test_what_lies_outside_the_window_of_a_threshold_is_no_evidence_of_another(last: str) -> None:
    """Two within five days hold; three within ten days don't, by a day or by a minute."""
    either = COUNT.replace(THRESHOLD, THRESHOLD.replace("= 10 }", "= 5 }, { at_least = 3, within_days = 10 }"))
    assert [seen for _, _, seen in held(either, concern("02T10:00"), concern("10T10:00"), concern(last))] == [[2, 3]]


def test_from_an_instant_on_only_what_begins_then_is_looked_for() -> None:
    found = rule(COUNT)
    events = history(found, concern("02T10:00"), concern("05T10:00"))
    begins = events.of(found.begins)[-1].first
    assert [places(anchor) for anchor, _ in found.answers(events, begins, ())] == [[2]]
    assert list(found.answers(events, begins + 20 * DAY, ())) == []


def test_of_those_about_the_same_referral_the_first_counts() -> None:
    assert held(COUNT, outcome("02", "r1"), outcome("03", "r1")) == []
    assert held(COUNT, outcome("02", "r1"), outcome("03", "r1"), outcome("04", "r2"))[0][2] == [1, 3]
    assert held(COUNT, outcome("02", "r1"), outcome("03", "r1"), concern("04"))[0][2] == [1, 3]
    assert held(COUNT, concern("02"), concern("03"), outcome("04", "r1"))[0][2] == [1, 2, 3]


def different(field: str, type: str = "concern_raised") -> str:
    """Only different ones of the type count."""
    only = COUNT.replace(COUNT.split("of = ")[1].split("\n")[0], f'[{{ type = "{type}" }}]')
    return only + f'different = "{field}"\n'


def test_letters_of_a_referral_source_are_one_source_and_those_of_assessment_factors_are_many() -> None:
    by_source = different("source")
    assert held(by_source, concern("02", source="2A"), concern("03", source="2B")) == []
    assert held(by_source, concern("02", source="2A"), concern("03", source="1A"))[0][2] == [1, 2]
    started: Text = {"at": "2026-03-02", "type": "assessment_started", "assessment_factors": ["3A"]}
    factors = different("assessment_factors", "assessment_started")
    assert len(held(factors, started, {**started, "at": "2026-03-04", "assessment_factors": ["3B"]})) == 1


def test_one_of_another_kind_counts_after_many_of_the_same() -> None:
    found = held(different("source"), *(concern(f"0{n}", source="2A") for n in (2, 3, 4)), concern("05", source="6"))
    assert found == [("2026-03-05T00:00", "2026-03-14T00:00", [3, 4])]


def test_two_on_one_day_count_as_one_where_different_days_are_asked() -> None:
    assert held(different("day"), concern("02T10:00"), concern("02T18:00")) == []
    assert len(held(different("day"), concern("02T23:59"), concern("03T00:00"))) == 1


def test_what_does_not_hold_the_field_is_of_no_kind() -> None:
    by_signal = different("signals")
    assert held(by_signal, concern("02", signals=["bruising"]), concern("03"), concern("04")) == []
    found = held(by_signal, concern("02", signals=["bruising"]), concern("03"), concern("04", signals=["head_injury"]))
    assert found == [("2026-03-04T00:00", "2026-03-12T00:00", [1, 3])]


def test_one_event_of_two_kinds_is_still_one() -> None:
    """Whatever was recorded before: so many are so many events, each with something that no later one holds."""
    by_signal = different("signals")
    both = concern("03", signals=["bruising", "head_injury"])
    assert held(by_signal, both) == []
    assert held(by_signal, concern("02"), both) == []
    assert held(by_signal, concern("02", signals=["bruising"]), both) == []
    assert held(by_signal, both, concern("04", signals=["bruising"]))[0][2] == [1, 2]


@pytest.mark.parametrize("at", ["02T10:00", "03T12:00", "05T10:00", "06T10:00", "02", "06"])
def test_a_row_is_broken_by_a_visit_from_the_first_to_the_last_of_it(at: str) -> None:
    row = (concern("02T10:00"), concern("05T10:00"), concern("06T10:00"))
    broken = THREE + 'broken_by = [{ type = "visit_made" }]\n'
    assert len(held(broken, *row)) == 1
    assert held(broken, *row, visit(at)) == []


@pytest.mark.parametrize("at", ["02T09:59", "06T10:01", "01", "07"])
def test_a_visit_before_a_row_or_after_it_does_not_break_it(at: str) -> None:
    row = (concern("02T10:00"), concern("05T10:00"), concern("06T10:00"))
    assert len(held(THREE + 'broken_by = [{ type = "visit_made" }]\n', *row, visit(at))) == 1


def test_a_number_lacks_nothing_that_should_have_been_recorded() -> None:
    (found,) = spans(COUNT, concern("02"), concern("03"))
    assert [step.absent for step in found.steps] == [False]
    assert rule(COUNT).facts.cures == frozenset()
    assert rule(COUNT + 'broken_by = [{ type = "visit_made" }]\n').facts.cures == {"visit_made"}
