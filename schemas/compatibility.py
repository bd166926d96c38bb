"""Whether a change of a contract breaks who writes or reads its published version."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.schema_nodes import LIMITS, Node, Schema, variants


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """What breaks between two JSON Schemas, each with its field; empty where nothing does.

    A *writer* of the old version breaks when the new one refuses what it writes; so do records already in the log.
    A *reader* of the old version breaks when the new one allows what it refuses, an unknown field included.
    """
    return sorted({*unreadable(old, new), *(f"reader: {found}" for found in _lost(new, old, _READER))})


def unreadable(old: Schema, new: Schema) -> list[str]:
    """What of records of the old version the new one refuses. Empty for every version that a kept topic ever had."""
    return sorted({f"writer: {found}" for found in _lost(old, new, _WRITER)})


_WRITER = {
    "kind": "no longer takes {}",
    "field": "is no longer a field",
    "required": "is newly required",
    "code": "no longer takes {}",
    "limit": "{} is stricter",
    "text": "its {} changed",
}
_READER = {
    "kind": "may now be {}",
    "field": "is a new field",
    "required": "may now be left out",
    "code": "may now be {}",
    "limit": "{} is looser",
    "text": "its {} changed",
}


def _lost(wide: Schema, narrow: Schema, words: Mapping[str, str]) -> Iterator[str]:
    """Where a value that `wide` allows is refused by `narrow`."""
    yield from _node(variants(wide, wide), variants(narrow, narrow), "", words)


def _node(wide: dict[str, Node], narrow: dict[str, Node], path: str, words: Mapping[str, str]) -> Iterator[str]:
    for kind, node in wide.items():
        taker = narrow.get(kind) or (narrow.get("number") if kind == "integer" else None)
        if taker is None:
            yield f"{path or 'type'} {words['kind'].format(kind)}"
        else:
            yield from _same_kind(node, taker, path or (kind if len(wide) > 1 else ""), words)


def _same_kind(wide: Node, narrow: Node, path: str, words: Mapping[str, str]) -> Iterator[str]:
    yield from _codes(wide.schema, narrow.schema, path, words)
    yield from _limits(wide.schema, narrow.schema, path, words)
    if narrow.items is not None:
        yield from _node(wide.items or {}, narrow.items, f"{path}/*", words)
    yield from _fields(wide, narrow, path, words)


def _codes(wide: Schema, narrow: Schema, path: str, words: Mapping[str, str]) -> Iterator[str]:
    if "enum" in wide:
        lost = [code for code in wide["enum"] if not _fits(code, narrow)]
    else:
        lost = ["any text"] if "enum" in narrow else []
    for code in lost:
        yield f"{path} {words['code'].format(code)}"


def _fits(code: Any, narrow: Schema) -> bool:
    if "enum" in narrow or not isinstance(code, str):
        return code in narrow.get("enum", [code])
    least, most = narrow.get("minLength", 0), narrow.get("maxLength", len(code))
    return least <= len(code) <= most and re.search(narrow.get("pattern", ""), code) is not None


def _limits(wide: Schema, narrow: Schema, path: str, words: Mapping[str, str]) -> Iterator[str]:
    if "enum" in wide:
        return
    for name, stricter in LIMITS.items():
        if name in narrow and (name not in wide or stricter(narrow[name], wide[name])):
            yield f"{path} {words['limit'].format(name)}"
    for name in ("pattern", "format", "contentEncoding"):
        if name in narrow and narrow[name] != wide.get(name):
            yield f"{path} {words['text'].format(name)}"


def _fields(wide: Node, narrow: Node, path: str, words: Mapping[str, str]) -> Iterator[str]:
    for name, field in wide.fields.items():
        if name in narrow.fields:
            yield from _node(field, narrow.fields[name], f"{path}/{name}", words)
        elif narrow.closed:
            yield f"{path}/{name} {words['field']}"
    for name in sorted(narrow.required - wide.required):
        yield f"{path}/{name} {words['required']}"
