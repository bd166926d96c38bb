"""The `deidentify` benchmark: recall and precision on made-up texts that nothing was tuned on."""

import time

from bench import deidentify_held_out, deidentify_tuning, deidentify_tuning_more
from bench.deidentify_people import HELD_OUT, TUNING
from bench.deidentify_score import STRUCTURED, Score
from bench.deidentify_texts import Text, texts
from bench.options import Options
from bench.result import Figures
from services.deidentify import reduce

TEXTS = 12_000
SEED = 20_260_406
SHOWN = 40
"""Misses that a result lists; the counts are of all."""


async def run_deidentify(options: Options) -> Figures:
    """Held-out figures first; those of the tuning templates beside them tell how far tuning flatters."""
    count = options.scaled(TEXTS)
    held = texts(count, SEED, deidentify_held_out.TEXTS, deidentify_held_out.NOBODY, HELD_OUT)
    first, more = deidentify_tuning, deidentify_tuning_more
    tuned = texts(count, SEED + 1, first.TEXTS + more.TEXTS, first.NOBODY + more.NOBODY, TUNING)
    score, seconds = measured(held)
    figures: Figures = {
        "texts": count,
        **_figures(score),
        "characters_per_s": round(sum(len(one.text) for one in held) / seconds),
    }
    figures |= {f"tuning_{name}": value for name, value in _figures(measured(tuned)[0]).items() if "_pct" in name}
    figures |= {f"recall_{name}_pct": value for name, value in score.by_type().items()}
    figures |= {f"names_{name.replace(' ', '_')}_recall_pct": value for name, value in score.by_way().items()}
    return figures | {"some_misses": score.misses[:SHOWN], "some_wrong": score.wrongs[:SHOWN]}


def measured(made: list[Text]) -> tuple[Score, float]:
    """The score over these texts, and how long reducing took."""
    score, seconds = Score(), 0.0
    for one in made:
        began = time.perf_counter()
        reduced = reduce(one.text)
        seconds += time.perf_counter() - began
        score.add(one, reduced)
    return score, seconds


def _figures(score: Score) -> Figures:
    return {
        "structured_recall_pct": score.recall(STRUCTURED),
        "name_recall_pct": score.recall({"name"}),
        "name_precision_pct": score.name_precision,
        "precision_pct": score.precision,
        "place_and_setting_recall_pct": score.recall({"place", "setting"}),
        "misses": len(score.misses),
        "wrong": len(score.wrongs),
    }
