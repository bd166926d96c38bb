"""What the planted stories must come to."""

import json
from dataclasses import asdict, dataclass
from typing import Final, Literal

Expected = Literal["open", "resolved", "withdrawn", "none"]

RULES: Final = ("overlooked_harm_declared", "repeat_nfa", "no_strategy_after_high_harm", "assessment_overdue")


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted story and one rule: how the rule's finding about the child must stand once all is sent.

    `kind` is what the story shows; `severity` of a finding that is open. Other children and rules have none.
    """

    story: str
    kind: str
    rule: str
    area: str
    subject_key: str
    expected: Expected
    severity: str | None = None

    @property
    def alerted(self) -> bool:
        """Whether an alert must have opened, even if it has ended since."""
        return self.expected != "none"

    def line(self) -> str:
        """As JSON, for the truth file."""
        return json.dumps(asdict(self))
