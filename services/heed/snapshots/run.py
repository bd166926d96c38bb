"""An extract or a payload from its first row to its accounts: all of it is taken, or nothing."""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import typer

from services.heed.checks import one_of
from services.heed.context import Heed
from services.heed.errors import UserError
from services.heed.importing.door import Door
from services.heed.importing.keys import api_key, area_key, sender_of
from services.heed.sending import Sender, Sent, Spool
from services.heed.snapshots.difference import Accounts, confirmed, differences, vanished, withdraw
from services.heed.snapshots.memory import Memory
from services.heed.snapshots.telling import show, told
from services.intake.adapters.cin.desk import Sender as Agency
from services.intake.adapters.ssd import TYPES, Extract, ExtractError
from services.intake.adapters.ssd.columns import NOT_WHOLE
from services.intake.subject_key import IdentifierError

REFUSED_SHARE: Final = 0.01
"""Of a table's rows: with more that can't be read, or not wholly, nothing counts as missing from it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked for."""

    path: Path
    area: str
    taken: datetime | None
    to: Path | None
    memory: Path
    key_file: Path | None
    held: Path | None
    withdraw: Path | None
    purged: Path | None
    source: str
    intake: str | None
    history: bool
    as_json: Path | None


def run(heed: Heed, wanted: Wanted, kind: type[Extract]) -> None:
    """Read, compare, send, tell. Raises `UserError`, and `typer.Exit` where something is refused or left."""
    area, when = wanted.area, (wanted.taken or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    one_of("--area", area, (one.code for one in heed.configuration.areas))
    key = area_key(heed.configuration.keys.directory, area, wanted.key_file)
    agency = sender_of(heed.configuration, area, key)
    accounts, sent = Accounts(), None
    with Spool(wanted.memory) as spool:
        _read(kind(wanted.path, agency, key.key, when), wanted, agency, when, spool, accounts)
        waiting = _held(spool, wanted.held)
        if wanted.to is not None:
            _write(spool, wanted.to)
        else:
            types = whole_types(accounts) if kind.whole else []
            sent = asyncio.run(_send(heed, spool, agency, wanted, when, types))
        show(accounts, waiting, sent, spool.waiting)
    if wanted.as_json is not None:
        wanted.as_json.write_text(json.dumps(told(accounts, waiting), indent=1), encoding="utf-8")
    if accounts.unaccounted() or (sent is not None and (sent.ended or sent.answers["rejected"])):
        raise typer.Exit(1)


def _read(extract: Extract, wanted: Wanted, agency: Agency, when: datetime, spool: Spool, accounts: Accounts) -> None:
    """The memory and what is to be sent change together."""
    taken = when.isoformat()
    try:
        with spool.transaction() as db:
            memory = Memory(db, taken)
            _purge(_subjects(wanted.purged, agency), memory, accounts, taken)
            differences(extract.outcomes(), memory, spool.add, accounts)
            accounts.rows.update(extract.rows)
            _deleted(extract, memory, spool, accounts, taken)
            if extract.whole:
                vanished(TYPES, memory, spool.add, accounts, taken)
            unknown = list(confirmed(_ids(wanted.withdraw), memory, spool.add, taken))
            if unknown:
                told = ", ".join(unknown[:5])
                raise UserError(f"--withdraw {wanted.withdraw}: not held: {told}. Nothing was changed.")
    except ExtractError as error:
        raise UserError(f"{error}. Nothing was changed.") from None


def _purge(subjects: Iterator[str], memory: Memory, accounts: Accounts, taken: str) -> None:
    for subject in subjects:
        if memory.purge(subject, taken):
            accounts.note("purged", "children")


def _deleted(extract: Extract, memory: Memory, spool: Spool, accounts: Accounts, taken: str) -> None:
    """What the source itself says was deleted."""
    for table, row in extract.removed:
        for kept in list(memory.said_by(table, row)):
            withdraw(kept, memory, spool.add, taken)
            accounts.note(table, "taken back")
    _purge(iter(extract.purged), memory, accounts, taken)


def _ids(path: Path | None) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines() if path else ():
        if line.strip():
            yield str(json.loads(line)["event_id"])


def _subjects(path: Path | None, agency: Agency) -> Iterator[str]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path else (), 1):
        if line.strip():
            try:
                yield agency.key_of(line.strip())
            except IdentifierError as error:
                raise UserError(f"--purged, line {number} isn't an id (not shown). Allowed: {error}.") from None


def _held(spool: Spool, path: Path | None) -> list[dict[str, Any]]:
    """What has vanished, without anything of the child."""
    with spool.transaction() as db:
        rows = db.execute("SELECT source, body FROM extracted WHERE held ORDER BY source, event_id").fetchall()
    found = [{"table": table, **_shown(json.loads(body))} for table, body in rows]
    if path is not None:
        path.write_text("".join(json.dumps(one) + "\n" for one in found), encoding="utf-8")
    return found


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("event_id", "type", "occurred_at", "revision")}


def _write(spool: Spool, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        while waiting := spool.first(1_000):
            file.writelines(json.dumps(one.body) + "\n" for one in waiting)
            file.flush()
            os.fsync(file.fileno())
            spool.settle([one.seq for one in waiting], [])


async def _send(heed: Heed, spool: Spool, agency: Agency, wanted: Wanted, when: datetime, types: list[str]) -> Sent:
    async with httpx.AsyncClient(base_url=wanted.intake or heed.address("intake")) as client:
        door = Door(client, api_key(heed.configuration.keys.directory, agency.agency))
        sent = await Sender(spool, door, wanted.history).flush()
        if not sent.ended and not sent.answers["rejected"] and types:
            sent.ended = await door.complete_to(wanted.source, agency.area, when, types)
        return sent


def whole_types(accounts: Accounts) -> list[str]:
    """The types of which the extract holds every one: each table that gives them is there, whole and readable."""
    lacking = {type for name, types in TYPES.items() if not _is_whole(name, accounts) for type in types}
    return sorted({type for types in TYPES.values() for type in types} - lacking - NOT_WHOLE)


def _is_whole(name: str, accounts: Accounts) -> bool:
    """A few refused rows are told to whoever can mend them; where they are more, what is missing may be among them."""
    rows = accounts.rows[name]
    return rows > 0 and name not in accounts.partial and len(accounts.unreadable[name]) <= rows * REFUSED_SHARE
