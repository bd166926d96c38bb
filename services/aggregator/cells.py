"""The cells of the counts: each dimension with each of its values, numbered.

The numbers follow the code lists of `schemas`, so that no code is without a cell; state files hold numbers, and
`FINGERPRINT` is part of the engine, so that a file numbered otherwise is rebuilt.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from schemas.reports import IncidentReport

TOTAL = ("total", "all")
"""The cell of every report."""

SINGLE = {
    "incident_class": "incident_class",
    "prevented_by": "prevented_by",
    "journey_stage": "journey_stage",
    "harm_actual_physical": "harm_actual_physical",
    "harm_actual_psychological": "harm_actual_psychological",
    "harm_potential": "harm_potential",
    "overlooked": "overlooked",
    "overlooked_at": "overlooked_at",
    "reporter_role": "reporter_role",
}
"""Fields with at most one value, and the dimension that each is counted in."""

MANY = {
    "factors": "factor",
    "failure_layers": "layer",
    "harm_categories": "harm_category",
    "assessment_factors": "assessment_factor",
}
"""Fields with a set of values: a report counts once in each of its values, so these don't add up to the reports."""


def codes(annotation: Any) -> Iterator[str]:
    """Every code that a field of this type can hold, in the order of its code list."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from codes(part)


def _cells() -> Iterator[tuple[str, str]]:
    yield TOTAL
    for field, dimension in (SINGLE | MANY).items():
        for code in dict.fromkeys(codes(IncidentReport.model_fields[field].annotation)):
            yield dimension, code


CELLS: tuple[tuple[str, str], ...] = tuple(_cells())
"""(dimension, value) by number."""

NUMBER = {cell: number for number, cell in enumerate(CELLS)}

DIMENSIONS: dict[str, tuple[str, ...]] = {
    dimension: tuple(value for other, value in CELLS if other == dimension)
    for dimension in dict.fromkeys(dimension for dimension, _ in CELLS)
}
"""The values of each dimension, in the order of its code list."""

FINGERPRINT = hashlib.sha256(repr(CELLS).encode()).hexdigest()
