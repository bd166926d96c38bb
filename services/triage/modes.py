"""A rule's modes: by agency, and from when. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.codes import RULE_MODES, RuleMode
from services.triage.spans import FOREVER


class Setting(NamedTuple):
    """From `since` (Unix milliseconds) on a rule is in a mode.

    `most`: so many alerts a week may page an agency's officers of an area because of it; None where there is no limit.
    """

    since: int
    mode: RuleMode
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Modes:
    """`settings` are by agency, ascending in time; `elsewhere` holds where an agency has none, and before its first.

    A rule that is off elsewhere is in shadow before an agency's first.
    """

    elsewhere: RuleMode
    settings: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)

    def at(self, agency: str, now: int) -> Setting:
        """What holds for an agency at an instant."""
        own = self.settings.get(agency, ())
        begin = Setting(-FOREVER, "shadow" if own and self.elsewhere == "off" else self.elsewhere)
        return next((one for one in reversed(own) if one.since <= now), begin)

    def last(self, agency: str) -> RuleMode:
        """What holds for an agency in the end."""
        return self.at(agency, FOREVER).mode

    def is_off(self, agency: str) -> bool:
        """Whether it finds nothing where that agency is responsible."""
        return self.last(agency) == "off"

    @property
    def unused(self) -> bool:
        """Whether it is off wherever it could run."""
        return self.elsewhere == "off" and all(map(self.is_off, self.settings))

    def of(self, agencies: Iterable[str]) -> RuleMode:
        """The mode that most matters, of these agencies: active where it is so for one."""
        found = {self.last(agency) for agency in agencies} or {self.elsewhere}
        return next(mode for mode in RULE_MODES if mode in found)


SHADOW = Modes("shadow")
