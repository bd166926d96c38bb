"""JSON Schemas as our contracts make them, resolved into plain nodes that can be compared."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import gt, lt
from typing import Any, Final

Schema = dict[str, Any]

LIMITS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "minimum": gt,
    "exclusiveMinimum": gt,
    "minLength": gt,
    "minItems": gt,
    "maximum": lt,
    "exclusiveMaximum": lt,
    "maxLength": lt,
    "maxItems": lt,
}
"""Each limit, and whether its first value is stricter than its second."""


@dataclass(frozen=True)
class Node:
    """One alternative of a schema, with references resolved against `root`."""

    schema: Schema
    root: Schema

    @cached_property
    def fields(self) -> dict[str, dict[str, "Node"]]:
        """An object's fields, each with its alternatives."""
        return {name: variants(found, self.root) for name, found in self.schema.get("properties", {}).items()}

    @property
    def required(self) -> frozenset[str]:
        return frozenset(self.schema.get("required", ()))

    @property
    def closed(self) -> bool:
        """Whether unknown fields are refused."""
        return self.schema.get("additionalProperties") is False

    @cached_property
    def items(self) -> dict[str, "Node"] | None:
        """A list's items with their alternatives; None for what is no list, or takes anything."""
        found = self.schema.get("items")
        return variants(found, self.root) if isinstance(found, dict) else None


def variants(schema: Schema, root: Schema) -> dict[str, Node]:
    """The alternatives of a schema by kind: the JSON type, or for a tagged object its tag."""
    schema = _resolved(schema, root)
    parts = schema.get("anyOf") or schema.get("oneOf")
    if parts:
        return {kind: node for part in parts for kind, node in variants(part, root).items()}
    return {_kind(schema, root): Node(schema, root)}


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        found: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return {**schema, "enum": [schema["const"]]} if "const" in schema else schema


def _kind(schema: Schema, root: Schema) -> str:
    tag = schema.get("properties", {}).get("type", {}).get("const")
    return str(tag or schema.get("type", "anything"))
