"""The rules between the fields of an incident report. Plain ifs on the way of a sound report: millions are read."""

from typing import TYPE_CHECKING, Final

from schemas.code_lists.reports import ANSWER_WITHHELD
from schemas.crossfield import Broken
from schemas.sets import alone

if TYPE_CHECKING:
    from schemas.reports import IncidentReport

STOPPED: Final = frozenset({"near_miss_prevented", "good_catch"})
"""The kinds of incident that someone or something stopped."""
NO_HARM_CAME: Final = frozenset({"near_miss_prevented", "near_miss_no_harm"})
HARMED: Final = frozenset({"low", "moderate", "severe", "fatal"})
LONELY: Final = frozenset[str](ANSWER_WITHHELD)
NO_FACTORS: Final = LONELY | {"21"}
"""Census factor 21 is "no factors identified"."""


def broken_rules(report: "IncidentReport") -> list[Broken]:
    """Every rule that the report breaks."""
    found: list[Broken] = []
    _when(report, found)
    _what(report, found)
    _sets(report, found)
    if report.overlooked_at is not None and report.overlooked == "no":
        found.append(Broken("overlooked_at", "leave it out where overlooked is no"))
    if report.agency is None and report.team is not None:
        found.append(Broken("agency", "is required where a team is named"))
    return found


def _when(report: "IncidentReport", found: list[Broken]) -> None:
    occurred = report.occurred_on
    if report.occurred_precision in LONELY:
        if occurred is not None:
            found.append(Broken("occurred_on", "leave it out: occurred_precision says that it isn't known or told"))
    elif occurred is None:
        found.append(Broken("occurred_on", "is required, unless occurred_precision is not_known or prefer_not_to_say"))
    elif occurred > report.reported_on:
        found.append(Broken("occurred_on", "must not be after reported_on"))


def _what(report: "IncidentReport", found: list[Broken]) -> None:
    kind = report.incident_class
    if report.prevented_by is None and kind in STOPPED:
        found.append(Broken("prevented_by", "is required for near_miss_prevented and good_catch"))
    if kind in NO_HARM_CAME:
        _no_harm(report, found)
    elif kind == "harm" and report.harm_actual_physical == report.harm_actual_psychological == "none":
        found.append(Broken("incident_class", "harm is more than harm_actual_physical and _psychological none"))


def _no_harm(report: "IncidentReport", found: list[Broken]) -> None:
    """A near miss is one because no harm came."""
    if report.harm_actual_physical in HARMED:
        found.append(Broken("harm_actual_physical", _NO_HARM))
    if report.harm_actual_psychological in HARMED:
        found.append(Broken("harm_actual_psychological", _NO_HARM))


_NO_HARM: Final = "none or not_known for a near miss; where harm came, incident_class is harm"


def _sets(report: "IncidentReport", found: list[Broken]) -> None:
    if report.failure_layers == ("active",):
        found.append(Broken("failure_layers", "add a layer that isn't active, or not_yet_known"))
    every = report.harm_categories + report.assessment_factors + report.factors + report.failure_layers
    if not NO_FACTORS.isdisjoint(every):
        _lonely(report, found)


def _lonely(report: "IncidentReport", found: list[Broken]) -> None:
    """Codes that say that nothing is said can't stand beside another one."""
    for name in ("harm_categories", "assessment_factors", "factors", "failure_layers"):
        code = alone(getattr(report, name), NO_FACTORS)
        if code:
            found.append(Broken(name, f"{code} can't stand beside another code"))
