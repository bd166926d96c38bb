"""`heed import ssd`, `heed import csc-payload`: what has changed since the last time."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.heed.checks import base_url, new_file
from services.heed.context import heed_of
from services.heed.snapshots.run import Wanted, run
from services.intake.adapters.csc import Payload
from services.intake.adapters.ssd import Extract, view
from services.intake.adapters.ssd.columns import TABLES

Area = Annotated[str, typer.Option(help="ONS code of the area whose children these are.")]
Taken = Annotated[datetime | None, typer.Option(help="When it was taken, UTC [default: now].")]
To = Annotated[Path | None, typer.Option(callback=new_file, help="Write the events here, and send nothing.")]
Remembered = Annotated[Path, typer.Option("--memory", dir_okay=False, help="What earlier ones said. Yours alone.")]
KeyFile = Annotated[Path | None, typer.Option(help="The area's key [default: in the key folder].")]
Held = Annotated[Path | None, typer.Option(callback=new_file, help="Write what has vanished here.")]
Withdraw = Annotated[Path | None, typer.Option(exists=True, help="Such a file: these are taken back.")]
Purged = Annotated[Path | None, typer.Option(exists=True, help="Ids of children deleted, one a line.")]
Source = Annotated[str, typer.Option(help="The feed that is told complete.")]
Intake = Annotated[str | None, typer.Option(callback=base_url, help="Base URL of intake.")]
History = Annotated[bool, typer.Option("--history", help="A load of the past: it pages nobody.")]
AsJson = Annotated[Path | None, typer.Option("--json", callback=new_file, help="The accounts, as JSON.")]
FEED = "case-management"


def ssd(
    context: typer.Context,
    extract: Annotated[Path, typer.Argument(exists=True, help="A folder or zip: a CSV for each table, or our views.")],
    area: Area,
    taken: Taken = None,
    to: To = None,
    memory: Remembered = Path("heed-ssd.sqlite3"),
    key_file: KeyFile = None,
    held: Held = None,
    withdraw: Withdraw = None,
    purged: Purged = None,
    source: Source = FEED,
    intake: Intake = None,
    history: History = False,
    as_json: AsJson = None,
) -> None:
    """Send what an extract says that the one before didn't, and account for every row.

    What a row no longer says is taken back. A row that has vanished is held: nothing is withdrawn until a person has
    looked (--held, then --withdraw). A table that is missing or cut off takes nothing back. Names, dates of birth,
    postcodes and workers are never read into a file; child ids become pseudonyms here.
    """
    asked = Wanted(extract, area, taken, to, memory, key_file, held, withdraw, purged, source, intake, history, as_json)
    run(heed_of(context), asked, Extract)


def csc_payload(
    context: typer.Context,
    payload: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON: Children, or a child a line.")],
    area: Area,
    taken: Taken = None,
    to: To = None,
    memory: Remembered = Path("heed-csc.sqlite3"),
    key_file: KeyFile = None,
    source: Source = FEED,
    intake: Intake = None,
    history: History = False,
    as_json: AsJson = None,
) -> None:
    """Send what the payload for the DfE's children's social care API says that earlier ones didn't.

    It names only who has changed, so nothing vanishes by not being in it; `purge` takes back, and of a child refuses
    its events from then on. Contacts, strategy discussions and visits aren't in it: rules that need them stay not
    evaluable, and no feed is told complete by it.
    """
    asked = Wanted(payload, area, taken, to, memory, key_file, None, None, None, source, intake, history, as_json)
    run(heed_of(context), asked, Payload)


def views(folder: Annotated[Path, typer.Argument(file_okay=False, help="Where the .sql files go.")]) -> None:
    """Write the SQL views that show these columns of the dataset and no others, for SQL Server."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        (folder / f"heed_{name.removeprefix('ssd_')}.sql").write_text(view(name), encoding="utf-8")
    typer.echo(f"{len(TABLES)} views in {folder}.")
