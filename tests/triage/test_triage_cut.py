"""What is open at a moment, and what it waits for: the log's time, and how far feeds are complete."""

from dataclasses import dataclass, field, replace

import pytest

from services.triage.calendar import england
from services.triage.events import Event
from services.triage.examples import events
from services.triage.spans import FOREVER, Cut, Facts, Span, Step, cut

HARM, ANSWER = frozenset({"concern_raised"}), frozenset({"strategy_discussion_held"})
RULE = Facts("rule", "1", HARM, ANSWER)
(ANCHOR, CURE) = events(
    [
        {"at": "1970-01-01T01:00", "type": "concern_raised", "responsible_agency": "council"},
        {"at": "1970-01-01T01:00", "type": "strategy_discussion_held"},
    ],
    england(),
)


@dataclass
class Told:
    """Feeds that are complete as the test says: by agency and types the instant, and the agency that is behind."""

    said: dict[tuple[str, frozenset[str]], tuple[int, str]] = field(default_factory=dict)
    mute: frozenset[str] = frozenset()
    able: bool = True
    version: int = 0

    def evaluable(self, rule: Facts, agency: str) -> bool:
        return self.able and (rule.id, agency) == (RULE.id, "council")

    def complete(self, agency: str, types: frozenset[str]) -> int:
        return self.said.get((agency, types), (FOREVER, agency))[0]

    def behind(self, agency: str, types: frozenset[str]) -> str:
        return self.said[agency, types][1]

    def silent(self, agency: str, types: frozenset[str]) -> bool:
        return agency == "council" and types == self.mute


LEVEL = Told()


def span(*steps: tuple[int, int, bool], closes: int = FOREVER, by: Event | None = None) -> Span:
    """Of the rule and the anchor."""
    return Span(RULE, ANCHOR, tuple(Step(*one) for one in steps), closes, by)


def said(found: Cut) -> list[tuple[int, int, int]]:
    """Of each finding: its severity, when it began and since when it is so grave."""
    return [(one.severity, one.opens, one.since) for one in found.findings]


def test_a_finding_is_open_from_its_instant_and_grows_graver_at_its_steps() -> None:
    one = span((10, 3, False), (20, 1, False), (30, 2, False))
    assert [said(cut([one], now, LEVEL)) for now in (9, 10, 19, 20, 40)] == [
        [],
        [(3, 10, 10)],
        [(3, 10, 10)],
        [(1, 10, 20)],
        [(1, 10, 20)],
    ]
    assert [cut([one], now, LEVEL).due for now in (9, 10, 20, 30)] == [10, 20, 30, None]


@pytest.mark.parametrize("by", [None, CURE])
def test_a_finding_is_closed_from_the_instant_at_which_it_ends(by: Event | None) -> None:
    one = span((10, 3, False), closes=20, by=by)
    assert [(said(cut([one], now, LEVEL)), cut([one], now, LEVEL).due) for now in (19, 20, 21)] == [
        ([(3, 10, 10)], 20),
        ([], None),
        ([], None),
    ]


def test_a_window_that_has_passed_ends_when_the_feed_is_complete_to_its_end() -> None:
    """What the feed has yet to tell may fall into it, and prolong it."""
    one = span((10, 3, False), closes=20)
    late, there = (Told({("council", HARM): (at, "police")}) for at in (19, 20))
    assert said(cut([one], 25, late)) == [(3, 10, 10)]
    assert cut([one], 25, late)[1:] == (None, {"police": 20})
    assert cut([one], 25, there) == Cut((), None, {})
    assert cut([one], 15, late)[1:] == (20, {})


def test_what_an_event_has_ended_no_feed_keeps_open() -> None:
    behind = Told({("council", HARM): (0, "police")})
    assert cut([span((10, 3, False), closes=20, by=CURE)], 20, behind) == Cut((), None, {})


def test_an_absence_is_told_when_the_feed_is_complete_to_its_deadline() -> None:
    one = span((10, 3, True), (20, 2, True))
    late, first, both = (Told({("council", ANSWER): (at, "trust")}) for at in (9, 10, 20))
    assert cut([one], 25, late) == Cut((), None, {"trust": 10})
    assert said(cut([one], 25, first)) == [(3, 10, 10)]
    assert cut([one], 25, first).waits == {"trust": 20}
    assert said(cut([one], 25, both)) == [(2, 10, 20)]
    assert cut([one], 9, first)[1:] == (10, {})


def test_what_was_recorded_waits_for_no_feed() -> None:
    late = Told({("council", ANSWER): (0, "trust")})
    assert said(cut([span((10, 3, False))], 10, late)) == [(3, 10, 10)]


def test_each_agency_is_waited_for_to_the_first_instant_that_something_needs() -> None:
    late = Told({("council", ANSWER): (0, "trust"), ("council", HARM): (0, "police")})
    ends = [span((1, 3, False), closes=at) for at in (8, 6, 7)]
    absences = [span((at, 3, True)) for at in (4, 3, 5)]
    assert cut([*ends, *absences], 9, late).waits == {"police": 6, "trust": 3}


def test_a_finding_names_what_was_not_recorded_and_since_when() -> None:
    one = span((10, 3, True), (20, 2, True), (30, 1, False))
    (found,) = cut([one], 30, LEVEL).findings
    assert (found.missing, found.degraded) == (one.steps[:2], False)
    (recorded,) = cut([span((10, 3, False))], 10, Told(mute=ANSWER)).findings
    assert (recorded.missing, recorded.degraded) == ((), False)


def test_an_absence_is_degraded_while_the_feed_that_would_have_told_is_silent() -> None:
    silent = Told(mute=ANSWER)
    assert [one.degraded for one in cut([span((10, 3, True))], 10, silent).findings] == [True]
    assert [one.degraded for one in cut([span((10, 3, True))], 10, Told(mute=HARM)).findings] == [False]


def test_a_rule_that_can_not_be_evaluated_for_the_responsible_agency_finds_nothing_and_waits_for_nothing() -> None:
    assert cut([span((10, 3, False))], 10, Told(able=False)) == Cut((), None, {})
    assert cut([span((10, 3, False))], 5, Told(able=False)).due is None


def test_a_rule_whose_time_is_over_finds_nothing_whatever_feeds_have_yet_to_say() -> None:
    ending = replace(RULE, expires=20)
    one = replace(span((10, 3, False), closes=30), rule=ending)
    feeds = Told({("council", HARM): (0, "police")})
    assert (said(cut([one], 19, feeds)), cut([one], 19, feeds)[1:]) == ([(3, 10, 10)], (20, {}))
    assert cut([one], 20, feeds) == Cut((), None, {})


def test_findings_come_in_the_order_of_rule_part_anchor_and_child() -> None:
    parts = [replace(span((10, 3, False)), subject=child) for child in ("c", "a", "b")]
    assert [one.key[3] for one in cut(parts, 10, LEVEL).findings] == ["a", "b", "c"]
