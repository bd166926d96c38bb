"""Case events that come as CloudEvents 1.0 (cloudevents.io): the envelope is checked, its `data` is the event. Pure.

The event's own `agency`, `event_id` and `revision` say what it is; the envelope's `id` and `source` need only be there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from schemas.crossfield import Broken
from services.intake.refusal import Refusal, broken, invalid

STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
VERSION: Final = "ce-specversion"
TYPES: Final = "heed.case."
"""What the envelope's `type` begins with; the event's own type follows."""
_ATTRIBUTE: Final = re.compile(r"[a-z0-9]{1,20}")
_JSON: Final = re.compile(r"(application/json|[a-z0-9.+-]+/[a-z0-9.+-]+\+json)(\s*;.*)?", re.IGNORECASE)


class Envelope(BaseModel):
    """The attributes of the specification; extensions are let through and not used."""

    model_config = ConfigDict(extra="allow", frozen=True)

    specversion: str = Field(pattern=r"^1\.0$")
    id: str = Field(min_length=1, max_length=200)
    source: str = Field(min_length=1, max_length=200)
    type: str = Field(min_length=1, max_length=100)
    time: AwareDatetime | None = None
    subject: str | None = None
    dataschema: str | None = None
    datacontenttype: str = "application/json"


def structured(value: Mapping[str, Any]) -> bytes | Refusal:
    """The event in an envelope of JSON, or why it is none."""
    try:
        envelope = Envelope.model_validate({name: one for name, one in value.items() if name != "data"})
    except ValidationError as error:
        return invalid(error, also=_data(value))
    return broken([*_attributes(envelope, value.get("data")), *_data(value)]) or json.dumps(value["data"]).encode()


def binary(headers: Mapping[str, str], body: bytes) -> Refusal | None:
    """Why a request whose headers are the envelope is none; its body is the event."""
    said = {name[3:]: value for name, value in headers.items() if name.startswith("ce-")}
    try:
        envelope = Envelope.model_validate(said)
    except ValidationError as error:
        return invalid(error)
    return broken(_attributes(envelope, _loaded(body)))


def inside(refusal: Refusal) -> Refusal:
    """The same refusal of what is the envelope's data."""
    return Refusal(
        refusal.status, refusal.reason, tuple(one._replace(pointer=f"/data{one.pointer}") for one in refusal.errors)
    )


def _attributes(envelope: Envelope, data: Any) -> Iterator[Broken]:
    if not _JSON.fullmatch(envelope.datacontenttype):
        yield Broken("datacontenttype", "application/json")
    for name in envelope.model_extra or ():
        if not _ATTRIBUTE.fullmatch(name) or name == "data_base64":
            yield Broken("data_base64" if name == "data_base64" else "(an attribute)", _named(name))
    kind = data.get("type") if isinstance(data, dict) else None
    if isinstance(kind, str) and envelope.type != TYPES + kind:
        yield Broken("type", f"{TYPES} and the type of the event in data")


def _named(name: str) -> str:
    return "data, as JSON" if name == "data_base64" else "attributes named in 1 to 20 lower-case letters and digits"


def _data(value: Mapping[str, Any]) -> Iterator[Broken]:
    if not isinstance(value.get("data"), dict):
        yield Broken("data", "the event, a JSON object")


def _loaded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
