"""The panes of a block as records of `counts`.

A busy batch changes some ten panes a report, so keys and values are put together from parts that a block, or a cell,
has in common; a test holds them equal to what `schemas.counts` makes.
"""

import json

from services.aggregator.cells import CELLS
from services.aggregator.days import iso
from services.aggregator.panes import Block
from services.aggregator.today import Open
from services.streaming.fold import Batch

TOPIC = "counts"
TYPE = "heed.count"

KEYS = tuple(f"{dimension}|{value}" for dimension, value in CELLS)
VALUES = tuple(f'"dimension":"{dimension}","value":"{value}","n":' for dimension, value in CELLS)


def put(batch: Batch, changed: Open, known: int) -> None:
    """Put each pane of the block that the batch changed, caused by the record that changed it last."""
    key, value = key_prefix(changed.block, known), value_prefix(changed.block, known)
    for cell in sorted(changed.touched):
        written = f"{value}{VALUES[cell]}{changed.counts[cell]}}}".encode()
        batch.put(changed.touched[cell], TOPIC, key=key + KEYS[cell], value=written, type=TYPE)


def key_prefix(block: Block, known: int) -> str:
    """The parts of `schemas.counts.count_key` that the panes of a block and a known day share."""
    return "|".join((block.area, block.agency, block.team, iso(block.day), iso(known), ""))


def value_prefix(block: Block, known: int) -> str:
    """The JSON that they share: all before `dimension`."""
    parts = {
        "type": "count",
        "area": block.area,
        "agency": block.agency,
        "team": block.team,
        "day": iso(block.day),
        "known_day": iso(known),
    }
    given = {name: part for name, part in parts.items() if part}
    return json.dumps(given, separators=(",", ":"))[:-1] + ","
