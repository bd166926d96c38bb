"""The OpenAPI document, and a page of it that needs nothing from the internet."""

import html
import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

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
    """`/openapi.json` with the models that are sent, and `/docs`."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]

    @app.get("/docs", include_in_schema=False)
    async def page() -> HTMLResponse:
        return HTMLResponse("".join(_page(document())))


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


def _page(document: dict[str, Any]) -> Iterator[str]:
    title = html.escape(document["info"]["title"])
    yield f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{title}</title>'
    yield "<style>body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{background:#f3f2f1;"
    yield "padding:1rem;overflow:auto}dt{font-weight:bold}</style>"
    yield f"<h1>{title}</h1><p>{html.escape(document['info']['description'])}</p>"
    yield '<p>The whole document, with every field: <a href="/openapi.json">/openapi.json</a>.</p>'
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield from _operation(path, method, operation)
    yield "</html>"


def _operation(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{method.upper()} {html.escape(path)}</code></h2>"
    yield f"<p>{html.escape(operation.get('description', ''))}</p><dl>"
    for parameter in operation.get("parameters", ()):
        yield f"<dt>{html.escape(parameter['name'])}</dt><dd>{html.escape(parameter.get('description', ''))}</dd>"
    yield "</dl>"
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        for name, example in content.get("examples", {}).items():
            yield f"<h3>{html.escape(media)}: {html.escape(name)}</h3>"
            yield f"<pre>{html.escape(json.dumps(example['value'], indent=2))}</pre>"
    yield "<h3>Answers</h3><dl>"
    for status, answer in operation["responses"].items():
        yield f"<dt>{status}</dt><dd>{html.escape(answer['description'])}</dd>"
    yield "</dl>"
