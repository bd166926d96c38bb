"""`heed subject-key`: the pseudonym of a child, for an agency that holds the id and its own key."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.importing.keys import area_key
from services.intake.subject_key import IdentifierError, la_identifier, nhs_identifier, subject_key

Area = Annotated[str | None, typer.Option(help="ONS code of the area whose key is used, from the key folder.")]
KeyFile = Annotated[Path | None, typer.Option(help="The area's key file.")]
Nhs = Annotated[bool, typer.Option("--nhs", help="Ids are NHS numbers; otherwise the authority's own child ids.")]


def subject_key_command(context: typer.Context, area: Area = None, key_file: KeyFile = None, nhs: Nhs = False) -> None:
    """Print the key of a child's id. The id is asked for, or read from standard input, one a line.

    It isn't taken from the command line, where the shell's history would keep it. Nothing is sent or stored.
    """
    if area is None and key_file is None:
        raise UserError("Name the area (--area E0…) or its key file (--key-file FILE).")
    heed = heed_of(context)
    key = area_key(heed.configuration.keys.directory, area or "", key_file)
    identifier = nhs_identifier if nhs else la_identifier
    for number, line in enumerate(_lines(), 1):
        try:
            typer.echo(subject_key(key.key, key.version, identifier(line)))
        except IdentifierError as error:
            raise UserError(f"Line {number} isn't an id (it is not shown). Allowed: {error}.") from None


def _lines() -> Iterator[str]:
    if sys.stdin.isatty():
        yield typer.prompt("Child's id (not shown)", hide_input=True)
    else:
        yield from (line.strip() for line in sys.stdin if line.strip())
