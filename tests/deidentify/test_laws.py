"""What holds for any text at all."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.deidentify import Reduced, reduce

# fmt: off
PIECES = st.sampled_from((
    "Sarah", "Oluwaseun Adebayo-Smith", "will", "Will said", "[name 1]", "[name 12]", "[postcode 3]",
    "[name ", "] ", "Mrs", "my son", "told", "943 476 5919", "07700 900123", "SE15 5AB", "AB12 CDE",
    "12/03/2015", "born", "(", ")", ", ", ". ", "a@b.co.uk", "@jay_09", "14 Rowan Avenue", "St Mary's",
    "Primary School", "the only", "social worker", "-", "'s", "van der", "J.", "K.", "[text 1]",
    "ref no", "Kent County Council", "Ѕаrаh", "ｆｕｌｌ", "نور",
    "\u200b", "\u0301", "\ud800", "\n",
))
# fmt: on
MADE = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).flatmap(
    lambda parts: st.sampled_from(("", " ", "  ")).map(lambda between: between.join(parts))
)
TEXTS = st.one_of(st.text(), MADE)
"""The first reading loads the word lists, so no test has a deadline."""


def replaced(text: str, reduced: Reduced) -> str:
    """The text with each span replaced by its placeholder, last first."""
    for span in reversed(reduced.spans):
        text = text[: span.start] + span.placeholder + text[span.end :]
    return text


@settings(deadline=None)
@given(TEXTS)
@example("\u0301\u0301Sarah\u0301")
@example("ﷺ ½ ﬁ Sarah")
def test_spans_are_sorted_apart_and_within_the_text(text: str) -> None:
    """Spans are sorted, not empty, within the text, and none touches another's characters."""
    spans = reduce(text).spans
    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end <= len(text) for end, span in zip(ends, spans, strict=False))


@settings(deadline=None)
@given(TEXTS)
def test_replacing_the_spans_gives_the_reduced_text(text: str) -> None:
    """The reduced text is the original with its spans replaced; all else stands as it was."""
    reduced = reduce(text)
    assert replaced(text, reduced) == reduced.text


@settings(deadline=None)
@given(TEXTS)
def test_reducing_again_changes_nothing(text: str) -> None:
    """A reduced text is its own reduction, without a span."""
    once = reduce(text)
    again = reduce(once.text)
    assert again.text == once.text
    assert again.spans == ()


@settings(deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same(text: str) -> None:
    """Nothing but the text decides."""
    assert reduce(text) == reduce(text)


@settings(deadline=None)
@given(TEXTS)
def test_what_a_person_should_look_at_lies_within_the_text(text: str) -> None:
    """Marks for the human check are by the original's characters, and not empty."""
    assert all(0 <= mark.start < mark.end <= len(text) for mark in reduce(text).review)


@settings(deadline=None)
@given(
    st.sampled_from(
        ("a", "1", "1 ", "a@", "a.", "ref no ", "ref-", "oh oh oh ohx ", "Sarah ", "Zx, ", "[name ", "\u0301a")
    )
)
def test_a_text_of_one_piece_over_and_over_is_reduced(piece: str) -> None:
    """Long runs of what patterns begin with are read like any other."""
    reduced = reduce(piece * 500)
    assert replaced(piece * 500, reduced) == reduced.text
