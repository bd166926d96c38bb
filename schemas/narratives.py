"""Texts, reduced and encrypted: what people wrote on a report, an alert or a question. Never on any other topic."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Base64, Contract, Uuid
from schemas.times import Day


class Narrative(Contract):
    """One text under its random id. What it belongs to stands in intake's encrypted table only. A tombstone deletes it.

    `sealed` is the reduced text, encrypted under `key_version` of the area's key and written in base64.
    """

    type: Literal["narrative"] = "narrative"
    text_id: Uuid
    area: AreaCode
    kept_on: Day
    key_version: Annotated[int, Field(ge=1, le=9_999)]
    sealed: Annotated[Base64, Field(max_length=1_000_000)]


NARRATIVE: Final[TypeAdapter[Narrative]] = TypeAdapter(Narrative)
