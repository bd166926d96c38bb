"""What a rule file (`rules/*.toml`) holds. The compiler checks its codes, fields and clocks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.codes import OfficerRole, RuleMode, Severity

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Value = str | bool
Fields = dict[str, Annotated[tuple[Value, ...], Field(min_length=1)]]


class Part(BaseModel):
    """A part of a rule file: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConditionsText(Part):
    """Conditions on an event's fields; all must be met. See `services.triage.selection.Conditions`."""

    any_of: Fields = {}
    only: Fields = {}
    known: tuple[str, ...] = ()


class SelectorText(ConditionsText):
    """Events of one type that meet the conditions."""

    type: str


Selectors = Annotated[tuple[SelectorText, ...], Field(min_length=1)]


class GradeText(ConditionsText):
    """A severity for anchors that meet the conditions."""

    severity: Severity


Grades = Annotated[tuple[GradeText, ...], Field(min_length=1)]


class RaiseText(Part):
    """Evidence that raises the severity; of `latest`, where given, only the last known event speaks."""

    severity: Severity
    evidence: Selectors
    latest: tuple[SelectorText, ...] = ()
    within_days: Annotated[int, Field(ge=1, le=3_660)] | None = None


class StepText(Part):
    """A deadline of an absence: a clock of the configuration, at its warning or its limit."""

    clock: str
    at: Literal["warn", "limit"]
    severity: Grades


class CoverText(Part):
    """A process that answers what comes while it is open; at most as long as `clock`."""

    opened: Selectors
    closed: Selectors
    clock: str


class ThresholdText(ConditionsText):
    """So many events in less than so many days; the conditions are on the event that completes the number."""

    at_least: Annotated[int, Field(ge=2, le=100)]
    within_days: Annotated[int, Field(ge=1, le=3_660)]


class AbsenceText(Part):
    """See `services.triage.patterns.absence`."""

    kind: Literal["absence"]
    after: Selectors
    of: Selectors
    steps: Annotated[tuple[StepText, ...], Field(min_length=1)]
    raises: tuple[RaiseText, ...] = ()


class EachText(Part):
    """See `services.triage.patterns.each`."""

    kind: Literal["each"]
    of: Selectors
    until: Selectors
    unless_open: tuple[CoverText, ...] = ()
    severity: Grades
    raises: tuple[RaiseText, ...] = ()


class CountText(Part):
    """See `services.triage.patterns.count`."""

    kind: Literal["count"]
    of: Selectors
    thresholds: Annotated[tuple[ThresholdText, ...], Field(min_length=1)]
    severity: Grades
    raises: tuple[RaiseText, ...] = ()


PatternText = AbsenceText | EachText | CountText


class ExampleText(Part):
    """A history and what the rule says of it at `now` (England time): a severity, or false.

    An event is its type, `at` (a date, or a date and a time), and fields that differ from a plain event's.
    """

    name: Text
    fires: Severity | Literal[False]
    now: str
    events: Annotated[tuple[dict[str, object], ...], Field(min_length=1)]


class RuleText(Part):
    """A rule file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,63}$")]
    number: Annotated[int, Field(ge=1, le=999)]
    title: Text
    words: Text
    grouping: Literal["subject"]
    mode: RuleMode
    owner: OfficerRole
    source: Text
    review_by: date
    version: Annotated[int, Field(ge=1)]
    pattern: Annotated[PatternText, Field(discriminator="kind")]
    examples: tuple[ExampleText, ...]
