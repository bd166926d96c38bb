"""Planted stories, whose truth is known: which of them the rules found, and which they missed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from schemas.codes import Severity
from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life
from services.triage.told import severity

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Planted(BaseModel):
    """A line of the truth file that `heed simulate` writes: how a rule's finding about a child must stand at the end.

    `withdrawn`: one opened and was taken back, so that in the history as it stands there is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    story: Name
    kind: Name
    rule: Name
    area: Name
    subject_key: Name
    expected: Literal["open", "resolved", "withdrawn", "none"]
    severity: Severity | None = None

    @property
    def alarming(self) -> bool:
        """Whether the history as it stands must have a finding."""
        return self.expected in ("open", "resolved")


@dataclass(frozen=True, slots=True)
class Judged:
    """A planted story, and in words what is wrong with what came of it: None where all is right."""

    planted: Planted
    wrong: str | None

    @property
    def missed(self) -> bool:
        """There must be a finding, and it isn't as it must be."""
        return self.planted.alarming and self.wrong is not None

    @property
    def false_alarm(self) -> bool:
        """There must be no finding, and there is one."""
        return not self.planted.alarming and self.wrong is not None

    def told(self) -> dict[str, object]:
        """As JSON."""
        return {**json.loads(self.planted.model_dump_json()), "wrong": self.wrong}


def judged(planted: Iterable[Planted], lives: Iterable[Life], rules: Iterable[str]) -> list[Judged]:
    """Each story of the rules that ran."""
    by_child: dict[tuple[str, Child], list[Life]] = {}
    for life in lives:
        by_child.setdefault((life.span.rule.id, life.child), []).append(life)
    ran = frozenset(rules)
    return [_judge(one, by_child) for one in planted if one.rule in ran]


def _judge(one: Planted, by_child: Mapping[tuple[str, Child], Sequence[Life]]) -> Judged:
    found = by_child.get((one.rule, Child(one.area, one.subject_key)), ())
    return Judged(one, _wrong(one, found))


def _wrong(one: Planted, found: Sequence[Life]) -> str | None:
    still = [life for life in found if life.ends is None]
    if one.alarming and not found:
        return "no finding"
    match one.expected:
        case "open" if not still:
            return "the finding has ended"
        case "open":
            gravest = severity(min(life.severity for life in still))
            return None if one.severity in (None, gravest) else f"severity {gravest}"
        case "resolved" | "withdrawn" if still:
            return "a finding is open"
        case "none" if found:
            return "a finding opened"
    return None
