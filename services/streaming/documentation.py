"""An OpenAPI document as a page of plain HTML: no script, no style and no font of another host."""

import html
import json
from collections.abc import Iterator
from typing import Any

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "pre{background:#f3f2f1;padding:1rem;overflow:auto}dt{font-weight:bold}"
)


def page(document: dict[str, Any]) -> Iterator[str]:
    """The page in pieces. The document gives a title; whatever else it leaves out is left out."""
    title = html.escape(document["info"]["title"])
    yield f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    yield f"<h1>{title}</h1><p>{html.escape(document['info'].get('description', ''))}</p>"
    yield '<p>The whole document, with every field: <a href="/openapi.json">/openapi.json</a>.</p>'
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield from _operation(path, method, operation)
    yield "</html>"


def _operation(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{method.upper()} {html.escape(path)}</code></h2>"
    yield f"<p>{html.escape(operation.get('description', ''))}</p>"
    yield from _terms((one["name"], one.get("description", "")) for one in operation.get("parameters", ()))
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        for name, example in content.get("examples", {}).items():
            yield f"<h3>{html.escape(media)}: {html.escape(name)}</h3>"
            yield f"<pre>{html.escape(json.dumps(example['value'], indent=2))}</pre>"
    yield "<h3>Answers</h3>"
    yield from _terms((status, answer["description"]) for status, answer in operation["responses"].items())


def _terms(pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    for term, said in pairs:
        yield f"<dt>{html.escape(term)}</dt><dd>{html.escape(said)}</dd>"
    yield "</dl>"
