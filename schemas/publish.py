"""`python -m schemas.publish`: writes `schemas/published/`. Refuses a change that breaks a published version."""

import json
import sys
from pathlib import Path
from typing import Any, Final

from schemas.asyncapi import asyncapi
from schemas.compatibility import breaking_changes, unreadable
from schemas.published_schema import json_schema, name
from schemas.topology import Topic, Topology, load_topology

FOLDER: Final = Path(__file__).with_name("published")


def documents(topology: Topology) -> dict[str, str]:
    """Each published file's name and text, as the contracts now are."""
    schemas = {name(topic): _text(json_schema(topic)) for topic in topology.topics.values()}
    return {**schemas, "asyncapi.json": _text(asyncapi(topology))}


def broken(topology: Topology, folder: Path = FOLDER) -> list[str]:
    """What the contracts, as they now are, break of what is published in the folder."""
    return [f"{topic.name}: {found}" for topic in topology.topics.values() for found in _broken(topic, folder)]


def _broken(topic: Topic, folder: Path) -> list[str]:
    new, found = json_schema(topic), []
    for version in range(1, topic.version + 1):
        path = folder / f"{topic.name}.v{version}.json"
        if not path.exists():
            continue
        old = json.loads(path.read_text(encoding="utf-8"))
        if version == topic.version:
            found += [f"v{version}: {change}" for change in breaking_changes(old, new)]
        elif topic.cleanup == "keep":
            found += [f"v{version}: {change}" for change in unreadable(old, new)]
    return found


def main() -> int:
    """Write the files; 1 where a published version would break, and then nothing is written."""
    topology = load_topology()
    found = broken(topology)
    if found:
        sys.stderr.write("\n".join([*found, "Give the topic a new version in topology.toml, or keep the field.", ""]))
        return 1
    FOLDER.mkdir(exist_ok=True)
    for file, text in documents(topology).items():
        (FOLDER / file).write_text(text, encoding="utf-8")
    return 0


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
