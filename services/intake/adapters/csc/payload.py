"""A payload, read child by child: its parts become rows as the Standard Safeguarding Dataset has them."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

import ijson

from services.intake.adapters.cin.desk import Sender
from services.intake.adapters.ssd.columns import TABLES
from services.intake.adapters.ssd.reading import Extract, ExtractError
from services.intake.adapters.ssd.rows import Outcome, Refused, Silent
from services.intake.subject_key import IdentifierError

CHILDREN: Final = ("Children", "children")
FLAGS: Final = {True: "Y", False: "N"}


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
            yield from self._child(child)

    def _child(self, child: Mapping[str, Any]) -> Iterator[Outcome]:
        id = str(child.get("la_child_id") or "").strip()
        if child.get("purge") is True and id:
            yield from self._purge(id)
            return
        details = child.get("child_details") or {}
        born, expected = _text(details, "date_of_birth"), _text(details, "expected_date_of_birth")
        yield from self._take("ssd_person", {"pers_person_id": id, "pers_dob": born, "pers_expected_dob": expected})
        for episode in _listed(child, "social_care_episodes"):
            yield from self._episode(id, episode)

    def _purge(self, id: str) -> Iterator[Outcome]:
        self._next("ssd_person")
        try:
            self.purged.append(self.subject(id))
        except IdentifierError as error:
            yield Refused("ssd_person", self._number, "la_child_id", f"not shown; allowed: {error}")
        else:
            yield Silent("ssd_person", self._number, "deleted at its source: its events are refused from now on")

    def _episode(self, child: str, episode: Mapping[str, Any]) -> Iterator[Outcome]:
        nfa = FLAGS.get(bool(episode.get("referral_no_further_action_flag")), "")
        cells = {column: _text(episode, name) for name, column in EPISODE.items()}
        cells |= {"cine_referral_nfa": nfa if "referral_no_further_action_flag" in episode else ""}
        yield from self._record("ssd_cin_episodes", child, episode, "social_care_episode_id", cells)
        for name, part in PARTS.items():
            for record in _listed(episode, name):
                yield from self._part(part, child, record)

    def _part(self, part: Part, child: str, record: Mapping[str, Any]) -> Iterator[Outcome]:
        cells = {column: _text(record, name) for name, column in part.columns.items()}
        if part.table == "ssd_cin_assessments":
            self._factors[_text(record, part.id)] = [str(one).upper() for one in record.get("factors") or ()]
        if part.table == "ssd_s47_enquiry" and "icpc_required_flag" in record:
            required = FLAGS[bool(record["icpc_required_flag"])]
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

    def _next(self, table: str) -> None:
        self._number += 1
        self.rows[table] += 1


def _children(path: Path) -> Iterator[Mapping[str, Any]]:
    """Whichever of the three forms it has. Raises `ExtractError`."""
    with path.open("rb") as file:
        try:
            for value in ijson.items(file, "", multiple_values=True):
                yield from _within(value)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise ExtractError(f"{path.name}: allowed: JSON ({type(error).__name__})") from None


def _within(value: Any) -> Iterator[Mapping[str, Any]]:
    """The children of an object, of a list, or the child that it is."""
    if isinstance(value, list):
        for one in value:
            yield from _within(one)
        return
    if not isinstance(value, dict):
        raise ExtractError("allowed: objects with Children, or children")
    held = next((value[name] for name in CHILDREN if name in value), None)
    if held is None:
        yield value
    else:
        yield from (held if isinstance(held, list) else [held])


def _listed(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = record.get(name) or []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(record: Mapping[str, Any], name: str) -> str:
    found = record.get(name)
    return "" if found is None or isinstance(found, bool | dict | list) else str(found)
