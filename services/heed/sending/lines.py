"""Lines of an agency's file as records to send: its own codes put into Heed's, children into pseudonyms."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from schemas.problems import problems
from services.heed.sending.codes import Codes, coded
from services.heed.sending.spool import Kind
from services.intake.api_child import Child, ReportedChild
from services.intake.area_keys import AreaKey
from services.intake.guard import UnreadableError, check


class BadLine(ValueError):
    """A line that can't be put into the spool; says why, without what may identify a child."""


@dataclass(frozen=True, slots=True)
class Lines:
    """`keys` by area: where an area's is held, no identifier of a child leaves this machine."""

    keys: Mapping[str, AreaKey] = field(default_factory=dict)
    codes: Codes = field(default_factory=dict)

    def record(self, line: bytes) -> tuple[Kind, str, dict[str, Any]]:
        """Kind, name, body. Raises `BadLine`."""
        try:
            check(line)
        except UnreadableError as error:
            raise BadLine(f"{error.pointer}: allowed: {error.allowed}") from None
        said = json.loads(line)
        body = said.get("report", said)
        if not isinstance(body, dict) or type(body.get("revision", 1)) is not int:
            raise BadLine("/revision: allowed: a whole number from 1 on")
        if "report" in said:
            return "incident-report", *self._report(said)
        if not isinstance(said.get("event_id"), str) or not said["event_id"]:
            raise BadLine("/event_id: allowed: the event's id in your system")
        return "case-event", said["event_id"], self._keyed(coded(said, self.codes), Child)

    def _report(self, said: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        name, body = said.get("idempotency_key"), said["report"]
        if not isinstance(name, str) or not name or not isinstance(body, dict):
            raise BadLine('allowed: {"idempotency_key": "your number", "report": {…}}')
        return name, self._keyed(coded(body, self.codes), ReportedChild)

    def _keyed(self, body: dict[str, Any], model: type[Child]) -> dict[str, Any]:
        key = self.keys.get(str(body.get("area")))
        named = body.get("child")
        if key is None or not isinstance(named, dict) or "subject_key" in named:
            return body
        try:
            child = model.model_validate(named)
        except ValidationError as error:
            raise BadLine("; ".join(_told(error))) from None
        pseudonym = child.pseudonym(key)
        rest = {name: value for name, value in named.items() if name not in ("nhs_number", "la_child_id")}
        if model is ReportedChild:
            return {**body, "child": {**rest, "subject_key": pseudonym}}
        return {**{name: value for name, value in body.items() if name != "child"}, "subject_key": pseudonym}


def _told(error: ValidationError) -> Iterator[str]:
    for one in problems(error):
        yield f"/child{one.pointer}: {one.message}"
