"""What every contract shares: strictness, the wire form, and the identifiers of areas, organisations and children."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

AREA_PATTERN: Final = r"^E(06|08|09|10)[0-9]{6}$"
ORGANISATION_PATTERN: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
EVENT_ID_PATTERN: Final = r"^[A-Za-z0-9._:-]{1,64}$"
PSEUDONYM_PATTERN: Final = r"^k[1-9][0-9]{0,3}:[0-9a-f]{64}$"
UUID_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
SHA256_PATTERN: Final = r"^[0-9a-f]{64}$"
BASE64_PATTERN: Final = r"^[A-Za-z0-9+/]*={0,2}$"
CODE_PATTERN: Final = r"^[A-Za-z0-9_]{1,64}$"
TITLE_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9 ,.&'()/-]{0,79}$"

WORDS: Final[dict[str, str]] = {
    AREA_PATTERN: "the ONS code of an English local authority with children's services, such as E06000901",
    ORGANISATION_PATTERN: "an id of the configuration: small letters, digits and single hyphens, first a letter",
    EVENT_ID_PATTERN: "1 to 64 letters, digits, dots, underscores, colons or hyphens",
    PSEUDONYM_PATTERN: "a pseudonym: k, its key's version, a colon, 64 hexadecimal digits (never a child's own id)",
    UUID_PATTERN: "a UUID in small letters",
    SHA256_PATTERN: "64 hexadecimal digits in small letters",
    BASE64_PATTERN: "base64",
    CODE_PATTERN: "a code of 1 to 64 letters, digits or underscores",
    TITLE_PATTERN: "1 to 80 letters, digits, spaces and simple punctuation",
}
"""What each pattern allows, in words for whoever sent something else."""

AreaCode = Annotated[str, Field(pattern=AREA_PATTERN)]
"""One safeguarding partnership: its authority's ONS code (E06 unitary, E08 metropolitan, E09 London, E10 county)."""

OrganisationId = Annotated[str, Field(pattern=ORGANISATION_PATTERN, max_length=64)]
"""An agency or a team of the configuration. Never a person."""

EventId = Annotated[str, Field(pattern=EVENT_ID_PATTERN)]
"""The sender's own id of an event, unique within its agency."""

SubjectKey = Annotated[str, Field(pattern=PSEUDONYM_PATTERN)]
"""The pseudonym of a child (as a family key: of a family): HMAC-SHA256 by the area's key, and that key's version."""

Uuid = Annotated[str, Field(pattern=UUID_PATTERN)]
Sha256 = Annotated[str, Field(pattern=SHA256_PATTERN)]
Code = Annotated[str, Field(pattern=CODE_PATTERN)]
Title = Annotated[str, Field(pattern=TITLE_PATTERN)]
"""The name of an organisation, a team, a rule or a channel."""

Revision = Annotated[int, Field(ge=1, le=1_000_000)]
"""1, and higher with each amendment. Bounded, so that it fits every store."""

Base64 = Annotated[str, Field(pattern=BASE64_PATTERN)]
"""Bytes, usually encrypted, as text."""

LAST_MILLI: Final = 7_258_118_400_000
UnixMillis = Annotated[int, Field(ge=0, le=LAST_MILLI)]
"""Unix milliseconds, up to the year 2200."""

Offset = Annotated[int, Field(ge=0, le=2**62)]
Partition = Annotated[int, Field(ge=0, le=100_000)]


class Contract(BaseModel):
    """A record that crosses a boundary: strict types, unknown fields refused, never changed once made."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def encode(model: BaseModel) -> bytes:
    """The record's JSON: fields in their declared order, without those that are None. The same each time."""
    return model.__pydantic_serializer__.to_json(model, exclude_none=True)
