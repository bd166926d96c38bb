"""The event types, fields and codes that a rule may name: those of the contracts."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from schemas.cases import CLASSES, FEED_TYPES

EVENT_TYPES = tuple(sorted(FEED_TYPES | {"incident_reported"}))
"""What a rule can see: what feeds carry, and the protection half of an incident report."""


STRUCTURE = frozenset({"type", "withdrawn", "derived", "occurred_precision"})
"""Fields that say what a record is, not what was recorded."""


@cache
def fields(type: str) -> tuple[str, ...]:
    """The fields of an event type that hold codes, in the order of their names."""
    names = _model(CLASSES[type]).model_fields.keys() - STRUCTURE
    return tuple(name for name in sorted(names) if codes(type, name))


def codes(type: str, field: str) -> frozenset[object]:
    """The codes that the field of an event type may hold; none where it holds no codes."""
    info = _model(CLASSES[type]).model_fields.get(field)
    return frozenset() if info is None else frozenset(_codes(info.annotation))


def _model(model: type) -> type[BaseModel]:
    if not issubclass(model, BaseModel):
        raise TypeError(f"{model} is no model")
    return model


def _codes(annotation: Any) -> Iterator[object]:
    if annotation is bool:
        yield from (True, False)
    elif get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from _codes(part)
