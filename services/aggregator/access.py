"""Which counts may be shown inside the partnership. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.configuration import Configuration
from schemas.problems import Problem
from services.aggregator.query import Question

LEAST_PEOPLE: Final = 10
"""Counts of fewer people than this could point at one of them; the same bound at which intake stores a report one level
higher."""


@dataclass(frozen=True, slots=True)
class Organisations:
    """Who is counted: headcounts by (area, team) and by agency, and the areas."""

    areas: frozenset[str]
    agencies: Mapping[str, int]
    teams: Mapping[tuple[str, str], int]

    def shows(self, area: str, team: str) -> bool:
        """Whether the team's counts may be shown; not where its headcount isn't known."""
        return self.teams.get((area, team), 0) >= LEAST_PEOPLE

    def home(self, area: str, agency: str, team: str) -> tuple[str, str]:
        """The agency and team under which counts of these are shown; "" for what is kept above them.

        Those of too few people count one level higher, as intake would keep their reports: so the rows add up to the
        whole, and no difference tells what is hidden.
        """
        if self.agencies.get(agency, 0) < LEAST_PEOPLE:
            return "", ""
        return agency, team if self.shows(area, team) else ""

    def withheld(self, area: str) -> list[str]:
        """The area's teams that may not be shown."""
        return sorted(team for (where, team) in self.teams if where == area and not self.shows(where, team))


def organisations(configuration: Configuration) -> Organisations:
    """Those of the configuration."""
    return Organisations(
        frozenset(area.code for area in configuration.areas),
        {agency.id: agency.headcount for agency in configuration.agencies},
        {(team.area, team.id): team.headcount for team in configuration.teams},
    )


def unknown(query: Question, known: Organisations) -> list[Problem]:
    """What the query names that the configuration doesn't hold."""
    found = []
    if query.area not in known.areas:
        found.append(Problem("/area", query.area, f"one of {', '.join(sorted(known.areas))}"))
    if query.agency is not None and query.agency not in known.agencies:
        found.append(Problem("/agency", query.agency, f"one of {', '.join(sorted(known.agencies))}"))
    if query.team is not None and (query.area, query.team) not in known.teams:
        found.append(Problem("/team", query.team, "a team of the area"))
    return found


def refusal(query: Question, known: Organisations) -> Problem | None:
    """Why these counts may not be shown to anyone, or None."""
    if query.agency is not None and known.agencies[query.agency] < LEAST_PEOPLE:
        return _too_few("agency", query.agency, "partnership")
    if query.team is not None and not known.shows(query.area, query.team):
        return _too_few("team", query.team, "agency")
    return None


def _too_few(level: str, which: str, above: str) -> Problem:
    return Problem(
        f"/{level}",
        which,
        f"has fewer than {LEAST_PEOPLE} people, so its counts could point at one of them; ask for its {above} instead",
    )
