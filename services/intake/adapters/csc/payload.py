"""A payload, read child by child: its parts become rows as the Standard Safeguarding Dataset has them."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final, NamedTuple

import ijson

from services.intake.adapters.cin.desk import Sender
from services.intake.adapters.ssd.columns import TABLES
from services.intake.adapters.ssd.reading import Extract, ExtractError
from services.intake.adapters.ssd.rows import Outcome, Refused, Silent
from services.intake.subject_key import IdentifierError

CHILDREN: Final = ("Children", "children")
OBJECT: Final = "allowed: a JSON object"


class Part(NamedTuple):
    """A list of an episode: its table, the name of its id, and which of its names are which columns."""

    table: str
    id: str
    columns: Mapping[str, str]


PARTS: Final[dict[str, Part]] = {
    "child_and_family_assessments": Part(
        "ssd_cin_assessments",
        "child_and_family_assessment_id",
        {"start_date": "cina_assessment_start_date", "authorisation_date": "cina_assessment_auth_date"},
    ),
    "child_in_need_plans": Part(
        "ssd_cin_plans",
        "child_in_need_plan_id",
        {"start_date": "cinp_cin_plan_start_date", "end_date": "cinp_cin_plan_end_date"},
    ),
    "section_47_assessments": Part(
        "ssd_s47_enquiry",
        "section_47_assessment_id",
        {"start_date": "s47e_s47_start_date", "end_date": "s47e_s47_end_date"},
    ),
    "child_protection_plans": Part(
        "ssd_cp_plans",
        "child_protection_plan_id",
        {"start_date": "cppl_cp_plan_start_date", "end_date": "cppl_cp_plan_end_date"},
    ),
}
EPISODE: Final = {
    "referral_date": "cine_referral_date",
    "referral_source": "cine_referral_source_code",
    "closure_date": "cine_close_date",
    "closure_reason": "cine_close_reason",
}


class Payload(Extract):
    """One file: an object with `Children`, a list of them, or a child a line. A line is the number of a record."""

    whole: ClassVar[bool] = False

    def __init__(self, path: Path, sender: Sender, secret: bytes, taken: datetime) -> None:
        super().__init__(path, sender, secret, taken)
        self._number = 0

    def outcomes(self) -> Iterator[Outcome]:
        """See `Extract`."""
        for child in _children(self._path):
            if isinstance(child, dict):
                yield from self._child(child)
            else:
                yield self._no_object("ssd_person", "children")

    def _child(self, child: Mapping[str, Any]) -> Iterator[Outcome]:
        id = str(child.get("la_child_id") or "").strip()
        if child.get("purge") is True and id:
            yield from self._purge(id)
            return
        details = child.get("child_details")
        details = details if isinstance(details, dict) else {}
        born, expected = _text(details, "date_of_birth"), _text(details, "expected_date_of_birth")
        yield from self._take("ssd_person", {"pers_person_id": id, "pers_dob": born, "pers_expected_dob": expected})
        for episode in _listed(child, "social_care_episodes"):
            if isinstance(episode, dict):
                yield from self._episode(id, episode)
            else:
                yield self._no_object("ssd_cin_episodes", "social_care_episodes")

    def _purge(self, id: str) -> Iterator[Outcome]:
        self._next("ssd_person")
        try:
            self.purged.append(self.subject(id))
        except IdentifierError as error:
            yield Refused("ssd_person", self._number, "la_child_id", f"not shown; allowed: {error}")
        else:
            yield Silent("ssd_person", self._number, "deleted at its source: its events are refused from now on")

    def _episode(self, child: str, episode: Mapping[str, Any]) -> Iterator[Outcome]:
        cells = {column: _text(episode, name) for name, column in EPISODE.items()}
        cells |= {"cine_referral_nfa": _flag(episode, "referral_no_further_action_flag")}
        yield from self._record("ssd_cin_episodes", child, episode, "social_care_episode_id", cells)
        for name, part in PARTS.items():
            for record in _listed(episode, name):
                if isinstance(record, dict):
                    yield from self._part(part, child, record)
                else:
                    yield self._no_object(part.table, name)

    def _part(self, part: Part, child: str, record: Mapping[str, Any]) -> Iterator[Outcome]:
        cells = {column: _text(record, name) for name, column in part.columns.items()}
        if part.table == "ssd_cin_assessments":
            self._factors[_text(record, part.id)] = [str(one).upper() for one in _listed(record, "factors")]
        required = _flag(record, "icpc_required_flag")
        if part.table == "ssd_s47_enquiry" and required:
            cells["s47e_s47_outcome_json"] = json.dumps({"CP_CONFERENCE_FLAG": required})
        yield from self._record(part.table, child, record, part.id, cells)
        if part.table == "ssd_s47_enquiry" and _text(record, "icpc_date"):
            held = {"icpc_icpc_date": _text(record, "icpc_date")}
            yield from self._record("ssd_initial_cp_conference", child, record, part.id, held)

    def _record(
        self, table: str, child: str, record: Mapping[str, Any], id: str, cells: Mapping[str, str]
    ) -> Iterator[Outcome]:
        own, of = TABLES[table][:2]
        if record.get("purge") is True:
            self._next(table)
            self.removed.append((table, self._name(table, _text(record, id))))
            yield Silent(table, self._number, "deleted at its source: what it had said is taken back")
            return
        yield from self._take(table, {own: _text(record, id), of: child, **cells})

    def _take(self, table: str, cells: Mapping[str, str]) -> Iterator[Outcome]:
        self._next(table)
        whole = {name: cells.get(name, "") for name in TABLES[table]}
        yield from self._person(self._number, whole) if table == "ssd_person" else self._row(table, self._number, whole)

    def _no_object(self, table: str, name: str) -> Refused:
        self._next(table)
        return Refused(table, self._number, name, OBJECT)

    def _next(self, table: str) -> None:
        self._number += 1
        self.rows[table] += 1


def _children(path: Path) -> Iterator[Any]:
    """Whichever of the three forms it has, one child at a time. Raises `ExtractError`."""
    try:
        with path.open("rb") as file:
            prefix = _place(file)
            file.seek(0)
            for value in ijson.items(file, prefix, multiple_values=True):
                yield from _within(value) if prefix == "" else [value]
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise ExtractError(f"{path.name}: allowed: JSON ({type(error).__name__})") from None


def _place(file: BinaryIO) -> str:
    """Where the children stand, as ijson names a place: "" for a child a line."""
    for prefix, event, _ in ijson.parse(file, multiple_values=True):
        if (prefix, event) == ("", "start_array"):
            return "item"
        if prefix in CHILDREN:
            return f"{prefix}.item" if event == "start_array" else prefix
        if (prefix, event) == ("", "end_map"):
            return ""
    return ""


def _within(value: Any) -> Iterator[Any]:
    """The children of a line that holds several, or the child that it is."""
    held = next((value[name] for name in CHILDREN if name in value), value) if isinstance(value, dict) else value
    yield from held if isinstance(held, list) else [held]


def _listed(record: Mapping[str, Any], name: str) -> list[Any]:
    found = record.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _flag(record: Mapping[str, Any], name: str) -> str:
    """Y, N, nothing where nothing is said; anything else as it stands, to be refused where it is no flag."""
    found = record.get(name)
    return "" if found is None else {True: "Y", False: "N"}[found] if isinstance(found, bool) else str(found)


def _text(record: Mapping[str, Any], name: str) -> str:
    found = record.get(name)
    return "" if found is None or isinstance(found, bool | dict | list) else str(found)
