"""Laws of looking again at only what a change can reach."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.case_templates import AGE_BANDS, WEIGHTS
from services.triage.calendar import england
from services.triage.compiled import Rule, watch
from services.triage.events import Event
from services.triage.examples import Complete, events
from services.triage.history import History
from services.triage.spans import Span, cut
from services.triage.verdicts import Verdicts
from services.triage.working import Working, work
from tests.profiles import at_most
from tests.triage.test_rule_laws import ALL_RULES, HOURS, RULES, START

Spans = dict[tuple[str, str, str, str], Span]


def _texts(rule: Rule) -> st.SearchStrategy[list[Mapping[str, object]]]:
    """Mostly events that the rule could see, of two children of a family; of some only the date is known."""
    kinds = st.sampled_from(sorted({type for one in rule.watches for type in one.types}))
    return st.lists((kinds | st.sampled_from(sorted(WEIGHTS))).flatmap(_text), min_size=1, max_size=16)


def _text(kind: str) -> st.SearchStrategy[Mapping[str, object]]:
    pattern = "%Y-%m-%d" if kind == "incident_reported" else "%Y-%m-%dT%H:%M"
    at = st.tuples(st.integers(0, HOURS), st.sampled_from([pattern, "%Y-%m-%d"])).map(
        lambda drawn: (START + timedelta(hours=drawn[0])).strftime(drawn[1])
    )
    band, child = st.sampled_from(AGE_BANDS), st.integers(1, 2)
    variant = st.sampled_from(WEIGHTS[kind][1])
    return st.builds(
        lambda fields, at, band, child: {**fields, "type": kind, "at": at, "age_band": band, "child": child},
        variant,
        at,
        band,
        child,
    )


def _spans(rule: Rule, made: Mapping[str, Event]) -> Spans:
    return {span.key: span for span in rule.spans(History(watch([rule]), made.values()))}


@ALL_RULES
@settings(max_examples=at_most(40), deadline=None)
@given(data=st.data())
def test_a_rule_that_looks_again_says_what_it_says_from_the_beginning(rule: Rule, data: st.DataObject) -> None:
    """Whatever comes, goes or becomes another, in whatever order."""
    made = events(data.draw(_texts(rule)), england())
    history, held, kept = History(watch([rule])), dict[str, Event](), Spans()
    workings: dict[str, Working] = {}
    for number in data.draw(st.lists(st.integers(0, len(made) - 1), min_size=1, max_size=30)):
        ref = f"{made[number].ref}-{number % 7}"
        after = None if ref in held and data.draw(st.booleans()) else replace(made[number], ref=ref)
        change = history.replace(ref, after)
        held = {**held, ref: after} if after is not None else {name: one for name, one in held.items() if name != ref}
        for _, turn in work([rule] if change.touched else [], workings, history, change.since):
            for span in turn.gone:
                assert kept.pop(span.key) == span
            kept |= {span.key: span for span in turn.come}
        assert kept == _spans(rule, held)


@settings(max_examples=at_most(60), deadline=None)
@given(data=st.data())
def test_a_cut_that_is_kept_is_the_cut_through_all_spans(data: st.DataObject) -> None:
    """At instants that ascend, while rules come to say more."""
    rules = data.draw(st.lists(st.sampled_from(RULES), min_size=1, max_size=4, unique_by=lambda one: one.key))
    made = events([text for rule in rules for text in data.draw(_texts(rule))], england())
    verdicts, history, workings = Verdicts(), History(watch(rules)), dict[str, Working]()
    hours = sorted(data.draw(st.lists(st.integers(0, 2 * HOURS), min_size=len(made), max_size=len(made))))
    for hour, one in zip(hours, made, strict=True):
        change = history.replace(one.ref, one)
        for rule, turn in work(rules, workings, history, change.since):
            verdicts.turn(rule.key, turn)
        now = round((START + timedelta(hours=hour)).timestamp() * 1000)
        expected = cut((span for rule in rules for span in rule.spans(history)), now, Complete())
        assert verdicts.cut(now, Complete()) == expected
        assert verdicts.cut(now, Complete()) == expected
