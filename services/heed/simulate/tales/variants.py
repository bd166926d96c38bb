"""One story told for each of several codes: what a list of guidance says must hold for all that is in it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import product
from typing import Any

TYPE = "type"


def told_each(story: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The stories that a story of a file stands for, each of a kind that names its codes.

    Without `each` it stands for itself. `each` is a list of {event, field, values}: the field of the event with that id
    (or its type), without an event the field of the story. Every combination is told.
    """
    plain = {name: value for name, value in story.items() if name != "each"}
    axes = story.get("each", ())
    for values in product(*(axis["values"] for axis in axes)):
        told = deepcopy(plain)
        for axis, value in zip(axes, values, strict=True):
            _put(told, axis, value)
        told["kind"] = "_".join([plain["kind"], *map(_slug, values)])
        yield told


def _put(story: dict[str, Any], axis: Mapping[str, Any], value: Any) -> None:
    if "event" not in axis:
        story[axis["field"]] = value
        return
    [event] = [one for one in story["events"] if one.get("id") == axis["event"]]
    place = event if axis["field"] == TYPE else event.setdefault("fields", {})
    place[axis["field"]] = value


def _slug(value: Any) -> str:
    """In a name: a list's codes one after the other."""
    codes = value if isinstance(value, list) else [value]
    return "_".join(str(code).lower() for code in codes) or "none"
