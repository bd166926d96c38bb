"""Agencies, teams and feeds of the configuration, as intake asks for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.configuration import Configuration
from schemas.crossfield import Broken


@dataclass(frozen=True, slots=True)
class Agency:
    areas: frozenset[str]
    headcount: int


@dataclass(frozen=True, slots=True)
class Team:
    area: str
    headcount: int


@dataclass(frozen=True, slots=True)
class Organisations:
    """Agencies by id, teams by (agency, team), the types that a feed carries by (agency, source, area)."""

    agencies: Mapping[str, Agency]
    teams: Mapping[tuple[str, str], Team]
    feeds: Mapping[tuple[str, str, str], frozenset[str]]

    def unknown(self, area: str, agency: str | None, team: str | None, responsible: str | None) -> Iterator[Broken]:
        """What the configuration doesn't know of these, each by its field."""
        if agency is not None and team is not None and self.teams.get((agency, team), None) is None:
            yield Broken("team", f"a team of the agency: {listed(name for of, name in self.teams if of == agency)}")
        elif agency is not None and team is not None and self.teams[agency, team].area != area:
            yield Broken("team", f"a team of the area {area}")
        if responsible is not None and area not in self._areas(responsible):
            here = (name for name, agency in self.agencies.items() if area in agency.areas)
            yield Broken("responsible_agency", f"an agency of the area {area}: {listed(here)}")

    def _areas(self, agency: str) -> frozenset[str]:
        known = self.agencies.get(agency)
        return known.areas if known else frozenset()


def organisations_of(configuration: Configuration) -> Organisations:
    """Indexes of the configuration."""
    return Organisations(
        {agency.id: Agency(frozenset(agency.areas), agency.headcount) for agency in configuration.agencies},
        {(team.agency, team.id): Team(team.area, team.headcount) for team in configuration.teams},
        {(feed.agency, feed.source, feed.area): frozenset(feed.types) for feed in configuration.feeds},
    )


def listed(names: Iterable[str], most: int = 12) -> str:
    """The names in order; the first few where there are many."""
    known = sorted(set(names))
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + more if known else "it has none"
