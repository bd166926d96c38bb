"""The fold's small tables, written at once: what holds for an area, and who belongs together in it."""

import sqlite3
from collections.abc import Iterable, Mapping

from pydantic_core import from_json, to_json

from services.triage import closings
from services.triage.alerts import FindingKey
from services.triage.closings import Closing
from services.triage.corrections import Redirect
from services.triage.feeds import Said
from services.triage.spent import Budget, Spent

SCHEMA = """
CREATE TABLE said (
    area TEXT, agency TEXT, source TEXT, type TEXT, instant INTEGER NOT NULL,
    PRIMARY KEY (area, agency, source, type)) WITHOUT ROWID;
CREATE TABLE heard (
    area TEXT, agency TEXT, source TEXT, instant INTEGER NOT NULL, silent INTEGER NOT NULL,
    PRIMARY KEY (area, agency, source)) WITHOUT ROWID;
CREATE TABLE placeholders (subject INTEGER PRIMARY KEY);
CREATE TABLE rulesets (area TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE corrections (area TEXT, ref TEXT, value BLOB NOT NULL, PRIMARY KEY (area, ref)) WITHOUT ROWID;
CREATE TABLE kin (subject INTEGER PRIMARY KEY, area TEXT NOT NULL, family TEXT NOT NULL);
CREATE TABLE closings (subject INTEGER, key TEXT, value BLOB NOT NULL, PRIMARY KEY (subject, key)) WITHOUT ROWID;
CREATE TABLE budgets (
    area TEXT, agency TEXT, rule TEXT, since INTEGER NOT NULL, week INTEGER NOT NULL, used INTEGER NOT NULL,
    over INTEGER, PRIMARY KEY (area, agency, rule)) WITHOUT ROWID;
CREATE TABLE notices (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX kin_family ON kin (family, area);
"""

MOST_KIN = 50
"""A family key with more children than this stands for no family ("unknown"): each is then taken by itself."""

MOST_REMEMBERED = 100_000
"""Families whose children are remembered, of about 300 bytes each."""


