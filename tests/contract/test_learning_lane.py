"""The law of the learning lane: no field can hold a person, a child, a time of day or free text."""

from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from schemas.base import AREA_PATTERN, ORGANISATION_PATTERN, UUID_PATTERN
from schemas.reports import REPORT_RECORD, IncidentReport
from tests.contract.records import report, wrong_fields

HARMLESS_TEXT = {
    "report_id": UUID_PATTERN,
    "area": AREA_PATTERN,
    "agency": ORGANISATION_PATTERN,
    "team": ORGANISATION_PATTERN,
}
"""The only fields that are text, and the pattern that each keeps to: a random id, and ids of the configuration."""


def leaves(annotation: Any) -> list[Any]:
    """Every type that a value of the field can have."""
    if get_origin(annotation) in (Annotated, Union, UnionType, tuple):
        parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
        return [leaf for part in parts if part is not Ellipsis for leaf in leaves(part)]
    return [annotation]


def patterns(field: FieldInfo) -> set[str]:
    """The patterns that the field's text keeps to, wherever they stand in its annotation."""
    found = {one.pattern for one in field.metadata if getattr(one, "pattern", None)}
    for part in (field.annotation, *get_args(field.annotation)):
        for one in getattr(part, "__metadata__", ()):
            found |= {one.pattern} if getattr(one, "pattern", None) else set()
            found |= {inner.pattern for inner in getattr(one, "metadata", ()) if getattr(inner, "pattern", None)}
    return found


@pytest.mark.parametrize(("name", "field"), IncidentReport.model_fields.items())
def test_a_field_is_a_code_an_organisation_a_date_a_number_or_yes_or_no(name: str, field: FieldInfo) -> None:
    for leaf in leaves(field.annotation):
        if leaf is str:
            assert HARMLESS_TEXT.keys() & {name}, f"{name} takes any text"
            assert patterns(field) == {HARMLESS_TEXT[name]}
        else:
            assert get_origin(leaf) is Literal or leaf in (bool, int, date, NoneType)


def test_a_date_is_a_day_and_never_an_instant() -> None:
    dates = {name for name, field in IncidentReport.model_fields.items() if date in leaves(field.annotation)}
    assert dates == {"occurred_on", "reported_on"}


def test_the_only_number_is_the_revision() -> None:
    numbers = {name for name, field in IncidentReport.model_fields.items() if int in leaves(field.annotation)}
    assert numbers == {"revision"}
    assert {type(one) for one in IncidentReport.model_fields["revision"].metadata} >= {Ge, Le}


def test_an_organisation_has_a_short_id() -> None:
    assert wrong_fields(REPORT_RECORD, report(team="a" * 65)) == ["/team"]


@pytest.mark.parametrize(
    "name", ["narrative", "what_went_well", "suggestion", "staff_name", "subject_key", "occurred_at"]
)
def test_a_report_has_no_place_for_a_story_a_person_a_child_or_an_hour(name: str) -> None:
    assert name not in IncidentReport.model_fields
