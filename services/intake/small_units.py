"""Where few people could have written a report, it doesn't say which of them it was."""

from typing import Final

from services.intake.organisations import Organisations

LEAST: Final = 10
"""People: below it a report is kept under the next larger unit (`docs`: domain, "An incident report")."""

COMMON_ROLES: Final = frozenset(
    {
        "practitioner", "other_agency_professional", "carer", "child", "parent", "wider_family", "system",
        "not_known", "prefer_not_to_say",
    }
)  # fmt: skip
"""Roles that 10 or more hold wherever a report is kept. Of others no headcount is known."""


def place_of(organisations: Organisations, agency: str | None, team: str | None) -> tuple[str | None, str | None]:
    """The agency and team that a report is kept under: of a small team its agency, of a small agency none."""
    if agency is None or _few(organisations.agencies[agency].headcount):
        return None, None
    if team is None or _few(organisations.teams[agency, team].headcount):
        return agency, None
    return agency, team


def role_of(role: str | None) -> str | None:
    """The reporter's role, where enough people hold it."""
    return role if role in COMMON_ROLES else None


def _few(headcount: int) -> bool:
    return headcount < LEAST
