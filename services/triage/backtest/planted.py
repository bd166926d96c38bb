"""Planted stories, whose truth is known: which of them the rules found, and which they missed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from schemas.codes import Severity
from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life
from services.triage.calendar import instant
from services.triage.told import identity, severity

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Planted(BaseModel):
    """A line of the truth file that `heed simulate` writes: how a rule's finding about a child must stand at the end.

    `withdrawn`: one opened and was taken back, so that in the history as it stands there is none. Where the line says
    so, it is a finding of that `part`, about that `anchor_event`, that `opens` then, whose last `deadline` passed then,
    and that `ends` then. `also`: rules, or parts as `rule/part`, that may have cause to speak about the child; where
    the line says it, all others have none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    story: Name
    kind: Name
    rule: Name
    area: Name
    subject_key: Name
    expected: Literal["open", "resolved", "withdrawn", "none"]
    severity: Severity | None = None
    part: Name | None = None
    anchor_event: Name | None = None
    opens: AwareDatetime | None = None
    deadline: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    also: tuple[Name, ...] | None = None

    @property
    def alarming(self) -> bool:
        """Whether the history as it stands must have a finding."""
        return self.expected in ("open", "resolved")

    @property
    def child(self) -> Child:
        """Whom it is about."""
        return Child(self.area, self.subject_key)


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
        return {**json.loads(self.planted.model_dump_json(exclude_none=True)), "wrong": self.wrong}


def judged(planted: Iterable[Planted], lives: Iterable[Life], rules: Iterable[str]) -> list[Judged]:
    """Each story of the rules that ran, and each finding about its children that no story gives a cause."""
    by_child: dict[Child, list[Life]] = {}
    for life in lives:
        by_child.setdefault(life.child, []).append(life)
    told, ran = list(planted), frozenset(rules)
    own = [Judged(one, _wrong(one, _of(one, by_child.get(one.child, ())))) for one in told if one.rule in ran]
    return [*own, *_strays(told, by_child)]


def _of(one: Planted, lives: Sequence[Life]) -> list[Life]:
    """What the rule, or its part, found about the child."""
    return [life for life in lives if life.span.rule.id == one.rule and one.part in (None, life.span.rule.part)]


def _wrong(one: Planted, found: Sequence[Life]) -> str | None:
    still = [life for life in found if life.ends is None]
    if one.alarming and not found:
        return "no finding"
    match one.expected:
        case "open" if not still:
            return "the finding has ended"
        case "open":
            return _otherwise(one, still)
        case "resolved" | "withdrawn" if still:
            return "a finding is open"
        case "resolved":
            return _otherwise(one, found)
        case "none" if found:
            return "a finding opened"
        case "withdrawn" if found and one.also is not None:
            return "a finding stands"
    return None


def _otherwise(one: Planted, found: Sequence[Life]) -> str | None:
    """What of it isn't as the line says. At least one found."""
    life, gravest = found[0], severity(min(life.severity for life in found))
    if one.severity not in (None, gravest):
        return f"severity {gravest}"
    if one.also is not None and len(found) > 1:
        return f"{len(found)} findings"
    if one.anchor_event is not None and identity(life.span.anchor.ref)[1] != one.anchor_event:
        return "it is about another event"
    if one.opens is not None and life.opens != instant(one.opens):
        return "it opened at another time"
    if one.deadline is not None and life.steps[-1].at != instant(one.deadline):
        return "its last deadline is another"
    if one.ends is not None and life.ends != instant(one.ends):
        return "it ended at another time"
    return None


def _strays(told: Iterable[Planted], by_child: Mapping[Child, Sequence[Life]]) -> Iterator[Judged]:
    """Findings of rules that a story's lines don't name, of stories that say all who may speak; each once."""
    named: dict[Child, set[str]] = {}
    first: dict[Child, Planted] = {}
    for one in told:
        if one.also is not None:
            own = one.rule if one.part is None else f"{one.rule}/{one.part}"
            named.setdefault(one.child, set()).update((own, *one.also))
            first.setdefault(one.child, one)
    for child, names in named.items():
        spoken = ((life.span.rule.id, life.span.rule.part) for life in by_child.get(child, ()))
        for rule, part in sorted({one for one in spoken if names.isdisjoint((one[0], "/".join(one)))}):
            said = {"rule": rule, "part": part or None, "expected": "none", "also": None}
            clear = dict.fromkeys(("severity", "anchor_event", "opens", "deadline", "ends"))
            yield Judged(first[child].model_copy(update=said | clear), "a finding that the story gives no cause")
