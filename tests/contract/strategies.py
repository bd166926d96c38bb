"""Records of every kind, drawn from the published JSON Schemas."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from schemas.schema_nodes import Node, variants

Json = dict[str, Any]

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def records(schema: Json) -> SearchStrategy[Any]:
    """JSON values that the schema allows."""
    return _any(variants(schema, schema))


def _any(alternatives: dict[str, Node]) -> SearchStrategy[Any]:
    return st.one_of([_one(node) for node in alternatives.values()])


def _one(node: Node) -> SearchStrategy[Any]:
    schema = node.schema
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "object":
            return _object(node)
        case "array":
            return _list(node)
        case "integer":
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case "string":
            return _text(schema)
        case "boolean":
            return st.booleans()
    return st.none()


def _object(node: Node) -> SearchStrategy[Any]:
    fields = {name: _any(field) for name, field in node.fields.items()}
    needed = {name: fields.pop(name) for name in node.required}
    return st.fixed_dictionaries(needed, optional=fields)


def _list(node: Node) -> SearchStrategy[Any]:
    least, most = node.schema.get("minItems", 0), min(node.schema.get("maxItems", 3), 3)
    unique = node.schema.get("uniqueItems", False)
    return st.lists(_any(node.items or {}), min_size=least, max_size=max(most, least), unique=unique)


def _text(schema: Json) -> SearchStrategy[str]:
    if schema.get("format") == "date":
        return st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str)
    if schema.get("format") == "date-time":
        between = datetime(1900, 1, 2), datetime(2199, 12, 30)
        return st.datetimes(*between, timezones=OFFSETS).map(datetime.isoformat)
    most = schema.get("maxLength", 10_000)
    pattern = schema.get("pattern", "^[ -~]{0,20}$").removeprefix("^").removesuffix("$")
    return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) <= most)
