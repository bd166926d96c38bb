"""`heed state`: the files of the folds."""

import shutil
from typing import Annotated

import typer

from services.heed.context import heed_of
from services.heed.errors import UserError

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
    folders = sorted(each for each in heed.places.state.glob(f"{heed.prefix}{group or '*'}") if each.is_dir())
    if not folders:
        raise UserError(f"No state of {group or 'any fold'} in {heed.places.state}.")
    names = ", ".join(each.name for each in folders)
    if not yes:
        typer.confirm(f"Delete the state of {names} in {heed.places.state}?", abort=True)
    for folder in folders:
        shutil.rmtree(folder)
    typer.echo(f"Deleted: {names}. The services rebuild it from Kafka when they start.")
