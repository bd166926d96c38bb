"""Each kind of change that breaks a writer or a reader is found, and named by its field."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, create_model

from schemas.base import Contract
from schemas.compatibility import breaking_changes, unreadable
from schemas.published_schema import json_schema
from schemas.topology import load_topology

Fields = dict[str, Any]
BASE: Fields = {
    "name": (Annotated[str, Field(pattern="^[a-z]+$", max_length=10)], ...),
    "level": (Literal["low", "high"], ...),
    "n": (Annotated[int, Field(ge=0, le=10)], ...),
    "note": (Annotated[str, Field(max_length=5)] | None, None),
    "codes": (Annotated[tuple[Literal["a", "b"], ...], Field(min_length=1, max_length=4)], ...),
}


def schema(**changes: Any) -> dict[str, Any]:
    """The schema of the base record with changed fields; None takes one away."""
    fields = {name: value for name, value in {**BASE, **changes}.items() if value is not None}
    return create_model("R", __base__=Contract, **fields).model_json_schema()


CHANGES: list[tuple[str, Fields, list[str]]] = [
    ("nothing changes", {}, []),
    ("a field is removed", {"n": None}, ["reader: /n may now be left out", "writer: /n is no longer a field"]),
    (
        "a field is renamed",
        {"note": None, "remark": (str | None, None)},
        ["reader: /remark is a new field", "writer: /note is no longer a field"],
    ),
    ("an optional field is added", {"extra": (int | None, None)}, ["reader: /extra is a new field"]),
    (
        "a required field is added",
        {"extra": (int, ...)},
        ["reader: /extra is a new field", "writer: /extra is newly required"],
    ),
    (
        "an optional field becomes required",
        {"note": (Annotated[str, Field(max_length=5)], ...)},
        ["writer: /note is newly required", "writer: /note no longer takes null"],
    ),
    (
        "a required field becomes optional",
        {"n": (Annotated[int, Field(ge=0, le=10)] | None, None)},
        ["reader: /n may now be left out", "reader: /n may now be null"],
    ),
    ("a code is removed", {"level": (Literal["low"], ...)}, ["writer: /level no longer takes high"]),
    ("a code is added", {"level": (Literal["low", "high", "top"], ...)}, ["reader: /level may now be top"]),
    (
        "a code of a list is removed",
        {"codes": (Annotated[tuple[Literal["a"], ...], Field(min_length=1, max_length=4)], ...)},
        ["writer: /codes/* no longer takes b"],
    ),
    (
        "a type changes",
        {"n": (bool, ...)},
        ["reader: /n may now be boolean", "writer: /n no longer takes integer"],
    ),
    ("a number is widened", {"n": (Annotated[float, Field(ge=0, le=10)], ...)}, ["reader: /n may now be number"]),
    ("text becomes codes", {"name": (Literal["x"], ...)}, ["writer: /name no longer takes any text"]),
    (
        "text becomes codes of another form",
        {"name": (Literal["x", "Y"], ...)},
        ["reader: /name may now be Y", "writer: /name no longer takes any text"],
    ),
    ("a least rises", {"n": (Annotated[int, Field(ge=1, le=10)], ...)}, ["writer: /n minimum is stricter"]),
    ("a most rises", {"n": (Annotated[int, Field(ge=0, le=11)], ...)}, ["reader: /n maximum is looser"]),
    ("a most goes", {"n": (Annotated[int, Field(ge=0)], ...)}, ["reader: /n maximum is looser"]),
    (
        "a length falls",
        {"name": (Annotated[str, Field(pattern="^[a-z]+$", max_length=9)], ...)},
        ["writer: /name maxLength is stricter"],
    ),
    (
        "a pattern changes",
        {"name": (Annotated[str, Field(pattern="^[A-Z]+$", max_length=10)], ...)},
        ["reader: /name its pattern changed", "writer: /name its pattern changed"],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_change_is_told_with_its_field_and_whom_it_breaks(change: Fields, expected: list[str]) -> None:
    found = breaking_changes(schema(), schema(**change))
    assert len(found) == len(expected), found
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


@pytest.mark.parametrize("change", [case[1] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_what_breaks_writers_one_way_breaks_readers_the_other_way(change: Fields) -> None:
    forth = {one.split()[1] for one in breaking_changes(schema(), schema(**change)) if one.startswith("writer")}
    back = {one.split()[1] for one in breaking_changes(schema(**change), schema()) if one.startswith("reader")}
    assert forth == back


def test_words_break_nobody() -> None:
    assert breaking_changes(schema(), {**schema(), "title": "Other", "description": "Otherwise"}) == []


class First(Contract):
    type: Literal["first"] = "first"


class Second(Contract):
    type: Literal["second"] = "second"
    n: int


class SecondOptional(Contract):
    type: Literal["second"] = "second"
    n: int | None = None


def union(*models: type[Contract]) -> dict[str, Any]:
    """The schema of a union tagged by type."""
    found: Any = models[0]
    for model in models[1:]:
        found = found | model
    tagged = Annotated[found, Field(discriminator="type")] if len(models) > 1 else found
    schema: dict[str, Any] = TypeAdapter(tagged).json_schema()
    return schema


def test_a_type_of_a_union_that_goes_breaks_its_writers_and_one_that_comes_breaks_readers() -> None:
    assert breaking_changes(union(First, Second), union(First)) == ["writer: type no longer takes second"]
    assert breaking_changes(union(First), union(First, Second)) == ["reader: type may now be second"]


def test_a_field_within_a_union_is_named_with_its_type() -> None:
    assert breaking_changes(union(First, SecondOptional), union(First, Second)) == [
        "writer: second/n is newly required",
        "writer: second/n no longer takes null",
    ]


def test_only_what_old_records_may_hold_makes_them_unreadable() -> None:
    assert unreadable(schema(), schema(extra=(int | None, None))) == []
    assert unreadable(schema(), schema(n=None)) == ["writer: /n is no longer a field"]


@pytest.mark.parametrize("name", load_topology().topics)
def test_no_contract_breaks_itself(name: str) -> None:
    found = json_schema(load_topology().topics[name])
    assert breaking_changes(found, found) == []
