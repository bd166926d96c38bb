"""What the benchmark measures stays above what was promised."""

from bench import deidentify_held_out as held_out
from bench.deidentify import SEED, measured
from bench.deidentify_people import HELD_OUT
from bench.deidentify_score import STRUCTURED, Score
from bench.deidentify_texts import Gold, Text, texts
from services.deidentify import Reduced, Span


def test_held_out_texts_are_reduced_as_well_as_promised() -> None:
    """At least 99.5 % of numbers and addresses and 97 % of names are found; 90 % of what is called a name is one."""
    score, _ = measured(texts(1_500, SEED, held_out.TEXTS, held_out.NOBODY, HELD_OUT))
    assert score.recall(STRUCTURED) >= 99.5
    assert score.recall({"name"}) >= 97
    assert score.name_precision >= 90


def test_a_part_left_standing_is_a_miss() -> None:
    """Half of a name tells who it is."""
    score = Score()
    half = Span(0, 3, "name", "", "[name 1]")
    score.add(Text("Eva Kowalska", (Gold(0, 12, "name", "as it is"),)), Reduced("[name 1] Kowalska", (half,), ()))
    assert score.recall({"name"}) == 0
    assert score.name_precision == 100
    assert len(score.misses) == 1


def test_a_name_that_takes_a_word_with_it_is_wrong() -> None:
    """What the text loses beside the name counts against precision."""
    score = Score()
    more = Span(0, 8, "name", "", "[name 1]")
    score.add(Text("Eva rang", (Gold(0, 3, "name", "as it is"),)), Reduced("[name 1]", (more,), ()))
    assert score.recall({"name"}) == 100
    assert score.name_precision == 0
