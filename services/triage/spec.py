"""Triage as the runtime hosts it."""

from schemas.configuration import Configuration
from services.streaming.spec import FoldSpec
from services.triage.configured import settings
from services.triage.fold import Triage
from services.triage.ruleset import RuleFiles

GROUP, TOPIC = "triage", "cases"


def build_triage(configuration: Configuration, rules: RuleFiles | None = None) -> FoldSpec:
    """The fold of `cases`, with the packaged rules where none are given. Raises `BadRules`."""
    built = settings(configuration, rules)
    return FoldSpec(group=GROUP, topic=TOPIC, make=lambda: Triage(built), engine=built.engine, clocked=True)
