"""Whatever somebody answers, sends, or asks for: the order holds, and no page raises."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.intake.area_keys import AreaKey
from services.intake.pages.asked import Asking, read
from services.intake.pages.draft import new_draft
from services.intake.pages.steps import EIGHT, changed, reached, steps
from services.intake.pages.words import AUDIENCES, Audience, words_for

TODAY = date(2026, 11, 23)
PLACES = frozenset({"area", "agency", "team"})
ROUTES = ["learning_only", "usual_officers", "independent_route", "named_referral"]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "now": st.sampled_from(["no", "yes", "unsure"]),
        "route": st.sampled_from(ROUTES),
        **{name: st.sampled_from(["a", "b"]) for name in ("area", "agency", "team", "what", "kind", "number", "child")},
    },
)
FIELDS = st.dictionaries(
    st.sampled_from(
        ["when", "when-day", "when-month", "when-year", "nhs", "la", "what", "helped", "helped_more", "now"]
    ),
    st.one_of(
        st.text(max_size=12), st.integers(-3, 10_000).map(str), st.sampled_from(["day", "month", "²", "٣", "\0"])
    ),
)


@given(st.sampled_from(AUDIENCES), ANSWERS)
def test_the_choice_comes_before_whatever_names_a_child(audience: Audience, answers: dict[str, str]) -> None:
    """First the danger, then who reads it, then the choice; the eight questions in their order, or none."""
    pages = steps(audience, answers, PLACES)
    assert pages[0] == "now"
    route = pages.index("route")
    assert all(pages.index(step) > route for step in ("number", "child", *EIGHT) if step in pages)
    assert [step for step in pages if step in EIGHT] in ([], list(EIGHT))
    assert ("danger" in pages) == (answers.get("now") in ("yes", "unsure"))
    assert len(set(pages)) == len(pages)
    assert reached(pages, answers) in pages
    if answers.get("route") in (None, "learning_only", "named_referral"):
        assert not {"number", "child", "responsible"} & set(pages)


@given(st.sampled_from(AUDIENCES), ANSWERS, ANSWERS)
def test_nothing_stays_that_was_answered_under_another_answer(
    audience: Audience, before: dict[str, str], said: dict[str, str]
) -> None:
    """A child that was named under one choice isn't kept under another; nor an agency of another area."""
    after = new_draft(0, audience).answering(before).answering(changed(before, said)).answers
    if "route" in said and said["route"] != before.get("route") and "child" not in said:
        assert "child" not in after
    if "area" in said and said["area"] != before.get("area") and "agency" not in said:
        assert "agency" not in after


@given(st.sampled_from(AUDIENCES), FIELDS, st.data())
def test_whatever_a_page_is_sent_it_is_answered_or_told(
    audience: Audience, form: dict[str, str], data: st.DataObject
) -> None:
    """Either answers or reasons, never both and never an exception; no reason repeats what was typed as a number."""
    question = data.draw(st.sampled_from(sorted(words_for(audience).questions.values(), key=lambda each: each.id)))
    key = AreaKey(1, b"k" * 32)
    found = read(Asking(question, question.options, TODAY, key), form)
    if found.wrong:
        assert question.id == "helped" or found.answers == {}
    for each in found.wrong:
        assert each.field == question.id or each.field.startswith((question.id, "nhs", "la"))
        assert all(len(form.get(name, "")) < 4 or form[name] not in each.message for name in ("nhs", "la"))
