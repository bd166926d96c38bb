"""What the planted stories must come to."""

import json
from dataclasses import asdict, dataclass
from typing import Final, Literal

Expected = Literal["open", "resolved", "withdrawn", "none"]

RULES: Final = ("overlooked_harm_declared", "repeat_nfa", "no_strategy_after_high_harm", "assessment_overdue")
FURTHER: Final = ("part", "anchor_event", "opens", "deadline", "ends", "also")
"""Said only where it is known."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted story and one rule: how the rule's finding about the child must stand once all is sent.

    `kind` is what the story shows; `severity` the gravest that the finding becomes. Stories of every rule also say the
    rule's `part`, the `anchor_event`, when the finding `opens`, when its last `deadline` passes and
    what came `ends` it (ISO 8601), and which
    rules (or `rule/part`) may `also` have cause to speak about the child: all others have none.
    """

    story: str
    kind: str
    rule: str
    area: str
    subject_key: str
    expected: Expected
    severity: str | None = None
    part: str | None = None
    anchor_event: str | None = None
    opens: str | None = None
    deadline: str | None = None
    ends: str | None = None
    also: tuple[str, ...] | None = None

    @property
    def alerted(self) -> bool:
        """Whether an alert must have opened, even if it has ended since."""
        return self.expected != "none"

    def line(self) -> str:
        """As JSON, for the truth file."""
        said = asdict(self)
        return json.dumps({name: said[name] for name in said if name not in FURTHER or said[name] is not None})
