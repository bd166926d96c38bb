"""What is known of an agency's feeds: what they carry, what arrived, and what rules can see of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from schemas.cases import FEED_TYPES, FeedCompleteTo
from schemas.cases.common import CaseEvent
from services.triage.backtest.kept import Said
from services.triage.calendar import HOUR, Calendar
from services.triage.compiled import Rule
from services.triage.coverage import Ability, ability, carried
from services.triage.feeds import Feed
from services.triage.lags import Lag, lag_of, lags


@dataclass(frozen=True, slots=True)
class Seen:
    """What arrived from an agency in an area: lags by type, and to when each of its feeds has said it is complete."""

    lags: Mapping[str, Lag] = field(default_factory=dict)
    complete: Mapping[str, datetime] = field(default_factory=dict)


def seen(records: Iterable[Said], agency: str, area: str, calendar: Calendar) -> Seen:
    """Of records in the order in which they came."""
    waited: list[tuple[str, int]] = []
    complete: dict[str, datetime] = {}
    for one in records:
        if not isinstance(one, CaseEvent | FeedCompleteTo) or (one.agency, one.area) != (agency, area):
            continue
        if isinstance(one, FeedCompleteTo):
            complete[one.source] = one.complete_to
        elif one.type in FEED_TYPES and (lag := lag_of(one, calendar)) is not None:
            waited.append((one.type, lag))
    return Seen(lags(waited), complete)


def told(agency: str, area: str, feeds: Sequence[Feed], rules: Sequence[Rule], known: Seen | None) -> dict[str, Any]:
    """As JSON. `feeds` are all of the area; `known` is None where nothing was looked at."""
    own = [one for one in feeds if one.agency == agency]
    types, by_rule = carried(own), list(_rules(rules, agency, feeds))
    arrived = {} if known is None else known.lags
    return {
        "agency": agency,
        "area": area,
        "types": len(FEED_TYPES),
        "types_carried": len(types),
        "carried": [_type(type, own, arrived.get(type)) for type in sorted(types)],
        "not_carried": sorted(FEED_TYPES - types),
        "not_declared": sorted(arrived.keys() - types),
        "complete_to": None if known is None else {source: at.isoformat() for source, at in known.complete.items()},
        "rules": by_rule,
        "rules_able": sum(one["able"] == "yes" for one in by_rule),
    }


def _type(type: str, feeds: Iterable[Feed], lag: Lag | None) -> dict[str, Any]:
    sources = [one.source for one in feeds if type in one.types]
    hours = (None, None) if lag is None else (round(lag.median / HOUR, 1), round(lag.ninety / HOUR, 1))
    told = {"type": type, "sources": sources, "events": None if lag is None else lag.events}
    return told | {"median_hours": hours[0], "ninety_hours": hours[1]}


def _rules(rules: Sequence[Rule], agency: str, feeds: Sequence[Feed]) -> Iterator[dict[str, Any]]:
    for id, group in groupby(rules, key=lambda one: one.facts.id):
        parts = list(group)
        found = [ability(one, agency, feeds) for one in parts]
        yield {"rule": id, "mode": parts[0].modes.last(agency), "able": _able(found), **_missing(found)}


def _able(parts: Sequence[Ability]) -> str:
    able = sum(one.able for one in parts)
    return "yes" if able == len(parts) else "in part" if able else "no"


def _missing(parts: Sequence[Ability]) -> dict[str, Any]:
    lacking = [one for one in parts if not one.able]
    return {
        "parts_not_evaluable": [one.part for one in lacking if one.part],
        "none_begins": sorted({type for one in lacking for type in one.begins}),
        "not_answered": sorted({type for one in lacking for type in one.answers}),
    }
