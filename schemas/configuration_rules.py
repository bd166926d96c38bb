"""The references within a configuration: who belongs to whom, and what must be there."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from schemas.cases import FEED_TYPES
from schemas.crossfield import Broken
from schemas.rule_modes import broken_modes

CLOCKS: Final = frozenset(
    {
        "referral_decision",
        "strategy_discussion",
        "referrer_acknowledgement",
        "assessment",
        "icpc",
        "transfer_in_conference",
        "medical_opinion",
        "risk_adult",
        "missing_over",
        "visit_again",
        "cp_visit",
        "school_roll_visit",
        "sibling_considered",
        "disagreement_first",
        "disagreement_second",
        "disagreement_third",
        "first_cp_review",
        "later_cp_review",
        "serious_incident_notification",
        "return_interview",
        "transfer_acknowledgement",
        "referrer_feedback",
        "acknowledge_s1",
        "acknowledge_s2",
        "acknowledge_s3",
        "decide_s1",
        "decide_s2",
        "decide_s3",
    }
)
"""The clocks that the rules and the alerts name: each must be configured."""

OWN_CLOCK: Final = "local_"
"""What the name of a clock begins with that only an installation's own rules run by."""

Raw = Mapping[str, Any]


def broken_references(raw: Raw) -> list[Broken]:
    """Every broken reference, in a configuration whose shape need not be right."""
    checks = (_once, _agencies, _teams, _feeds, _clocks, broken_modes, _owners, _leave_of_demo)
    return [broken for check in checks for broken in check(raw)]


def _rows(raw: Raw, name: str) -> Iterator[tuple[str, Raw]]:
    """The items of a list with their paths; what isn't a table is left to the check of shapes."""
    found = raw.get(name)
    for index, row in enumerate(found if isinstance(found, list | tuple) else ()):
        if isinstance(row, Mapping):
            yield f"{name}/{index}", row


def _list(row: Raw, name: str) -> list[Any]:
    found = row.get(name)
    return list(found) if isinstance(found, list | tuple) else []


def _served(raw: Raw) -> dict[Any, list[Any]]:
    """The areas that each agency serves."""
    return {row.get("id"): _list(row, "areas") for _, row in _rows(raw, "agencies") if isinstance(row.get("id"), str)}


def _once(raw: Raw) -> Iterator[Broken]:
    for rows, fields in (
        ("areas", ("code",)),
        ("areas", ("la_number",)),
        ("agencies", ("id",)),
        ("teams", ("id",)),
        ("feeds", ("source", "agency", "area")),
    ):
        seen: set[str] = set()
        for path, row in _rows(raw, rows):
            key = repr([row.get(field) for field in fields])
            if key in seen:
                yield Broken(f"{path}/{fields[0]}", f"each {' in '.join(fields)} once")
            seen.add(key)


def _agencies(raw: Raw) -> Iterator[Broken]:
    known = [row.get("code") for _, row in _rows(raw, "areas")]
    for path, row in _rows(raw, "agencies"):
        for index, area in enumerate(_list(row, "areas")):
            if area not in known:
                yield Broken(f"{path}/areas/{index}", f"an area of this file: {_words(known)}")


def _member(raw: Raw, path: str, row: Raw) -> Iterator[Broken]:
    served = _served(raw)
    agency, area = row.get("agency"), row.get("area")
    if not isinstance(agency, str) or agency not in served:
        yield Broken(f"{path}/agency", f"an agency of this file: {_words(served)}")
    elif area not in served[agency]:
        yield Broken(f"{path}/area", f"an area that {agency} serves: {_words(served[agency])}")


def _teams(raw: Raw) -> Iterator[Broken]:
    for path, row in _rows(raw, "teams"):
        yield from _member(raw, path, row)


def _feeds(raw: Raw) -> Iterator[Broken]:
    for path, row in _rows(raw, "feeds"):
        yield from _member(raw, path, row)
        for index, type in enumerate(_list(row, "types")):
            if not isinstance(type, str) or type not in FEED_TYPES:
                yield Broken(f"{path}/types/{index}", f"a type that a feed carries: {_words(FEED_TYPES)}")


def _clocks(raw: Raw) -> Iterator[Broken]:
    clocks = raw.get("clocks")
    named: Raw = clocks if isinstance(clocks, Mapping) else {}
    for name in sorted(CLOCKS - set(named)):
        yield Broken(f"clocks/{name}", "is required")
    for name in named:
        if name not in CLOCKS and not name.startswith(OWN_CLOCK):
            yield Broken(f"clocks/{name}", f"a clock of your own, {OWN_CLOCK}…, or one of: {_words(CLOCKS)}")
        yield from _editions(name, named)


def _editions(name: str, clocks: Raw) -> Iterator[Broken]:
    last: Any = None
    for path, row in _rows(clocks, name):
        since, warn, amount = row.get("valid_from"), row.get("warn"), row.get("amount")
        if isinstance(since, date) and isinstance(last, date) and since <= last:
            yield Broken(f"clocks/{path}/valid_from", "later than the edition before")
        if isinstance(warn, int) and isinstance(amount, int) and warn >= amount:
            yield Broken(f"clocks/{path}/warn", "less than amount")
        last = since


def _owners(raw: Raw) -> Iterator[Broken]:
    """The duty to act lies with an authority's children's services: an area without them has nobody to tell."""
    agencies = [row for _, row in _rows(raw, "agencies")]
    owned = [area for row in agencies if row.get("kind") == "childrens_services" for area in _list(row, "areas")]
    for path, row in _rows(raw, "areas"):
        if row.get("code") not in owned:
            yield Broken(f"{path}/code", "an area needs an agency of kind childrens_services that serves it")


def _leave_of_demo(raw: Raw) -> Iterator[Broken]:
    if raw.get("demo") is not True:
        for name in ("impact_assessment", "sharing_agreement"):
            if not raw.get(name):
                yield Broken(name, "names the signed document; without it only demo = true is allowed")


def _words(names: Any) -> str:
    return ", ".join(sorted(str(name) for name in names))
