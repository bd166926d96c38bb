"""In which mode a rule runs for which agencies: the `[[rules]]` of the configuration."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import Code, OrganisationId
from schemas.codes import RuleMode
from schemas.crossfield import Broken

Approver = Literal["duty_manager", "partnership_lead"]
"""Roles that may let a rule page officers: who answers for them, or for the partnership."""

AGREED: Final = {
    "agencies": "the agencies for which it goes active, by id",
    "approved_by": "the role that approved it: duty_manager or partnership_lead",
    "approved_on": "the day from which it holds, such as 2026-09-01",
    "alerts_a_week": "the most alerts agreed for each officer and week, such as 2.5",
}
"""What a rule needs to go active: nobody is paged by what no named role has agreed to."""


class RuleSetting(BaseModel):
    """A rule's mode for these agencies; without any, for all that have no setting of their own.

    It holds from `approved_on` (England) on, until a later setting of the same rule and agency; without a day, from the
    beginning. `alerts_a_week`: to how many an officer's week may come by this rule, see decision 012.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Code
    mode: RuleMode
    agencies: tuple[OrganisationId, ...] = ()
    approved_by: Approver | None = None
    approved_on: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))] | None = None
    alerts_a_week: Annotated[float, Field(gt=0, le=1_000)] | None = None


def broken_modes(raw: Mapping[str, Any]) -> Iterator[Broken]:
    """What is missing for a rule to be active, and settings that contradict each other. Shapes need not be right."""
    officers = _officers(raw)
    before: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for path, row in _rows(raw):
        yield from _agreed(path, row)
        for index, agency in enumerate(_agencies(row)):
            yield from _agency(f"{path}/agencies/{index}", agency, row, officers)
        for agency in _agencies(row) or [""]:
            yield from _after(path, row, before.setdefault((str(row.get("id")), str(agency)), []))


def _agreed(path: str, row: Mapping[str, Any]) -> Iterator[Broken]:
    if row.get("mode") == "active":
        for name, allowed in AGREED.items():
            if not row.get(name):
                yield Broken(f"{path}/{name}", f"active needs {allowed}")
    elif row.get("approved_on") is not None and (row.get("mode") == "off" or not _agencies(row)):
        yield Broken(f"{path}/approved_on", "left out: without agencies, or off, it holds for all of the log")


def _agency(path: str, agency: Any, row: Mapping[str, Any], officers: Mapping[str, Any]) -> Iterator[Broken]:
    if not isinstance(agency, str) or agency not in officers:
        yield Broken(path, f"an agency of this file: {', '.join(sorted(officers))}")
    elif row.get("mode") == "active" and officers[agency] is None:
        yield Broken(path, "an agency that says how many officers share its alerts (officers)")


def _after(path: str, row: Mapping[str, Any], before: list[Mapping[str, Any]]) -> Iterator[Broken]:
    """Settings of one rule and agency stand in the order of their days; only the first may have none."""
    if before and "off" in (row.get("mode"), before[-1].get("mode")):
        yield Broken(f"{path}/mode", "off stands alone: it holds for all of the log")
    elif before and not _later(row.get("approved_on"), before[-1].get("approved_on")):
        yield Broken(f"{path}/approved_on", "later than in the setting before of the same rule and agency")
    before.append(row)


def _later(day: Any, before: Any) -> bool:
    return type(day) is date and (type(before) is not date or day > before)


def _officers(raw: Mapping[str, Any]) -> dict[str, Any]:
    found = raw.get("agencies")
    rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list | tuple) else []
    return {row["id"]: row.get("officers") for row in rows if isinstance(row.get("id"), str)}


def _rows(raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    found = raw.get("rules")
    for index, row in enumerate(found if isinstance(found, list | tuple) else ()):
        if isinstance(row, Mapping):
            yield f"rules/{index}", row


def _agencies(row: Mapping[str, Any]) -> list[Any]:
    found = row.get("agencies")
    return list(found) if isinstance(found, list | tuple) else []
