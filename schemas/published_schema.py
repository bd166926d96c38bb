"""The JSON Schema of a topic: what its writers may write and its readers meet."""

from typing import Any, Final

from schemas.topology import Topic

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(topic: Topic) -> dict[str, Any]:
    """The schema of the topic's values in its present version."""
    found = topic.adapter().json_schema(mode="validation")
    for definition in (found, *found.get("$defs", {}).values()):
        require_tag(definition)
    words = {"title": f"{topic.name} v{topic.version}", "description": topic.description}
    return {"$schema": DIALECT, "$id": identity(topic), **found, **words}


def name(topic: Topic) -> str:
    """The schema's file name in `published/`."""
    return f"{topic.name}.v{topic.version}.json"


def identity(topic: Topic) -> str:
    """What records say of their schema in the header `ce_dataschema`."""
    return f"urn:heed:schema:{topic.name}:{topic.version}"


def require_tag(definition: dict[str, Any]) -> None:
    """A record always says its type: only in Python does the class stand for it."""
    if "const" in definition.get("properties", {}).get("type", {}):
        definition["required"] = ["type", *(part for part in definition.get("required", []) if part != "type")]
