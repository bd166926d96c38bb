"""What a rule file (`rules/*.toml`) holds. The compiler checks its codes, fields and clocks."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

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
    none_of: Fields = {}
    lacks: Fields = {}
    lowered: Annotated[tuple[str, ...], Field(max_length=2)] = ()


class SelectorText(ConditionsText):
    """Events of one type that meet the conditions."""

    type: str


Selectors = Annotated[tuple[SelectorText, ...], Field(min_length=1)]


class GradeText(ConditionsText):
    """A severity for anchors that meet the conditions."""

    severity: Severity


Grades = Annotated[tuple[GradeText, ...], Field(min_length=1)]


Days = Annotated[int, Field(ge=1, le=3_660)]


class RaiseText(Part):
    """Evidence that raises the severity; of `latest`, where given, only the last known event speaks.

    `same`: only later evidence with a code of this field in common with the anchor.
    """

    severity: Severity
    evidence: Selectors
    latest: tuple[SelectorText, ...] = ()
    within_days: Days | None = None
    same: str | None = None


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


class EvidenceText(Part):
    """Evidence up to the anchor; of `latest`, where given, only the last speaks."""

    of: Selectors
    latest: tuple[SelectorText, ...] = ()
    within_days: Days | None = None


class StateText(Part):
    """A state of the child at the anchor: opened, and not closed since."""

    opened: Selectors
    closed: Selectors


class ThresholdText(ConditionsText):
    """So many events in less than so many days; the conditions are on the event that completes the number."""

    at_least: Annotated[int, Field(ge=2, le=100)]
    within_days: Days


class FrameText(Part):
    """What every pattern may say besides. See `services.triage.patterns.frame`.

    `until_linked`: an event of `until` that says what it is about ends only that.
    """

    given: tuple[EvidenceText, ...] = ()
    while_open: tuple[StateText, ...] = ()
    unless_open: tuple[CoverText, ...] = ()
    until: tuple[SelectorText, ...] = ()
    until_linked: bool = False
    lasts_days: Days | None = None
    raises: tuple[RaiseText, ...] = ()


class AbsenceText(FrameText):
    """See `services.triage.patterns.absence`."""

    kind: Literal["absence"]
    after: Selectors
    of: Selectors
    of_linked: bool = False
    clock_from: EvidenceText | None = None
    steps: Annotated[tuple[StepText, ...], Field(min_length=1)]


class EachText(FrameText):
    """See `services.triage.patterns.each`."""

    kind: Literal["each"]
    of: Selectors
    severity: Grades


class CountText(FrameText):
    """See `services.triage.patterns.count`."""

    kind: Literal["count"]
    of: Selectors
    thresholds: Annotated[tuple[ThresholdText, ...], Field(min_length=1)]
    different: str | None = None
    broken_by: tuple[SelectorText, ...] = ()
    severity: Grades


class SequenceText(FrameText):
    """See `services.triage.patterns.sequence`. The severity is graded at the last of `first`."""

    kind: Literal["sequence"]
    first: Selectors
    then: Selectors
    within_days: Days
    broken_by: tuple[SelectorText, ...] = ()
    parted_by: tuple[SelectorText, ...] = ()
    same: str | None = None
    linked: bool = False
    severity: Grades


class SiblingsText(FrameText):
    """See `services.triage.patterns.siblings`."""

    kind: Literal["siblings"]
    after: Selectors
    of: Selectors
    steps: Annotated[tuple[StepText, ...], Field(min_length=1)]


PatternText = Annotated[AbsenceText | EachText | CountText | SequenceText | SiblingsText, Field(discriminator="kind")]


class PartText(Part):
    """One of several ways in which a rule can hold, each a finding of its own."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
    pattern: PatternText


class ExampleText(Part):
    """A history and what the rule says of it at `now` (England time): a severity, or false.

    An event is its type, `at` (a date, or a date and a time), and fields that differ from a plain event's; `child` is
    the number of a member of the family, 1 where left out. `irrelevant`, where it fires: places (from 1) of events
    whose absence would change nothing, which is what they show.
    """

    name: Text
    fires: Severity | Literal[False]
    now: str
    events: Annotated[tuple[dict[str, object], ...], Field(min_length=1)]
    irrelevant: tuple[int, ...] = ()


class RuleText(Part):
    """A rule file. It has one `pattern`, or several `parts`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,63}$")]
    number: Annotated[int, Field(ge=1, le=999)]
    title: Text
    words: Text
    grouping: Literal["subject", "family"]
    mode: RuleMode
    owner: OfficerRole
    source: Text
    review_by: date
    expires: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2090, 1, 1))] | None = None
    version: Annotated[int, Field(ge=1)]
    pattern: PatternText | None = None
    parts: tuple[PartText, ...] = ()
    examples: tuple[ExampleText, ...]

    def patterns(self) -> tuple[tuple[str, str, PatternText], ...]:
        """Each part: its name, where it stands in the file, and its pattern; "" names the only one."""
        if self.pattern is not None:
            return (("", "/pattern", self.pattern),)
        return tuple((part.name, f"/parts/{n}/pattern", part.pattern) for n, part in enumerate(self.parts))

    @model_validator(mode="after")
    def _one_or_several(self) -> Self:
        if (self.pattern is None) != bool(self.parts):
            raise ValueError("a rule has one pattern, or parts")
        return self
