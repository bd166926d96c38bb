"""Who, by role, looked at or did what. No text, no child and no name."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import SHA256_PATTERN, AreaCode, Code, Contract, OrganisationId, Uuid
from schemas.codes import OfficerRole
from schemas.times import Instant


class AuditLine(Contract):
    """`actor` is a keyed hash of the account; `object_id` is what was looked at or changed: an alert, a release."""

    type: Literal["audit_line"] = "audit_line"
    line_id: Uuid
    area: AreaCode | None = None
    agency: OrganisationId | None = None
    actor: Annotated[str, Field(pattern=SHA256_PATTERN)]
    actor_role: OfficerRole
    action: Code
    object_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/|-]{1,200}$")]
    at: Instant


AUDIT_LINE: Final[TypeAdapter[AuditLine]] = TypeAdapter(AuditLine)
