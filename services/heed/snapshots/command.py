"""`heed import ssd`: an extract of the Standard Safeguarding Dataset, as what has changed since the one before."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from services.heed.checks import base_url, new_file, one_of
from services.heed.context import Heed, heed_of
from services.heed.errors import UserError
from services.heed.importing.door import Door
from services.heed.importing.keys import api_key, area_key, sender_of
from services.heed.output import Row, table
from services.heed.sending import Sender, Sent, Spool
from services.heed.snapshots.difference import Accounts, confirmed, differences, vanished
from services.heed.snapshots.memory import Memory
from services.intake.adapters.cin.desk import Sender as Agency
from services.intake.adapters.ssd import TYPES, Extract, ExtractError, view
from services.intake.adapters.ssd.columns import NOT_WHOLE, TABLES
from services.intake.area_keys import AreaKey
from services.intake.subject_key import IdentifierError

WHAT = ("new", "changed", "unchanged", "taken back", "held", "back", "purged")
PAGE = 150
SHOWN = 20


def ssd(
    context: typer.Context,
    extract: Annotated[Path, typer.Argument(exists=True, help="A folder or zip: a CSV for each table, or our views.")],
    area: Annotated[str, typer.Option(help="ONS code of the area whose children these are.")],
    taken: Annotated[datetime | None, typer.Option(help="When it was taken, UTC [default: now].")] = None,
    to: Annotated[Path | None, typer.Option(callback=new_file, help="Write the events here, and send nothing.")] = None,
    memory: Annotated[Path, typer.Option(dir_okay=False, help="What earlier extracts said. Yours alone.")] = Path(
        "heed-ssd.sqlite3"
    ),
    key_file: Annotated[Path | None, typer.Option(help="The area's key [default: in the key folder].")] = None,
    held: Annotated[Path | None, typer.Option(callback=new_file, help="Write what has vanished here.")] = None,
    withdraw: Annotated[Path | None, typer.Option(exists=True, help="Such a file: these are taken back.")] = None,
    purged: Annotated[Path | None, typer.Option(exists=True, help="Ids of children deleted, one a line.")] = None,
    source: Annotated[str, typer.Option(help="The feed that is told complete.")] = "case-management",
    intake: Annotated[str | None, typer.Option(callback=base_url, help="Base URL of intake.")] = None,
    history: Annotated[bool, typer.Option("--history", help="A load of the past: it pages nobody.")] = False,
    as_json: Annotated[Path | None, typer.Option("--json", callback=new_file, help="The accounts, as JSON.")] = None,
) -> None:
    """Send what an extract says that the one before didn't, and account for every row.

    What a row no longer says is taken back. A row that has vanished is held: nothing is withdrawn until a person has
    looked (--held, then --withdraw). A table that is missing or cut off takes nothing back. Names, dates of birth,
    postcodes and workers are never read into a file; child ids become pseudonyms here.
    """
    heed = heed_of(context)
    one_of("--area", area, (one.code for one in heed.configuration.areas))
    key = area_key(heed.configuration.keys.directory, area, key_file)
    agency = sender_of(heed.configuration, area, key)
    when = (taken or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    accounts, console = Accounts(), _console()
    with Spool(memory) as spool:
        _read(extract, agency, key, when, spool, accounts, withdraw, purged)
        waiting = _held(spool, when, held)
        sent = None
        if to is not None:
            _write(spool, to)
        else:
            sent = asyncio.run(_send(heed, spool, agency, intake, when, source, _whole(accounts), history))
        _show(console, accounts, waiting, sent, spool.waiting)
    if as_json is not None:
        as_json.write_text(json.dumps(told(accounts, waiting), indent=1), encoding="utf-8")
    if accounts.unaccounted() or (sent is not None and (sent.ended or sent.answers["rejected"])):
        raise typer.Exit(1)


def views(folder: Annotated[Path, typer.Argument(file_okay=False, help="Where the .sql files go.")]) -> None:
    """Write the SQL views that show these columns of the dataset and no others, for SQL Server."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        (folder / f"heed_{name.removeprefix('ssd_')}.sql").write_text(view(name), encoding="utf-8")
    typer.echo(f"{len(TABLES)} views in {folder}.")


