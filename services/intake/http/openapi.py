"""The OpenAPI document."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from schemas.published_schema import require_tag
from services.intake.api_events import SENT_EVENT
from services.intake.api_reports import SENT_REPORT
from services.intake.feeds import COMPLETE_TO

REF = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("pointer", "found", "allowed")},
                "required": ["pointer", "allowed"],
            },
        },
    },
    "required": ["type", "title", "status", "errors"],
}


def add_documentation(app: FastAPI) -> None:
    """The document with the models that are sent, for `/openapi.json` and `/docs`."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name, adapter in (("CaseEvent", SENT_EVENT), ("IncidentReport", SENT_REPORT), ("CompleteTo", COMPLETE_TO)):
        schema = adapter.json_schema(ref_template=REF)
        schemas.update(schema.pop("$defs", {}))
        schemas[name] = schema
    for schema in schemas.values():
        require_tag(schema)
    schemas["Problem"] = PROBLEM
    found["components"]["securitySchemes"] = {"apiKey": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{"apiKey": []}]
    return found
