"""What `deploy/heed.toml` says: areas, agencies, teams, feeds, clocks, and how the services run."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.base import AreaCode, Code, OrganisationId, Title
from schemas.configuration_errors import ConfigurationError, all_problems
from schemas.configuration_rules import broken_references
from schemas.crossfield import refuse
from schemas.problems import Problem
from schemas.rule_modes import Approver, RuleSetting
from schemas.settings import DeadLetterLimits, IntakeSettings, KafkaSettings, KeyPaths, WorkingHours

Headcount = Annotated[int, Field(ge=1, le=100_000)]
Cadence = Literal["live", "hourly", "nightly", "weekly"]
"""How often a feed sends. Live: each event as it is recorded, so that it is complete to now while it isn't silent."""
AgencyKind = Literal[
    "childrens_services", "police", "health", "education", "housing", "voluntary", "probation", "other"
]
Unit = Literal["hours", "working_hours", "working_days", "days", "months"]
Label = Literal["statute", "guidance", "local"]


class Section(BaseModel):
    """A part of the file. Unknown names are refused; lists become tuples."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Area(Section):
    """One safeguarding partnership. `la_number` is DfE's three-digit number of the local authority.

    `front_door` is the telephone of the authority's front door, day and night, as every form shows it.
    """

    code: AreaCode
    name: Title
    la_number: Annotated[int, Field(ge=200, le=999, strict=True)]
    front_door: Annotated[str, Field(pattern=r"^[0-9][0-9 ]{2,19}$")] | None = None


class Agency(Section):
    """An agency and the areas that it serves. `officers`: how many share the alerts of an area, where it gets any."""

    id: OrganisationId
    name: Title
    kind: AgencyKind
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1)]
    headcount: Annotated[Headcount, Field(strict=True)]
    officers: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None


class Team(Section):
    """A team of an agency in one area. Under 10 people, its reports are kept under the agency."""

    id: OrganisationId
    agency: OrganisationId
    area: AreaCode
    name: Title
    headcount: Annotated[Headcount, Field(strict=True)]


class Feed(Section):
    """What an agency sends of an area: only absences of these types can be told."""

    source: OrganisationId
    agency: OrganisationId
    area: AreaCode
    types: Annotated[tuple[str, ...], Field(min_length=1)]
    cadence: Cadence


class ClockEdition(Section):
    """A limit as the law, guidance or the area has it from `valid_from` on. `warn` is in the same unit."""

    amount: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    unit: Unit
    label: Label
    source: Annotated[str, Field(min_length=3, max_length=300)]
    valid_from: date
    warn: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None


class Configuration(Section):
    """The whole file, agreeing with itself. `clocks` are by name; each has its editions by ascending `valid_from`."""

    demo: Annotated[bool, Field(strict=True)] = False
    impact_assessment: str | None = None
    sharing_agreement: str | None = None
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    agencies: Annotated[tuple[Agency, ...], Field(min_length=1)]
    teams: tuple[Team, ...] = ()
    feeds: tuple[Feed, ...] = ()
    clocks: dict[Code, Annotated[tuple[ClockEdition, ...], Field(min_length=1)]]
    rules: tuple[RuleSetting, ...] = ()
    working_hours: WorkingHours = WorkingHours()
    kafka: KafkaSettings = KafkaSettings()
    intake: IntakeSettings = IntakeSettings()
    dead_letter: DeadLetterLimits = DeadLetterLimits()
    keys: KeyPaths = KeyPaths()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(broken_references(self.model_dump()))
        return self

    def clock(self, name: str, on: date) -> ClockEdition:
        """The edition in force on a day; the first one before that. Raises `KeyError` for a name that isn't a clock."""
        editions = self.clocks[name]
        return next((one for one in reversed(editions) if one.valid_from <= on), editions[0])


def load_configuration(path: Path) -> Configuration:
    """The file's content. Raises `ConfigurationError` with every problem at once, and `OSError`."""
    text = path.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(path, [Problem("", None, f"TOML 1.0; {error}")]) from None
    try:
        return Configuration.model_validate(raw)
    except ValidationError as error:
        raise ConfigurationError(path, all_problems(error, raw)) from None


__all__ = [
    "Agency",
    "AgencyKind",
    "Approver",
    "Area",
    "Cadence",
    "ClockEdition",
    "Configuration",
    "ConfigurationError",
    "Feed",
    "Label",
    "RuleSetting",
    "Team",
    "Unit",
    "load_configuration",
]
