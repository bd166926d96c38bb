"""An extract: a folder or a zip with a CSV file for each table, read row by row."""

import csv
import hashlib
import hmac
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO
from zipfile import BadZipFile, ZipFile

from pydantic import ValidationError

from schemas.problems import problems
from services.intake.adapters.cin.desk import Sender
from services.intake.adapters.cin.values import ValueRefused
from services.intake.adapters.ssd.columns import TABLES
from services.intake.adapters.ssd.mapping import READERS, Said
from services.intake.adapters.ssd.rows import MIDNIGHT, Made, Outcome, Refused, Row, Silent, day_of, factors
from services.intake.api_events import SENT_EVENT
from services.intake.subject_key import IdentifierError

BEFORE_BIRTH = timedelta(days=300)


class ExtractError(ValueError):
    """The extract as a whole can't be read: says which file, and what is allowed."""


class Extract:
    """One extract, read once. `rows` counts the rows of each table that was there; what can't be opened isn't."""

    def __init__(self, path: Path, sender: Sender, secret: bytes, taken: datetime) -> None:
        self.rows: Counter[str] = Counter()
        self._path, self._sender, self._secret, self._taken = path, sender, secret, taken
        self._born: dict[str, date] = {}
        self._keys: dict[str, str] = {}
        self._factors: dict[str, list[str]] = {}

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of every row. Raises `ExtractError`."""
        for table in TABLES:
            for line, cells in self._read(table):
                self.rows[table] += 1
                if table == "ssd_person":
                    yield from self._person(line, cells)
                elif table == "ssd_assessment_factors":
                    yield from self._assessed(line, cells)
                else:
                    yield from self._row(table, line, cells)

    def subject(self, child: str) -> str:
        """A child's pseudonym. Raises `IdentifierError`."""
        if child not in self._keys:
            self._keys[child] = self._sender.key_of(child)
        return self._keys[child]

    def _person(self, line: int, cells: Mapping[str, str]) -> Iterator[Outcome]:
        row = Row("ssd_person", line, cells, None)
        child = row.text("pers_person_id")
        if child is None:
            yield Refused(row.table, line, "pers_person_id", "allowed: the child's id")
            return
        born = row.text("pers_dob") or row.text("pers_expected_dob")
        try:
            if born:
                self._born[child] = day_of(born)
        except ValueRefused:
            yield Refused(row.table, line, "pers_dob", "not shown; allowed: a date such as 2020-03-31")
            return
        yield Silent(row.table, line, "becomes the key and the age band of its child's events; never sent")

    def _assessed(self, line: int, cells: Mapping[str, str]) -> Iterator[Outcome]:
        row = Row("ssd_assessment_factors", line, cells, None)
        text = row.text("cinf_assessment_factors_json")
        try:
            found = factors(text) if text else []
        except ValueRefused as error:
            yield Refused(row.table, line, "cinf_assessment_factors_json", str(error))
            return
        self._factors.setdefault(row.text("cinf_assessment_id") or "", []).extend(found)
        yield Silent(row.table, line, "goes with its assessment")

    def _row(self, table: str, line: int, cells: Mapping[str, str]) -> Iterator[Outcome]:
        id_column, child_column = TABLES[table][:2]
        row = Row(table, line, cells, self._born.get((cells.get(child_column) or "").strip()))
        id, child = row.text(id_column), row.text(child_column)
        if id is None or child is None:
            yield Refused(table, line, id_column if id is None else child_column, "allowed: an id")
            return
        name = self._name(table, id)
        try:
            subject = self.subject(child)
        except IdentifierError as error:
            yield Refused(table, line, child_column, f"not shown; allowed: {error}", name)
            return
        made = list(READERS[table](row, self._factors))
        good = 0
        for said in made:
            found = self._made(row, name, subject, said)
            good += isinstance(found, Made)
            yield found
        yield from (Refused(one.table, one.line, one.column, one.allowed, name) for one in row.wrong)
        if not made and not row.wrong:
            yield Silent(table, line, "nothing that has happened yet, or nothing that Heed keeps", name)

    def _made(self, row: Row, name: str, subject: str, said: Said) -> Made | Refused:
        event = self._event(row, name, subject, said)
        if said.at > self._taken:
            return Refused(row.table, row.line, said.type, f"{said.type}: dated after the extract was taken", name)
        if row.born and said.at.date() < row.born - BEFORE_BIRTH:
            return Refused(row.table, row.line, said.type, f"{said.type}: over 300 days before the birth", name)
        try:
            SENT_EVENT.validate_json(json.dumps(event | {"revision": 1}))
        except ValidationError as error:
            first = problems(error)[0]
            return Refused(row.table, row.line, said.type, f"{said.type}{first.pointer}: {first.message}", name)
        return Made(row.table, row.line, name, event)

    def _event(self, row: Row, name: str, subject: str, said: Said) -> dict[str, Any]:
        own = {key: value for key, value in said.fields.items() if value not in (None, [])}
        about = {"about_event": self._id(name, "referral_received")} if said.type == "referral_decided" else {}
        return {
            "type": said.type,
            "event_id": self._id(name, said.type),
            "area": self._sender.area,
            "subject_key": subject,
            "agency": self._sender.agency,
            "responsible_agency": self._sender.agency,
            "occurred_at": said.at.isoformat(),
            "occurred_precision": "day" if said.at.timetz().replace(tzinfo=None) == MIDNIGHT else "minute",
            "recorded_at": self._taken.isoformat(),
            "derived": said.derived,
            **row.age(said.at),
            **own,
            **about,
        }

    def _name(self, table: str, id: str) -> str:
        """The row's identity, under the area's key: an id of the agency's own system never leaves it."""
        return hmac.new(self._secret, f"ssd|{table}|{id}".encode(), hashlib.sha256).hexdigest()[:40]

    def _id(self, name: str, type: str) -> str:
        return "ssd:" + hashlib.blake2b(f"{name}|{type}".encode(), digest_size=20).hexdigest()

    def _read(self, table: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        with self._open(table) as file:
            if file is None:
                return
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in TABLES[table] if name not in (reader.fieldnames or ())]
            if missing:
                raise ExtractError(f"{table}: its first line lacks {', '.join(missing)}")
            try:
                for cells in reader:
                    yield reader.line_num, {name: cells[name] or "" for name in TABLES[table]}
            except (csv.Error, UnicodeDecodeError) as error:
                raise ExtractError(f"{table}, about line {reader.line_num}: {_told(error)}") from None

    @contextmanager
    def _open(self, table: str) -> Iterator[TextIO | None]:
        """The table's file, by its own name or its view's; None where there is none."""
        names = [f"{name}.csv" for name in (table, f"heed_{table.removeprefix('ssd_')}")]
        if self._path.is_dir():
            found = next((self._path / name for name in names if (self._path / name).is_file()), None)
            if found is None:
                yield None
                return
            with found.open(encoding="utf-8-sig", newline="") as file:
                yield file
            return
        try:
            with ZipFile(self._path) as archive:
                inside = next((name for name in archive.namelist() if name.rpartition("/")[2] in names), None)
                if inside is None:
                    yield None
                    return
                with archive.open(inside) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as file:
                    yield file
        except BadZipFile:
            raise ExtractError(
                f"{self._path.name}: allowed: a folder, or a zip, with a CSV file for each table"
            ) from None


def _told(error: Exception) -> str:
    return "allowed: UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
