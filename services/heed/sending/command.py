"""`heed send`: an agency's case events and reports to intake, from a file or a pipe."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console

from services.heed.checks import base_url
from services.heed.context import Heed, heed_of
from services.heed.errors import UserError
from services.heed.importing.door import PATIENCE_S, Door
from services.heed.importing.keys import API_KEY, api_key, area_key
from services.heed.output import Json, table
from services.heed.sending.checked import checked
from services.heed.sending.codes import read_codes
from services.heed.sending.lines import BadLine, Lines
from services.heed.sending.sender import Sender, Sent
from services.heed.sending.spool import Refused, Spool
from services.intake.area_keys import AreaKey

TOGETHER = 500
SHOWN = 10
PAGE = 150


def send(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="NDJSON: case events, or reports with their keys. - for a pipe.")
    ] = None,
    agency: Annotated[
        str | None, typer.Option(help=f"Whose key of the demo is used where {API_KEY} isn't set.")
    ] = None,
    spool: Annotated[Path, typer.Option(dir_okay=False, help="What waits, and what was refused. Yours alone.")] = Path(
        "heed-spool.sqlite3"
    ),
    area_keys: Annotated[
        list[str] | None, typer.Option("--area-key", help="AREA=FILE: makes children's pseudonyms here.")
    ] = None,
    codes: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Your codes in Heed's (TOML).")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="A load of the past: it pages nobody.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Say what would be refused, and send nothing.")] = False,
    refused: Annotated[bool, typer.Option("--refused", help="Print what was refused, with why, one a line.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send what was refused once more, as it is.")] = False,
    patience: Annotated[float, typer.Option(min=0, help="Seconds for which a request is tried.")] = PATIENCE_S,
    intake: Annotated[str | None, typer.Option(callback=base_url, help="Base URL of intake.")] = None,
    as_json: Json = False,
) -> None:
    """Send case events and incident reports, each once, however often it is tried.

    Lines are put into the spool first, on disk; what intake takes leaves it. Where intake is away the rest waits for
    the next call, which may come without a file. Ends with 1 where something was refused or waits. A line that was
    refused is mended where it came from and sent again under the same id.
    """
    heed = heed_of(context)
    console = _console()
    lines = Lines(dict(_keys(heed, area_keys or [])), read_codes(codes) if codes else {})
    if check:
        _checked(console, lines, files or [], as_json)
        return
    with Spool(spool) as kept:
        if refused:
            for one in kept.refused():
                typer.echo(json.dumps(_told(one)))
            return
        if again:
            typer.echo(f"{kept.again():,} wait once more.", err=True)
        bad = _put(console, kept, lines, files or [])
        url = intake or heed.address("intake")
        done = asyncio.run(_flush(kept, url, _api_key(heed, agency), patience, history))
        _report(console, done, kept, bad, as_json)
        if done.ended or bad or any(True for _ in kept.refused()):
            raise typer.Exit(1)


def _put(console: Console, spool: Spool, lines: Lines, files: list[Path]) -> int:
    """Everything that can be read is in the spool when it returns. How many lines can't."""
    bad = 0
    events, reports = [], []
    for path, number, line in _lines(files):
        try:
            kind, name, body = lines.record(line)
        except BadLine as error:
            bad += 1
            if bad <= SHOWN:
                console.print(f"{path}, line {number}: {error}", style="red", markup=False)
            continue
        if kind == "case-event":
            events.append(body)
        else:
            reports.append((name, body))
        if len(events) + len(reports) >= TOGETHER:
            spool.put(*events)
            spool.put_reports(reports)
            events, reports = [], []
    spool.put(*events)
    spool.put_reports(reports)
    return bad


def _lines(files: list[Path]) -> Iterator[tuple[str, int, bytes]]:
    for path in files:
        piped = str(path) == "-"
        if not piped and not path.is_file():
            raise UserError(f"There is no file {path}.")
        with sys.stdin.buffer if piped else path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield "the pipe" if piped else path.name, number, line


async def _flush(spool: Spool, url: str, key: str, patience: float, history: bool) -> Sent:
    async with httpx.AsyncClient(base_url=url) as client:
        return await Sender(spool, Door(client, key, patience), history).flush()


def _keys(heed: Heed, named: list[str]) -> Iterator[tuple[str, AreaKey]]:
    for one in named:
        area, _, file = one.partition("=")
        if not file:
            raise UserError(f"--area-key {one}: allowed: AREA=FILE, such as E06000901=area-key.json")
        yield area, area_key(heed.configuration.keys.directory, area, Path(file))


def _api_key(heed: Heed, agency: str | None) -> str:
    return api_key(heed.configuration.keys.directory, agency or "")


def _checked(console: Console, lines: Lines, files: list[Path], as_json: bool) -> None:
    good: Counter[str] = Counter()
    bad: list[dict[str, Any]] = []
    for path, number, line in _lines(files):
        problems = checked(lines, line)
        good["valid" if not problems else "refused"] += 1
        if problems:
            bad.append({"file": path, "line": number, "errors": problems})
    if as_json:
        typer.echo(json.dumps({**good, "lines": bad}, indent=1))
    else:
        for one in bad:
            console.print(f"{one['file']}, line {one['line']}: {'; '.join(map(str, one['errors']))}", markup=False)
        console.print(
            f"{good['valid']:,} lines would be taken as far as can be told here, {good['refused']:,} refused."
        )
    if bad:
        raise typer.Exit(1)


def _told(one: Refused) -> dict[str, object]:
    return {
        "kind": one.kind,
        "name": one.name,
        "revision": one.revision,
        "reason": one.reason,
        "errors": list(one.errors),
        "record": one.body,
    }


def _report(console: Console, done: Sent, spool: Spool, bad: int, as_json: bool) -> None:
    refused = list(spool.refused())
    said = {
        "accepted": done.answers["accepted"],
        "repeated": done.answers["repeated"],
        "checked": done.answers["checked"],
        "refused": len(refused),
        "unreadable": bad,
        "waiting": spool.waiting,
        "ended": done.ended,
    }
    if as_json:
        typer.echo(json.dumps(said, indent=1))
        return
    shown = {name: value for name, value in said.items() if value or name in ("accepted", "refused", "waiting")}
    console.print(
        table(
            [{"what": name, "records": value} for name, value in shown.items() if name != "ended"],
            {"what": "", "records": "records"},
            "Sent",
        )
    )
    for one in refused[:SHOWN]:
        console.print(f"{one.name}: {one.reason}: {'; '.join(one.errors)}", markup=False)
    if done.ended:
        console.print(f"Ended early: {done.ended}. {spool.waiting:,} wait in the spool: the same command sends them.")


def _console() -> Console:
    console = Console(stderr=True)
    return console if console.is_terminal else Console(stderr=True, width=PAGE)
