"""What a demo came to, as figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.heed.demo.seen import Seen
from services.heed.simulate import SendResult, Truth


@dataclass(frozen=True, slots=True)
class Planted:
    """The planted stories' findings: by rule, how many had to alert, and did; how many had to stay silent, and did."""

    expected: Counter[str]
    alerted: Counter[str]
    silent: int
    quiet: int


def planted(truth: Iterable[Truth], found: set[tuple[str, str]]) -> Planted:
    """Compare the truth with every (child, rule) that was ever in an alert."""
    lines = list(truth)
    loud = [line for line in lines if line.alerted]
    silent = [line for line in lines if not line.alerted]
    return Planted(
        Counter(line.rule for line in loud),
        Counter(line.rule for line in loud if (line.subject_key, line.rule) in found),
        len(silent),
        sum((line.subject_key, line.rule) not in found for line in silent),
    )


def summary(
    sent: SendResult, seen: Seen, stories: Planted, seconds: float, first_alert: float | None
) -> dict[str, Any]:
    """The figures of `heed demo --json`. Times are from the command's start; `seconds` is until all was folded."""
    return {
        "accepted": sent.accepted,
        "accepted_case_events": sent.events,
        "accepted_incident_reports": sent.reports,
        "repeated": sent.repeated,
        "rejected": sent.refused,
        "alerts": {rule: len(alerts) for rule, alerts in sorted(seen.rules.items())},
        "alerts_by_severity": dict(sorted(Counter(seen.worst.values()).items())),
        "counts": seen.reports,
        "dead_letters": seen.letters.total(),
        "dead_letters_by_reason": dict(sorted(_by_reason(seen).items())),
        "planted_expected": sum(stories.expected.values()),
        "planted_alerted": sum(stories.alerted.values()),
        "planted_silent": stories.silent,
        "planted_quiet": stories.quiet,
        "seconds": round(seconds, 1),
        "first_alert_seconds": None if first_alert is None else round(first_alert, 1),
    }


def _by_reason(seen: Seen) -> Counter[str]:
    found: Counter[str] = Counter()
    for (reason, _), count in seen.letters.items():
        found[reason] += count
    return found
