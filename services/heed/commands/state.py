"""`heed state`: the files of the folds."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from services.heed.context import Heed, heed_of
from services.heed.errors import UserError
from services.heed.holders import holders

app = typer.Typer(no_args_is_help=True, help="The folds' state files on this machine. All can be rebuilt from Kafka.")


@app.command()
def drop(
    context: typer.Context,
    group: Annotated[str | None, typer.Argument(help="Only this fold's files, such as triage [default: all].")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete state files, so that they are rebuilt from the log. Stop the services first.

    Nothing is lost and nothing is sent twice: what was published stays published. Use it when a service says that log
    and state differ (a topic was recreated, or this folder belongs to another cluster).
    """
    heed = heed_of(context)
    folders = _folders(heed, group)
    names = ", ".join(folders)
    if not yes:
        typer.confirm(f"Delete the state of {names} in {heed.places.state}?", abort=True)
    for folder in folders.values():
        shutil.rmtree(folder)
    typer.echo(f"Deleted: {names}. The services rebuild it from Kafka when they start.")


def _folders(heed: Heed, group: str | None) -> dict[str, Path]:
    """By group, the folders to delete. Raises `UserError` where there are none, or a process uses one."""
    state = heed.places.state
    known = {
        each.name.removeprefix(heed.prefix): each for each in sorted(state.glob(f"{heed.prefix}*")) if each.is_dir()
    }
    wanted = {name: folder for name, folder in known.items() if group in (None, name)}
    if not wanted:
        there = f" There is state of {', '.join(known)}." if known else ""
        raise UserError(f"No state of {group or 'any fold'} in {state}.{there}")
    users = {name: pids for name, folder in wanted.items() if (pids := holders(folder))}
    if users:
        said = ", ".join(f"{name} (process {', '.join(map(str, pids))})" for name, pids in users.items())
        raise UserError(f"In use: the state of {said}. Stop the services first.")
    return wanted
