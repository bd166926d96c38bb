"""`heed import reports`: a table of incident reports, by a mapping file."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from pydantic import ValidationError
from rich.console import Console

from schemas.problems import problems
from services.heed.checks import base_url, new_file
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.importing.door import PATIENCE_S, Door
from services.heed.importing.keys import api_key
from services.heed.output import Json, table
from services.heed.reports.mapping import BadCell, Mapping, read_mapping
from services.heed.reports.revisions import Revisions
from services.heed.reports.tables import columns, rows
from services.heed.reports.template import template
from services.heed.sending import Sender, Sent, Spool
from services.intake.api_reports import SENT_REPORT, envelope_rules

SHOWN = 20


@dataclass(slots=True)
class Accounts:
    """Every row of the table is in one of `rows`."""

    rows: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, Any]] = field(default_factory=list)


def reports(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The table: .csv, .xlsx.")],
    mapping: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="A mapping file.")] = None,
    template_to: Annotated[
        Path | None, typer.Option("--template", callback=new_file, help="Write a mapping file to fill in, and end.")
    ] = None,
    agency: Annotated[str | None, typer.Option(help="Whose key of the demo, without HEED_API_KEY.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be refused, and send nothing.")] = False,
    spool: Annotated[Path, typer.Option(dir_okay=False, help="What waits, and which revisions were sent.")] = Path(
        "heed-spool.sqlite3"
    ),
    intake: Annotated[str | None, typer.Option(callback=base_url, help="Base URL of intake.")] = None,
    as_json: Json = False,
) -> None:
    """Send incident reports from a table, and account for every row.

    Sent again, a row that changed is a revision of its report, and one that is as it was isn't sent. A row that is
    gone withdraws nothing. Reports from tables are for learning only: they name no child. Ends with 1 where a row is
    refused.
    """
    if template_to is not None:
        template_to.write_text(template(columns(file)), encoding="utf-8")
        typer.echo(f"{template_to}: fill it in, then: heed import reports {file} --mapping {template_to} --dry-run")
        return
    if mapping is None:
        raise UserError("Name a mapping file with --mapping FILE; --template FILE writes one to fill in.")
    heed = heed_of(context)
    console = Console(stderr=True)
    known, done = read_mapping(mapping), Accounts()
    _check_columns(file, known)
    if dry_run:
        for _ in _read(file, known, done):
            done.rows["valid"] += 1
    else:
        url = intake or heed.address("intake")
        key = api_key(heed.configuration.keys.directory, agency or "")
        sent, waiting = _send(file, known, done, spool, url, key)
        done.rows.update({f"sent, {what}": count for what, count in sent.answers.items()})
        if sent.ended:
            console.print(f"Ended early: {sent.ended}. {waiting:,} wait in the spool: `heed send` sends them.")
    _show(console, done, as_json)
    if done.problems or done.rows["sent, rejected"]:
        raise typer.Exit(1)


def _check_columns(file: Path, mapping: Mapping) -> None:
    there = columns(file, mapping.sheet)
    missing = [name for name in dict.fromkeys((mapping.key, *mapping.columns.values())) if name not in there]
    if missing:
        raise UserError(f"{file.name} has no column {', '.join(missing)}; it has {', '.join(there)}")


def _read(file: Path, mapping: Mapping, done: Accounts) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that are valid, as key and report; the others are noted."""
    seen: set[str] = set()
    for line, row in rows(file, mapping.sheet):
        done.rows["in the table"] += 1
        key = "" if row.get(mapping.key) is None else str(row[mapping.key]).strip()
        wrong, body = _problems(mapping, key, row, seen)
        if wrong or body is None:
            done.rows["refused"] += 1
            done.problems.append({"line": line, "errors": wrong})
        else:
            seen.add(key)
            yield key, body


def _problems(
    mapping: Mapping, key: str, row: dict[str, Any], seen: set[str]
) -> tuple[list[str], dict[str, Any] | None]:
    if not key or not key.isascii() or not key.isprintable() or " " in key or len(key) > 100:
        return [f"{mapping.key}: 1 to 100 visible ASCII characters that name the report"], None
    if key in seen:
        return [f"{mapping.key}: each report once; this one is in an earlier row"], None
    try:
        body = mapping.report(row)
        sent = SENT_REPORT.validate_json(json.dumps(body))
    except BadCell as error:
        return [str(error)], None
    except ValidationError as error:
        return [_named(mapping, one.pointer, one.message) for one in problems(error)], None
    return [_named(mapping, f"/{one.field}", one.message) for one in envelope_rules(sent)], body


def _named(mapping: Mapping, pointer: str, said: str) -> str:
    """By the column that the sender knows."""
    name = pointer.strip("/").partition("/")[0]
    column = mapping.columns.get(name)
    return f"{column} ({name}): {said}" if column else f"{name}: {said}"


def _send(file: Path, mapping: Mapping, done: Accounts, path: Path, url: str, key: str) -> tuple[Sent, int]:
    today = datetime.now(UTC).date()
    with Spool(path) as spool:
        known = Revisions(spool)
        for name, body in _read(file, mapping, done):
            revised = known.revised(name, body, _first(body, today))
            done.rows[revised.what] += 1
            if revised.body is not None:
                known.put(name, body, revised.body)
        return asyncio.run(_flush(spool, url, key)), spool.waiting


def _first(body: dict[str, Any], today: date) -> str:
    return str(body.get("reported_on", today.isoformat()))


async def _flush(spool: Spool, url: str, key: str) -> Sent:
    async with httpx.AsyncClient(base_url=url) as client:
        return await Sender(spool, Door(client, key, PATIENCE_S)).flush()


def _show(console: Console, done: Accounts, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"rows": done.rows, "problems": done.problems}, indent=1))
        return
    rows_ = [{"what": what, "rows": count} for what, count in done.rows.items()]
    console.print(table(rows_, {"what": "", "rows": "rows"}, "Reports"))
    for one in done.problems[:SHOWN]:
        console.print(f"line {one['line']}: {'; '.join(one['errors'])}", markup=False, soft_wrap=True)
    if len(done.problems) > SHOWN:
        console.print(f"… and {len(done.problems) - SHOWN:,} more; --json lists all.")
