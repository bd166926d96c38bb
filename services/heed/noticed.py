"""What operators are told and is not over: silent feeds, rules over their budget, keys that stand for no child."""

from collections.abc import Iterable
from typing import Any

from schemas.codes import NOTICES
from schemas.notices import OPERATOR_NOTICE, OperatorNotice
from services.triage.succession import CALM

KEY = 16
"""Characters of a pseudonym that are shown: enough to find it by."""


def standing(values: Iterable[bytes]) -> list[dict[str, Any]]:
    """The last words on `operator-notices` that still hold, as JSON with words, in the order of areas."""
    notices = (OPERATOR_NOTICE.validate_json(value) for value in values)
    found = [one for one in notices if one.notice not in CALM]
    return [_row(one) for one in sorted(found, key=lambda one: (one.area, one.notice, one.agency or "", _about(one)))]


def _row(one: OperatorNotice) -> dict[str, Any]:
    return {
        "notice": one.notice,
        "area": one.area,
        "agency": one.agency,
        "about": _about(one),
        "since": (one.since or one.log_time).isoformat(),
        "words": f"{NOTICES[one.notice]}{_figures(one)}",
    }


def _about(one: OperatorNotice) -> str:
    return one.source or one.rule or f"{(one.subject_key or '')[:KEY]}…"


def _figures(one: OperatorNotice) -> str:
    if one.notice == "over_budget":
        return f" ({one.alerts} alerts in a week; {one.budget} were agreed)"
    if one.notice == "feed_silent":
        return ": what it doesn't tell of is marked degraded where it counts as missing"
    return f" ({one.events:,} events)" if one.events is not None else ""
