"""The cut that is kept, by rule: always the cut through all spans, whatever comes, goes, passes or is told by feeds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.spans import FOREVER, Cut, Span, cut
from services.triage.verdicts import Verdicts
from services.triage.working import Turn
from tests.profiles import at_most
from tests.triage.test_triage_cut import ANSWER, CURE, HARM, LEVEL, RULE, Told, span

OTHER = replace(RULE, id="other")
OPEN, ENDED = span((10, 3, False)), span((10, 3, False), closes=20, by=CURE)


class Telling(Told):
    """The same for every rule, and other answers under another version."""

    def evaluable(self, rule: object, agency: str) -> bool:
        return True

    def tell(self, harm: int, answer: int) -> None:
        """How far those are complete."""
        self.said = {("council", HARM): (harm, "police"), ("council", ANSWER): (answer, "trust")}
        self.version += 1


@st.composite
def some(draw: st.DrawFn, name: str) -> list[Span]:
    """Spans of a rule, each about another child."""
    children = draw(st.lists(st.sampled_from("abc"), max_size=3, unique=True))
    return [replace(draw(_span()), rule=replace(RULE, id=name), subject=child) for child in children]


@st.composite
def _span(draw: st.DrawFn) -> Span:
    first = draw(st.integers(0, 20))
    steps = [(first, 3, draw(st.booleans())), (first + draw(st.integers(1, 9)), 2, draw(st.booleans()))]
    closes = draw(st.sampled_from((FOREVER, steps[1][0] + 1, steps[1][0] + 5)))
    return span(*steps, closes=closes, by=draw(st.sampled_from((CURE, None))) if closes < FOREVER else None)


@settings(max_examples=at_most(100), deadline=None)
@given(st.data())
def test_the_cut_that_is_kept_by_rule_is_the_cut_through_all_spans(data: st.DataObject) -> None:
    verdicts, feeds, now = Verdicts(), Telling(), 0
    held: dict[str, list[Span]] = {"one": [], "two": []}
    for _ in range(data.draw(st.integers(1, 12))):
        now += data.draw(st.sampled_from((0, 1, 4)))
        if data.draw(st.booleans()):
            feeds.tell(*data.draw(st.tuples(st.sampled_from((0, 15, FOREVER)), st.sampled_from((0, 15, FOREVER)))))
        name = data.draw(st.sampled_from(sorted(held)))
        come = data.draw(some(name) | st.just(held[name]))
        same = {one.key: one for one in held[name]} == {one.key: one for one in come}
        assert verdicts.turn(name, Turn(held[name], come)) != same
        held[name] = come
        everything = [one for spans in held.values() for one in spans]
        assert verdicts.cut(now, feeds) == cut(everything, now, feeds)
        assert sorted(one.key for one in verdicts) == sorted(one.key for one in everything)


def test_what_an_event_has_ended_is_kept_until_it_goes() -> None:
    verdicts = Verdicts()
    assert verdicts.turn("rule", Turn((), (ENDED,)))
    assert verdicts.cut(20, LEVEL) == Cut((), None, {})
    assert list(verdicts) == [ENDED]
    assert verdicts.turn("rule", Turn((ENDED,), (OPEN,))), "its answer was retracted"
    assert [one.span for one in verdicts.cut(20, LEVEL).findings] == [OPEN]
    assert verdicts.turn("rule", Turn((OPEN,), ()))
    assert list(verdicts) == []


def test_what_an_event_has_ended_outlasts_what_is_open() -> None:
    verdicts, sibling = Verdicts(), replace(OPEN, subject="sibling")
    verdicts.turn("rule", Turn((), (ENDED, sibling)))
    verdicts.cut(20, LEVEL)
    verdicts.turn("rule", Turn((sibling,), ()))
    assert list(verdicts) == [ENDED]


def test_rules_that_wait_for_one_agency_wait_for_the_first_that_they_need() -> None:
    verdicts, feeds = Verdicts(), Telling()
    feeds.tell(0, 0)
    for name, at in (("one", 4), ("two", 3), ("three", 5)):
        verdicts.turn(name, Turn((), (span((at, 3, True)),)))
    assert verdicts.cut(9, feeds).waits == {"trust": 3}


def test_findings_of_several_rules_come_in_their_order_and_none_is_due_when_all_is_said() -> None:
    verdicts = Verdicts()
    for rule in (RULE, OTHER):
        verdicts.turn(rule.id, Turn((), (replace(OPEN, rule=rule),)))
    found = verdicts.cut(20, Telling())
    assert ([one.span.rule for one in found.findings], found.due) == ([OTHER, RULE], None)


def test_a_rule_that_is_forgotten_says_nothing_any_more() -> None:
    verdicts = Verdicts()
    verdicts.turn("rule", Turn((), (OPEN,)))
    verdicts.turn("other", Turn((), (replace(OPEN, rule=OTHER),)))
    verdicts.forget("rule")
    assert [one.span.rule for one in verdicts.cut(20, Telling()).findings] == [OTHER]
    assert [one.rule.id for one in verdicts] == ["other"]
