"""The pilot's world as the configuration has it: its areas, who records what there, and the teams."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.configuration import Agency, Area, Configuration, Feed, Team
from services.intake.subject_key import la_identifier, subject_key


@dataclass(frozen=True, slots=True)
class AreaKey:
    """The key by which the simulated children of an area get their pseudonyms."""

    version: int
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """One area. `responsible` is its children's services; `agencies` serve it; `feeds` are those of the area."""

    area: Area
    responsible: Agency
    agencies: tuple[Agency, ...]
    feeds: tuple[Feed, ...]
    teams: Mapping[str, tuple[Team, ...]]
    key: AreaKey

    def carries(self, agency: str, type: str) -> bool:
        """Whether a feed of the agency brings events of the type."""
        return any(feed.agency == agency and type in feed.types for feed in self.feeds)

    def carriers(self, type: str) -> tuple[str, ...]:
        """The agencies whose feeds bring events of the type."""
        return tuple(dict.fromkeys(feed.agency for feed in self.feeds if type in feed.types))

    def pseudonym(self, child_id: str) -> str:
        """The key of a simulated child."""
        return subject_key(self.key.key, self.key.version, la_identifier(child_id))


@dataclass(frozen=True, slots=True)
class World:
    """All areas, in the order of the configuration."""

    places: tuple[Place, ...]
    configuration: Configuration


def build_world(configuration: Configuration, seed: int, keys: Mapping[str, AreaKey] | None = None) -> World:
    """The world of a configuration. Areas without a key in `keys` get one that follows from the seed."""
    given = keys or {}
    places = (
        _place(configuration, area, given.get(area.code) or seeded_key(seed, area.code)) for area in configuration.areas
    )
    return World(tuple(places), configuration)


def seeded_key(seed: int, area: str) -> AreaKey:
    """A key for simulated children only: anyone can make it again."""
    return AreaKey(1, hashlib.blake2b(f"heed simulation|{seed}|{area}".encode(), digest_size=32).digest())


def _place(configuration: Configuration, area: Area, key: AreaKey) -> Place:
    serving = tuple(agency for agency in configuration.agencies if area.code in agency.areas)
    responsible = next(agency for agency in serving if agency.kind == "childrens_services")
    feeds = tuple(feed for feed in configuration.feeds if feed.area == area.code)
    teams = {
        agency.id: tuple(team for team in configuration.teams if (team.agency, team.area) == (agency.id, area.code))
        for agency in serving
    }
    return Place(area, responsible, serving, feeds, teams, key)
