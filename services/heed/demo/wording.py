"""Alerts as the demo shows them: in the words that officers read."""

from dataclasses import dataclass
from typing import Self

from rich.console import Console
from rich.panel import Panel

from schemas.alerts import AlertRevision
from schemas.configuration import Configuration
from services.triage.rule_file import RuleText
from services.triage.words import alert_text, rule_words

PANEL_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Wording:
    """`rules` by id; `names` of agencies and areas by theirs."""

    rules: dict[str, RuleText]
    names: dict[str, str]

    @classmethod
    def of(cls, configuration: Configuration) -> Self:
        """The packaged rules, and the configuration's names."""
        agencies = {agency.id: agency.name for agency in configuration.agencies}
        return cls(rule_words(), agencies | {area.code: area.name for area in configuration.areas})

    def panel(self, console: Console, alert: AlertRevision) -> Panel:
        """An alert's text in a frame."""
        text = alert_text(alert, self.rules, self.names).rstrip()
        return Panel(text, width=min(console.width, PANEL_WIDTH), highlight=False)