class Registers:
    """What feeds have said, by which rules areas work, corrections in force, families, closings and budgets."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._kin: dict[tuple[str, str], set[int]] = {}

    def said(self) -> dict[str, dict[Said, int]]:
        """What the feeds of each area have said."""
        found: dict[str, dict[Said, int]] = {}
        for area, agency, source, type, instant in self._db.execute("SELECT * FROM said"):
            found.setdefault(area, {})[Said(agency, source, type)] = instant
        return found

    def keep_said(self, area: str, said: Mapping[Said, int]) -> None:
        """Replace what the feeds of an area have said."""
        rows = ((area, *name, instant) for name, instant in said.items())
        self._db.executemany("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?, ?)", rows)

    def heard(self) -> dict[str, dict[tuple[str, str], tuple[int, bool]]]:
        """Of each area, by agency and source: when the feed was last heard, and whether it is silent."""
        found: dict[str, dict[tuple[str, str], tuple[int, bool]]] = {}
        for area, agency, source, instant, silent in self._db.execute("SELECT * FROM heard"):
            found.setdefault(area, {})[agency, source] = (instant, bool(silent))
        return found

    def keep_heard(self, rows: Iterable[tuple[str, str, str, int, bool]]) -> None:
        """Replace when feeds were last heard."""
        self._db.executemany("INSERT OR REPLACE INTO heard VALUES (?, ?, ?, ?, ?)", rows)

    def marked(self, subject: int) -> bool:
        """Whether a key is known to stand for no child."""
        return self._db.execute("SELECT 1 FROM placeholders WHERE subject = ?", (subject,)).fetchone() is not None

    def mark(self, subject: int) -> bool:
        """Note that a key stands for no child. False where that was known."""
        return self._db.execute("INSERT OR IGNORE INTO placeholders VALUES (?)", (subject,)).rowcount == 1

    def rulesets(self) -> dict[str, str]:
        """The hash of the rules of each area that has rules of its own."""
        return dict(self._db.execute("SELECT area, hash FROM rulesets"))

    def keep_ruleset(self, area: str, hash: str) -> None:
        """Replace the hash of an area's rules."""
        self._db.execute("INSERT OR REPLACE INTO rulesets VALUES (?, ?)", (area, hash))

    def corrections(self) -> dict[str, list[Redirect]]:
        """The corrections in force of each area."""
        found: dict[str, list[Redirect]] = {}
        for area, value in self._db.execute("SELECT area, value FROM corrections"):
            found.setdefault(area, []).append(_unpacked(value))
        return found

    def keep_correction(self, area: str, ref: str, found: Redirect | None) -> None:
        """Replace what a correction says; None where it says nothing any more."""
        self._db.execute("DELETE FROM corrections WHERE area = ? AND ref = ?", (area, ref))
        if found is not None:
            value = to_json((*found[:3], sorted(found.events), *found[4:]))
            self._db.execute("INSERT INTO corrections VALUES (?, ?, ?)", (area, ref, value))

    def family(self, subject: int) -> str:
        """The key of the family in which a child is listed, "" for none."""
        row = self._db.execute("SELECT family FROM kin WHERE subject = ?", (subject,)).fetchone()
        return "" if row is None else str(row[0])

    def kin(self, area: str, family: str) -> list[int]:
        """The children listed in a family, by number; none where they are too many to be one, or for ""."""
        found = self._listed(area, family) if family else ()
        return sorted(found) if len(found) <= MOST_KIN else []

    def keep_kin(self, subject: int, area: str, family: str) -> None:
        """List a child in a family; "" for none."""
        before = self.family(subject)
        if before:
            self._listed(area, before).discard(subject)
            self._db.execute("DELETE FROM kin WHERE subject = ?", (subject,))
        if family:
            self._listed(area, family).add(subject)
            self._db.execute("INSERT INTO kin VALUES (?, ?, ?)", (subject, area, family))

    def _listed(self, area: str, family: str) -> set[int]:
        """All children listed in a family, remembered: a placeholder's keys of families change with every event."""
        found = self._kin.get((area, family))
        if found is None:
            if len(self._kin) >= MOST_REMEMBERED:
                self._kin.clear()
            query = "SELECT subject FROM kin WHERE family = ? AND area = ?"
            found = self._kin[area, family] = {number for (number,) in self._db.execute(query, (family, area))}
        return found

    def closings(self, subject: int) -> dict[FindingKey, Closing]:
        """What was closed under a subject's key."""
        rows = self._db.execute("SELECT key, value FROM closings WHERE subject = ? ORDER BY key", (subject,))
        return {_key(key): closings.unpacked(value) for key, value in rows}

    def keep_closing(self, subject: int, key: FindingKey, closing: Closing | None) -> None:
        """Replace what was closed under a subject's key; None forgets it."""
        name = to_json(key).decode()
        self._db.execute("DELETE FROM closings WHERE subject = ? AND key = ?", (subject, name))
        if closing is not None:
            self._db.execute("INSERT INTO closings VALUES (?, ?, ?)", (subject, name, closings.packed(closing)))

    def budgets(self) -> dict[Budget, Spent]:
        """What rules have taken of agencies' weeks."""
        return {Budget(*row[:3]): Spent(*row[3:]) for row in self._db.execute("SELECT * FROM budgets")}

    def keep_budget(self, budget: Budget, spent: Spent) -> None:
        """Replace what a rule has taken."""
        self._db.execute("INSERT OR REPLACE INTO budgets VALUES (?, ?, ?, ?, ?, ?, ?)", (*budget, *spent))


def _key(name: str) -> FindingKey:
    rule, part, agency, event = from_json(name)
    return rule, part, agency, event


def _unpacked(value: bytes) -> Redirect:
    ref, source, target, events, family, several, (at, same) = from_json(value)
    return Redirect(ref, source, target, frozenset(events), family, several, (at, same))
