"""What the OpenAPI document says of each route beside its docstring."""

import json
from typing import Any, Final

from services.intake.cloudevents import BATCH, STRUCTURED, TYPES
from services.intake.http import examples

AGENCY: Final = "aldermere-childrens-services"
PROBLEM: Final = "application/problem+json"


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _header(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    schema = {"type": "string", **schema}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _answers(**said: str) -> dict[int | str, dict[str, Any]]:
    """Answers by `s201="..."`; from 400 on they are problem details."""
    problem = {"content": {PROBLEM: {"schema": _ref("Problem")}}}
    return {int(code[1:]): {"description": text, **(problem if code[1] >= "4" else {})} for code, text in said.items()}


def _body(name: str, shown: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = {"schema": _ref(name), "examples": {key: {"value": value} for key, value in shown.items()}}
    return {"required": True, "content": {"application/json": content, **more}}


_HISTORY = _header(
    "Heed-History", "`true` for a load of history: alerts go to a digest, never to a pager", enum=["true", "false"]
)
_TRACE = _header("traceparent", "W3C trace context; made where it is left out")
_LATER: Final = {
    "s401": "The API key isn't known",
    "s403": "The key doesn't allow this agency, area or feed",
    "s413": "Too large",
    "s415": "Another media type",
    "s422": "Not valid: every error with its JSON pointer, and what is allowed",
    "s429": "More than one key may send; `Retry-After` says when to send it again",
    "s503": "Kafka is away and the spool is full; `Retry-After` says when to try again",
    "s507": "The disk is full",
}
_EVENT: Final = examples.case_event(examples.AREA, AGENCY)
_IN_ENVELOPE: Final = {
    "specversion": "1.0",
    "id": f"{_EVENT['event_id']}:{_EVENT['revision']}",
    "source": f"/agencies/{AGENCY}",
    "type": f"{TYPES}{_EVENT['type']}",
    "data": _EVENT,
}
_CLOUD_EVENT: Final = {
    "type": "object",
    "description": "A CloudEvent 1.0 whose `data` is a CaseEvent. In binary mode the attributes are `ce-` headers",
    "properties": {
        **{name: {"type": "string", "minLength": 1} for name in ("id", "source", "type")},
        "specversion": {"const": "1.0"},
        "data": _ref("CaseEvent"),
    },
    "required": ["specversion", "id", "source", "type", "data"],
}
_EVENT_WITH_CHILD: Final = examples.case_event_with_child(examples.AREA, AGENCY)

CASE_EVENTS: Final[dict[str, Any]] = {
    "parameters": [_HISTORY, _TRACE],
    "requestBody": _body(
        "CaseEvent",
        {"with the child's pseudonym": _EVENT, "with the child": _EVENT_WITH_CHILD},
        **{
            "application/x-ndjson": {
                "schema": {"type": "string", "description": "one CaseEvent a line, up to 10,000 lines"},
                "example": f"{json.dumps(_EVENT)}\n{json.dumps(_EVENT_WITH_CHILD)}\n",
            },
            STRUCTURED: {"schema": _CLOUD_EVENT, "example": _IN_ENVELOPE},
            BATCH: {"schema": {"type": "array", "items": _CLOUD_EVENT}, "example": [_IN_ENVELOPE]},
        },
    ),
}
CASE_ANSWERS: Final = _answers(
    s200="Accepted before with the same content, and in Kafka. With a sandbox key: `checked`, and not kept",
    s201="In Kafka. NDJSON: every accepted line is; `results` has one entry a line",
    s202="On this node's disk, and on its way to Kafka",
    s400="Not JSON that is taken",
    s409="The revision was accepted with other content",
    **_LATER,
)

REPORTS: Final[dict[str, Any]] = {
    "parameters": [
        _header(
            "Idempotency-Key",
            "Names the report within your agency: the same key and `revision` again is the same report, "
            "the same key and a higher `revision` amends it, with `withdrawn: true` withdraws it",
            required=True,
            minLength=1,
            maxLength=128,
            pattern="^[!-~]+$",
        ),
        _HISTORY,
    ],
    "requestBody": _body(
        "IncidentReport",
        {
            "for learning only": examples.report(examples.AREA),
            "passed to officers": examples.report_with_child(examples.AREA, AGENCY),
        },
    ),
}
REPORT_ANSWERS: Final = _answers(
    s202="On this node's disk. It leaves in a shuffled batch, and the child, if given, apart from it",
    s400="Not JSON that is taken, or no `Idempotency-Key`",
    s409="The revision was accepted with other content",
    **_LATER,
)

COMPLETE: Final[dict[str, Any]] = {
    "parameters": [_TRACE],
    "requestBody": _body("CompleteTo", {"after the night's export": examples.complete_to(examples.AREA)}),
}
COMPLETE_ANSWERS: Final = _answers(
    s200="Said before",
    s201="In Kafka, behind all that was accepted before it",
    s202="On this node's disk, and on its way to Kafka",
    s400="Not JSON that is taken",
    s409="The feed was complete further already",
    **_LATER,
)
