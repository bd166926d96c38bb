"""What a demo has brought about so far, folded from the output topics. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from schemas.alerts import ALERT_REVISION, AlertRevision
from schemas.control import DEAD_LETTER, MARK
from schemas.counts import COUNT

TOPICS = ("alert-revisions", "counts", "dead-letters", "marks")
Where = tuple[str, str, int]


@dataclass(slots=True)
class Seen:
    """Of findings only those of the rules that are `active`: what is in shadow pages nobody, and is no alert yet.

    `alerts`: last revision by id. `found`: every (child, rule) that was ever in an alert. `worst`: gravest severity.

    `letters`: dead letters by reason and field. `live`: reports counted now, by the key of their pane. `positions`: by
    (group, topic, partition), how far published.
    """

    active: frozenset[str]
    alerts: dict[str, AlertRevision] = field(default_factory=dict)
    found: set[tuple[str, str]] = field(default_factory=set)
    rules: dict[str, set[str]] = field(default_factory=dict)
    worst: dict[str, str] = field(default_factory=dict)
    live: dict[bytes, int] = field(default_factory=dict)
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)
    positions: dict[Where, int] = field(default_factory=dict)

    def add(self, topic: str, key: bytes | None, value: bytes | None) -> None:
        """Fold one record of one of `TOPICS`."""
        if value is None:
            return
        match topic:
            case "alert-revisions":
                self._alert(ALERT_REVISION.validate_json(value))
            case "counts":
                self._count(key or b"", value)
            case "dead-letters":
                letter = DEAD_LETTER.validate_json(value)
                self.letters[letter.reason, letter.field] += 1
            case "marks":
                mark = MARK.validate_json(value)
                self.positions[mark.group, mark.topic, mark.partition] = mark.position

    @property
    def reports(self) -> int:
        """Incident reports that count now: each once, withdrawn ones not at all."""
        return sum(self.live.values())

    def severities(self, rule: str) -> Counter[str]:
        """How many alerts the rule was ever in, by the gravest severity each had."""
        return Counter(self.worst[alert] for alert in self.rules.get(rule, ()))

    def _alert(self, alert: AlertRevision) -> None:
        if alert.mode != "active" and alert.alert_id not in self.alerts:
            return
        self.alerts[alert.alert_id] = alert
        findings = [one for one in alert.findings if one.rule in self.active]
        worst = min((one.severity for one in findings), default="S9")
        self.worst[alert.alert_id] = min(self.worst.get(alert.alert_id, "S9"), worst)
        for finding in findings:
            self.found.add((alert.subject_key, finding.rule))
            self.rules.setdefault(finding.rule, set()).add(alert.alert_id)

    def _count(self, key: bytes, value: bytes) -> None:
        count = COUNT.validate_json(value)
        if count.dimension == "total":
            self.live[key] = count.n
