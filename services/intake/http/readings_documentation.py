"""What the OpenAPI document says of the protection read."""

from typing import Any, Final

PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSED: Final = {
    400: "The request can't be read",
    401: "The API key isn't known",
    403: "The key has no scope `readings`",
    429: "More than one key may send; `Retry-After` says when to send it again",
    503: "The disk can't be read or written now",
    507: "The disk is full",
}
_SAYING: Final = {413: "Too large", 415: "Another media type", 422: "Not valid: every error with its JSON pointer"}
_ONE: Final = {404: "Nothing of this id for this key; it is kept for 7 days"}
_LISTED: Final[dict[str, Any]] = {
    "id": {"type": "string"},
    "due": {"type": "string", "format": "date-time"},
    "area": {"type": "string"},
    "audience": {"enum": ["staff", "family", "child"]},
    "route": {"enum": ["learning_only", "usual_officers", "independent_route"]},
    "urgent": {"type": "boolean"},
}
_WORDS: Final[dict[str, Any]] = {
    "parts": {"type": "object", "additionalProperties": {"type": "string"}, "description": "by the form's question"},
    "child": {"type": "string", "description": "who the child is, in the reporter's words; may be empty"},
}
SAID: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "outcome": {"enum": ["read", "needs_protection", None]},
                        "question": {"type": ["string", "null"], "minLength": 1, "maxLength": 2_000},
                    },
                },
                "examples": {"read, with a question": {"value": {"outcome": "read", "question": "Which day was it?"}}},
            }
        },
    }
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _answers(schema: dict[str, Any], *refused: dict[int, str]) -> dict[int | str, dict[str, Any]]:
    told = {code: text for each in refused for code, text in each.items()}
    problems: dict[int | str, dict[str, Any]] = {
        code: {"description": text, "content": PROBLEM} for code, text in told.items()
    }
    return {200: {"description": "As asked", "content": {"application/json": {"schema": schema}}}, **problems}


WAITING_ANSWERS: Final = _answers(_object({"waiting": {"type": "array", "items": _object(_LISTED)}}), _REFUSED)
READ_ANSWERS: Final = _answers(_object(_LISTED | _WORDS), _REFUSED, _ONE, {422: "Not a request of this API"})
SAY_ANSWERS: Final = _answers(
    _object({"id": {"type": "string"}, "asked": {"type": "boolean"}, "outcome": {"type": ["string", "null"]}}),
    _REFUSED, _ONE, _SAYING,
)  # fmt: skip
