"""A rule's yield so far: what officers said when they closed the alerts that it was in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.alerts import AlertRevision

ACTED = "new_action_taken"
"""The code of an alert that led to something that nobody had done before."""


def closures(alerts: Iterable[AlertRevision]) -> dict[str, Counter[str]]:
    """Codes by rule, of the last revision of each alert."""
    found: dict[str, Counter[str]] = {}
    for alert in alerts:
        if alert.closure_code is not None:
            for rule in {one.rule for one in alert.findings}:
                found.setdefault(rule, Counter())[alert.closure_code] += 1
    return found


def told(codes: Mapping[str, Counter[str]]) -> dict[str, Any]:
    """As JSON: by rule, how often each code, and the share of closed alerts that led to new action."""
    return {
        rule: {"closed": counts.total(), "codes": dict(sorted(counts.items())), "yield": counts[ACTED] / counts.total()}
        for rule, counts in sorted(codes.items())
    }