def _read(
    path: Path,
    agency: Agency,
    key: AreaKey,
    when: datetime,
    spool: Spool,
    accounts: Accounts,
    withdraw: Path | None,
    purged: Path | None,
) -> None:
    """All of the extract or nothing: the memory and what is to be sent change together."""
    extract = Extract(path, agency, key.key, when)
    try:
        with spool.transaction() as db:
            memory = Memory(db, when.isoformat())

            def emit(body: dict[str, Any]) -> None:
                spool.add(body)

            for subject in _subjects(purged, agency):
                if memory.purge(subject, when.isoformat()):
                    accounts.note("purged", "children")
            differences(extract.outcomes(), memory, emit, accounts)
            accounts.rows.update(extract.rows)
            vanished(TYPES, memory, emit, accounts, when.isoformat())
            unknown = list(confirmed(_ids(withdraw), memory, emit, when.isoformat()))
            if unknown:
                raise UserError(f"--withdraw {withdraw}: not held: {', '.join(unknown[:5])}. Nothing was changed.")
    except ExtractError as error:
        raise UserError(f"{error}. Nothing was changed.") from None


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


def _held(spool: Spool, when: datetime, path: Path | None) -> list[dict[str, Any]]:
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


async def _send(
    heed: Heed,
    spool: Spool,
    agency: Agency,
    intake: str | None,
    when: datetime,
    source: str,
    types: list[str],
    history: bool,
) -> Sent:
    async with httpx.AsyncClient(base_url=intake or heed.address("intake")) as client:
        door = Door(client, api_key(heed.configuration.keys.directory, agency.agency))
        sent = await Sender(spool, door, history).flush()
        if not sent.ended and not sent.answers["rejected"] and types:
            sent.ended = await door.complete_to(source, agency.area, when, types)
        return sent


def _whole(accounts: Accounts) -> list[str]:
    """The types of which the extract holds every one."""
    whole = {t for name, types in TYPES.items() if accounts.rows[name] and name not in accounts.partial for t in types}
    return sorted(whole - NOT_WHOLE)


def told(accounts: Accounts, held: list[dict[str, Any]]) -> dict[str, Any]:
    """The accounts as JSON."""
    return {
        "tables": {name: _row(name, accounts) for name in TABLES if accounts.rows[name]},
        "problems": [
            {"table": t, "column": c, "allowed": a, "times": n, "first_line": accounts.first[t, c, a]}
            for (t, c, a), n in accounts.problems.most_common()
        ],
        "partial": accounts.partial,
        "held": held,
        "unaccounted": accounts.unaccounted(),
    }


def _row(name: str, accounts: Accounts) -> dict[str, int]:
    rows = {"rows": accounts.rows[name], "with events": accounts.made[name]}
    rows |= {"without": accounts.silent[name], "refused": accounts.refused[name]}
    return rows | {what: accounts.events.get(name, Counter())[what] for what in WHAT}


def _show(console: Console, accounts: Accounts, held: list[dict[str, Any]], sent: Sent | None, waiting: int) -> None:
    rows: list[Row] = [{"table": name, **_row(name, accounts)} for name in TABLES if accounts.rows[name]]
    columns = {"table": "table", **{name: name for name in (rows[0] if rows else {}) if name != "table"}}
    console.print(table(rows, columns, "What became of each row, and of each event"))
    for (name, column, allowed), times in accounts.problems.most_common(SHOWN):
        first = accounts.first[name, column, allowed]
        console.print(f"{name}, line {first}: {column}: {allowed} ({times:,} times)", markup=False, soft_wrap=True)
    for line in _closing(accounts, held, sent, waiting):
        console.print(line, markup=False, soft_wrap=True)


def _closing(accounts: Accounts, held: list[dict[str, Any]], sent: Sent | None, waiting: int) -> Iterable[str]:
    for name, why in accounts.partial.items():
        yield f"{name}: {why}. It may be cut off: nothing counts as vanished from it."
    if held:
        yield f"{len(held):,} events have vanished and are held: --held FILE writes them; --withdraw FILE takes back."
    if accounts.events.get("purged"):
        yield f"{accounts.events['purged']['children']:,} children were purged: their events are refused from now on."
    if sent is not None:
        answers = (f"{what} {sent.answers[what]:,}" for what in ("accepted", "repeated", "rejected"))
        yield f"Sent: {', '.join(answers)}."
        if sent.ended:
            yield f"Not complete: {sent.ended}. {waiting:,} events wait: the same command sends them."
    missing = accounts.unaccounted()
    yield f"Unaccounted for: {missing:,} rows." if missing else "Every row is accounted for."


def _console() -> Console:
    console = Console(stderr=True)
    return console if console.is_terminal else Console(stderr=True, width=PAGE)
