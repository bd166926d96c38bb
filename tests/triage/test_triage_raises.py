"""What makes a finding graver: evidence before it or after it, the last that speaks, or what it has in common."""

from tests.triage.written import Text, spans, when

EACH = """
[pattern]
kind = "each"
of = [{ type = "concern_raised" }]
severity = [{ severity = "S3" }]
lasts_days = 90
"""
RAISED = (
    EACH
    + """
[[pattern.raises]]
severity = "S2"
evidence = [{ type = "stepped_down" }, { type = "cp_plan_ended" }]
within_days = 10
"""
)
CONCERN: Text = {"at": "2026-03-02T10:00", "type": "concern_raised", "signals": ["bruising"]}


def grave(pattern: str, *texts: Text) -> list[tuple[str | None, int, bool]]:
    """The steps of the finding about the concern: when, how grave, and whether something is missing."""
    (found,) = spans(pattern, *texts)
    return [(when(one.at), one.severity, one.absent) for one in found.steps]


def ended(at: str) -> Text:
    """The end of a plan."""
    return {"at": at, "type": "cp_plan_ended"}


FIRST = ("2026-03-02T10:00", 3, False)


def test_recent_evidence_makes_it_graver_from_its_beginning() -> None:
    assert grave(RAISED, CONCERN) == [FIRST]
    for at in ("2026-03-02T10:00", "2026-02-25T10:00", "2026-02-20T10:01"):
        assert grave(RAISED, CONCERN, ended(at)) == [("2026-03-02T10:00", 2, False)]
    assert grave(RAISED, CONCERN, ended("2026-02-20T10:00")) == [FIRST], "ten days before"


def test_later_evidence_makes_it_graver_from_then_on_whatever_was_long_before() -> None:
    later = [FIRST, ("2026-03-02T10:01", 2, False)]
    assert grave(RAISED, CONCERN, ended("2026-03-02T10:01")) == later
    assert grave(RAISED, CONCERN, ended("2026-03-02T10:00:00.001")) == [FIRST, ("2026-03-02T10:00", 2, False)]
    assert grave(RAISED, CONCERN, ended("2020-03-02T10:00"), ended("2026-03-02T10:01")) == later


def test_evidence_that_is_no_graver_adds_nothing() -> None:
    for severity in ("S3", "S4"):
        assert grave(RAISED.replace('"S2"', f'"{severity}"'), CONCERN, ended("2026-03-05T10:00")) == [FIRST]


LATEST = RAISED.replace('{ type = "stepped_down" }, ', "").replace(
    "within_days = 10", 'latest = [{ type = "cp_plan_ended" }, { type = "cp_plan_started" }]'
)


def test_only_the_latest_speaks_where_it_does_and_a_later_one_may_speak_again() -> None:
    started: Text = {"at": "2026-02-25T10:00", "type": "cp_plan_started"}
    assert grave(LATEST, CONCERN, ended("2026-02-20T10:00")) == [("2026-03-02T10:00", 2, False)]
    assert grave(LATEST, CONCERN, ended("2026-02-20T10:00"), started) == [FIRST]
    again = grave(LATEST, CONCERN, ended("2026-02-20T10:00"), started, ended("2026-03-03T10:00"))
    assert again == [FIRST, ("2026-03-03T10:00", 2, False)]


def test_of_two_at_one_minute_the_later_in_order_speaks() -> None:
    started: Text = {"at": "2026-03-02T10:00", "type": "cp_plan_started"}
    assert grave(LATEST, CONCERN, ended("2026-03-02T10:00"), started) == [FIRST]


SAME = (
    EACH.replace('"concern_raised"', '"concern_raised", any_of = { source = ["2A"] }')
    + """
[[pattern.raises]]
severity = "S1"
evidence = [{ type = "concern_raised" }]
same = "signals"
"""
)


def test_only_what_comes_later_and_has_something_in_common_raises_it_where_it_must_be_the_same() -> None:
    def other(at: str, **fields: object) -> Text:
        return {"at": at, "type": "concern_raised", "source": "6", **fields}

    assert grave(SAME, CONCERN, other("2026-03-05T10:00", signals=["bruising", "disclosure"])) == [
        FIRST,
        ("2026-03-05T10:00", 1, False),
    ]
    assert grave(SAME, CONCERN, other("2026-03-05T10:00", signals=["disclosure"])) == [FIRST]
    assert grave(SAME, CONCERN, other("2026-03-05T10:00")) == [FIRST], "it says nothing of signals"
    assert grave(SAME, other("2026-02-27T10:00", signals=["bruising"]), CONCERN) == [FIRST]
    assert grave(SAME, CONCERN, other("2026-03-02T10:00", signals=["bruising"])) == [("2026-03-02T10:00", 1, False)]
    silent = {name: value for name, value in CONCERN.items() if name != "signals"}
    assert grave(SAME, silent, other("2026-03-05T10:00", signals=["bruising"])) == [FIRST]


ABSENCE = """
[pattern]
kind = "absence"
after = [{ type = "concern_raised" }]
of = [{ type = "strategy_discussion_held" }]
steps = [
    { clock = "day", at = "limit", severity = [{ severity = "S4" }] },
    { clock = "three_days", at = "limit", severity = [{ severity = "S3" }] },
]

[[pattern.raises]]
severity = "S2"
evidence = [{ type = "injury_observed" }]
"""


def test_what_is_missing_stays_missing_and_its_last_deadline_is_what_evidence_makes_graver() -> None:
    first, last = ("2026-03-03T10:00", 4, True), "2026-03-06T00:00"
    injury: Text = {"at": "2026-03-01T10:00", "type": "injury_observed"}
    assert grave(ABSENCE, CONCERN) == [first, (last, 3, True)]
    assert grave(ABSENCE, CONCERN, injury) == [first, (last, 2, True)]
    later = {**injury, "at": "2026-03-07T10:00"}
    assert grave(ABSENCE, CONCERN, later) == [first, (last, 3, True), ("2026-03-07T10:00", 2, False)]
