"""`heed receipt`: checks the proof that a reporter kept."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from services.heed.context import heed_of
from services.heed.errors import UserError
from services.intake.keys import SECRET_FILE
from services.intake.pages.showing import in_words
from services.intake.private_files import ReadableByOthersError, read_private
from services.intake.receipts.proof import verify

app = typer.Typer(no_args_is_help=True, help="What people who reported by the form hold in their hands.")

MOST = 200_000
"""Bytes of a proof: far above the longest report that a form takes."""
File = Annotated[Path | None, typer.Argument(dir_okay=False, help="The file with the proof; left out, standard input.")]


@app.command("verify")
def verify_proof(context: typer.Context, file: File = None) -> None:
    """Check a proof: whether this installation received this report, and on which day.

    Run it where intake's keys are. The proof isn't stored, and what the report says isn't shown. Exit code 1: it
    doesn't hold.
    """
    secret = _secret(heed_of(context).configuration.keys.directory)
    verdict = verify(secret, _proof(file))
    if not verdict.holds:
        typer.echo(f"The proof does not hold: {verdict.why}.")
        raise typer.Exit(1)
    typer.echo(f"The proof holds. This report was received here on {in_words(verdict.date)}.")


def _proof(file: Path | None) -> str:
    try:
        raw = sys.stdin.buffer.read(MOST + 1) if file is None else file.read_bytes()
    except FileNotFoundError:
        raise UserError(f"There is no file {file}.") from None
    if len(raw) > MOST:
        raise UserError(f"A proof has at most {MOST:,} bytes; this has more.")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise UserError("A proof is text in UTF-8; this isn't.") from None


def _secret(directory: Path) -> bytes:
    try:
        return bytes.fromhex(read_private(directory / SECRET_FILE).decode())
    except FileNotFoundError:
        raise UserError(f"No {SECRET_FILE} in {directory}: run it where intake's keys are.") from None
    except ReadableByOthersError as error:
        raise UserError(str(error)) from None
