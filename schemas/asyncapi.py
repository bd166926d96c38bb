"""The AsyncAPI 3 document of the topics, made from the topology."""

from typing import Any

from schemas.published_schema import identity, name
from schemas.topology import Topic, Topology


def asyncapi(topology: Topology) -> dict[str, Any]:
    """The document (AsyncAPI 3.0). Messages refer to the JSON Schemas beside it."""
    topics = topology.topics.values()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Heed",
            "version": "1",
            "description": "Critical incident reporting for children's safeguarding: the topics between its services.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics},
        "operations": {key: operation for topic in topics for key, operation in _operations(topic).items()},
        "components": {"messages": {topic.name: _message(topic) for topic in topics}},
    }


def _channel(topic: Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": f"{topic.description} May be read for: {topic.read_for}",
        "messages": {"record": {"$ref": f"#/components/messages/{topic.name}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "replicas": topic.replication,
                "topicConfiguration": _configuration(topic),
                "bindingVersion": "0.5.0",
            }
        },
    }


def _configuration(topic: Topic) -> dict[str, Any]:
    """The settings that the binding of Kafka has words for; the others stand in the topology."""
    return {
        "cleanup.policy": ["compact" if topic.cleanup == "compact" else "delete"],
        "retention.ms": topic.retention_ms,
        "retention.bytes": -1,
    }


def _message(topic: Topic) -> dict[str, Any]:
    return {
        "name": topic.name,
        "title": f"{topic.name} v{topic.version}",
        "contentType": "application/json",
        "payload": {
            "schemaFormat": "application/schema+json;version=2020-12",
            "schema": {"$ref": f"./{name(topic)}"},
        },
        "headers": {
            "type": "object",
            "properties": {
                "ce_id": {"type": "string"},
                "ce_type": {"type": "string"},
                "ce_source": {"type": "string"},
                "ce_time": {"type": "string", "format": "date-time"},
                "ce_dataschema": {"type": "string", "const": identity(topic)},
                "traceparent": {"type": "string"},
                "history": {"type": "string", "const": "1"},
            },
        },
        "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}, "bindingVersion": "0.5.0"}},
    }


def _operations(topic: Topic) -> dict[str, Any]:
    sides = [("send", who) for who in topic.producers] + [("receive", who) for who in topic.consumers]
    return {
        f"{who.replace(' ', '-')}.{action}.{topic.name}": {
            "action": action,
            "channel": {"$ref": f"#/channels/{topic.name}"},
            "summary": f"{who} {'writes' if action == 'send' else 'reads'} {topic.name}",
        }
        for action, who in sides
    }
