"""A new engine has folded the log again: what it says otherwise than the old one published. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from schemas.alerts import AlertRevision, Because
from schemas.codes import AlertChange
from schemas.notices import OperatorNotice
from services.triage.alerts import ENDED, key
from services.triage.calendar import moment

SAID_BY = {"revision", "change", "because", "engine", "log_time"}
"""Fields that say how an alert came to be as it is, not how it is."""
NOTED_BY = {"cause", "engine", "log_time"}
"""The same of a notice."""
CALM: Final = frozenset({"feed_heard", "budget_renewed"})
"""Notices that say only that another is over."""


def taken_over(
    published: Mapping[str, AlertRevision],
    unsent: Mapping[str, int],
    now: Mapping[str, AlertRevision],
    engine: str,
    at: int,
) -> Iterator[tuple[AlertRevision, bool]]:
    """The alerts that must be kept otherwise than they were folded, and whether they must be published.

    `published`: the last revision of each by the old engine; of those that are `unsent` only those before this number
    were, and what they said isn't known.
    Revisions go on from those that were published. `at`: the log's time.
    """
    for alert_id in sorted(published.keys() | now.keys()):
        before, after = published.get(alert_id), now.get(alert_id)
        if after is None:
            after = None if before is None or before.state in ENDED else _gone(before)
        elif before is None and after.state in ENDED:
            after = None
        if after is None:
            continue
        number = 0 if before is None else unsent.get(alert_id, before.revision + 1) - 1
        if before is not None and _same(before, after) and alert_id not in unsent:
            yield after.model_copy(update={"revision": number}), False
        else:
            known = None if alert_id in unsent else before
            change = "updated" if before is not None and known is None else _change(known, after)
            yield _told(after, change, number, engine, at), True


def retold(
    published: Mapping[str, OperatorNotice], unsent: Collection[str], now: Mapping[str, OperatorNotice]
) -> Iterator[tuple[str, OperatorNotice | None]]:
    """The last words to operators that must be said otherwise, by key; None where there is nothing to say any more.

    `published` are those of the old engine; what it last said on those that are `unsent` isn't known.
    """
    for name in sorted({*published, *unsent, *now}):
        before, after = published.get(name), now.get(name)
        if name not in unsent and (_alike(before, after) or (before is None and after and after.notice in CALM)):
            continue
        yield name, None if after is None else after.model_copy(update={"cause": "engine"})


def _alike(before: OperatorNotice | None, after: OperatorNotice | None) -> bool:
    if before is None or after is None:
        return before is after
    return before.model_dump(exclude=NOTED_BY) == after.model_dump(exclude=NOTED_BY)


def _told(after: AlertRevision, change: AlertChange, number: int, engine: str, at: int) -> AlertRevision:
    made: dict[str, object] = {
        "revision": number + 1,
        "change": change,
        "because": Because(cause="engine"),
        "engine": engine,
        "log_time": moment(at),
    }
    return after.model_copy(update=made)


def _gone(before: AlertRevision) -> AlertRevision:
    """The new engine never opened it."""
    ended: dict[str, object] = {
        "state": "withdrawn",
        "findings": (),
        "acknowledge_by": None,
        "decide_by": None,
        "snoozed_until": None,
    }
    return before.model_copy(update=ended)


def _same(before: AlertRevision, after: AlertRevision) -> bool:
    """Of two that have ended nobody needs to know how the new engine would have told it."""
    if before.state in ENDED and after.state in ENDED:
        return True
    return before.model_dump(exclude=SAID_BY) == after.model_dump(exclude=SAID_BY)


def _change(before: AlertRevision | None, after: AlertRevision) -> AlertChange:
    if before is None:
        return "opened"
    if after.state in ENDED:
        ends: dict[str, AlertChange] = {"resolved": "resolved", "closed": "closed", "merged": "merged"}
        return ends.get(after.state, "withdrawn")
    if before.state in ENDED:
        return "reopened"
    if after.severity != before.severity:
        return "raised" if after.severity < before.severity else "lowered"
    was, now = set(map(key, before.findings)), set(map(key, after.findings))
    return "added" if now - was else "reduced" if was - now else "updated"
