"""Rules written for one test: a pattern, and what it makes of a few events."""

from collections.abc import Mapping

from services.triage.calendar import england, local
from services.triage.compiled import Rule, watch
from services.triage.compiler import Clock, compile_rules
from services.triage.events import Event
from services.triage.examples import events
from services.triage.history import History
from services.triage.limits import Edition, Limit
from services.triage.ruleset import RuleFiles
from services.triage.spans import FOREVER, Span

HEAD = """id = "written"
number = 999
title = "A rule of a test"
words = "Look here."
grouping = "GROUPING"
mode = "shadow"
owner = "officer"
source = "made for a test"
review_by = 2027-03-31
version = 1
"""
EXAMPLE = """
[[examples]]
name = "an example"
fires = FIRES
now = "2026-03-03T12:00"
events = [{ at = "2026-03-02T10:00", type = "concern_raised" }]
"""
EXAMPLES = "".join(EXAMPLE.replace("FIRES", fires) for fires in ('"S2"', '"S2"', "false", "false"))
NAME = "written.toml"
CLOCKS: Mapping[str, Clock] = {
    "three_days": Clock(Limit((Edition(0, 3, "days"),)), Limit((Edition(0, 1, "days"),))),
    "day": Clock(Limit((Edition(0, 24, "hours"),))),
}
"""The first warns: two days before it is over."""
Text = Mapping[str, object]


def written(pattern: str, grouping: str = "subject", examples: str = EXAMPLES) -> RuleFiles:
    """The file of a rule with this pattern."""
    return RuleFiles({NAME: (HEAD.replace("GROUPING", grouping) + pattern + examples).encode()})


def rule(pattern: str, grouping: str = "subject") -> Rule:
    """The rule, compiled."""
    (found,) = compile_rules(written(pattern, grouping), CLOCKS, england(), {})
    return found


def history(found: Rule, *texts: Text) -> History:
    """Events as in a rule file's examples."""
    return History(watch([found]), events(texts, england()))


def spans(pattern: str, *texts: Text, grouping: str = "subject") -> list[Span]:
    """What the rule says of the events."""
    found = rule(pattern, grouping)
    return sorted(found.spans(history(found, *texts)), key=lambda span: span.key)


def places(*found: Event | None) -> list[int | None]:
    """Which of the texts these events are, from 1."""
    return [None if one is None else int(one.ref.rpartition("-")[2]) for one in found]


def when(at: int) -> str | None:
    """An instant as examples write it, England's time; None where it never comes."""
    return None if at == FOREVER else local(at).strftime("%Y-%m-%dT%H:%M")
