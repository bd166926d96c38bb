"""How the planted stories came out: what was alerted of what had to be, and what was alerted besides."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.alerts import AlertRevision
from services.heed.simulate.truth import RULES, Truth

Named = tuple[str, str, str]
"""Area, child and rule."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one rule: stories that had to be alerted, those that were, and children alerted without cause."""

    rule: str
    planted: int
    alerted: int
    unplanned: int


def score(truth: Iterable[Truth], revisions: Iterable[AlertRevision]) -> list[Score]:
    """By rule. `revisions`: all that were published of every alert; the last would not show findings that ended."""
    planted = {(line.area, line.subject_key, line.rule) for line in truth if line.alerted}
    found = {(one.area, one.subject_key, finding.rule) for one in revisions for finding in one.findings}
    return [
        Score(rule, len(_of(rule, planted)), len(_of(rule, planted & found)), len(_of(rule, found - planted)))
        for rule in RULES
    ]


def _of(rule: str, named: set[Named]) -> set[Named]:
    """Those of one rule."""
    return {one for one in named if one[2] == rule}
