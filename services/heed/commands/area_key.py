"""`heed area-key`: an authority's key, from which its children's pseudonyms are made, and its rotation."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from services.heed.checks import new_file, one_of
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.importing.keys import area_key, sender_of
from services.intake.area_keys import store_area_key
from services.intake.private_files import write_private
from services.intake.rotation import is_signed, lines, merges, next_key, signature
from services.intake.subject_key import IdentifierError, la_identifier, nhs_identifier

app = typer.Typer(
    no_args_is_help=True,
    help="An authority's key, from which its children's pseudonyms are made. Run these where it lies.",
)
KeyFile = Annotated[Path, typer.Argument(dir_okay=False, help="The key file.")]


@app.command("new")
def new(file: Annotated[Path, typer.Argument(callback=new_file, dir_okay=False, help="The key file to make.")]) -> None:
    """Make an area's first key. Whoever loses it can make no pseudonym that joins the old ones: keep a sealed copy."""
    store_area_key(file, next_key(None))
    typer.echo(f"{file}: version 1, readable by you only.")


@app.command("rotate")
def rotate(
    context: typer.Context,
    old: KeyFile,
    new: Annotated[Path, typer.Argument(callback=new_file, dir_okay=False, help="The new key file to make.")],
    area: Annotated[str, typer.Option(help="The area's ONS code.")],
    children: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Its children's ids, one a line.")],
    to: Annotated[Path, typer.Option(callback=new_file, help="Write the map here; its signature beside it, .sig.")],
    nhs: Annotated[bool, typer.Option("--nhs", help="The ids are NHS numbers.")] = False,
) -> None:
    """Make the next key, and the map from the old pseudonyms to the new: `subject_merged` events to be sent.

    Send the map first (`heed send MAP`), then use the new key everywhere. Until then both pseudonyms stand for a child.
    """
    heed = heed_of(context)
    one_of("--area", area, (one.code for one in heed.configuration.areas))
    before = area_key(Path(), area, old)
    after = next_key(before)
    agency = sender_of(heed.configuration, area, before).agency
    content = lines(merges(_identifiers(children, nhs), before, after, area, agency, datetime.now(UTC)))
    store_area_key(new, after)
    write_private(to, content)
    to.with_name(f"{to.name}.sig").write_text(signature(before, content) + "\n", encoding="utf-8")
    typer.echo(f"{new}: version {after.version}. {to}: {content.count(10):,} children, signed in {to.name}.sig.")


@app.command("verify")
def verify(old: KeyFile, file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The map.")]) -> None:
    """Tell whether a map was made by the holder of the key that it leads away from."""
    signed = file.with_name(f"{file.name}.sig")
    if not signed.is_file():
        raise UserError(f"There is no signature {signed}.")
    if not is_signed(area_key(Path(), "", old), file.read_bytes(), signed.read_text(encoding="utf-8")):
        raise UserError(f"{file} isn't what the holder of {old} signed: don't send it.")
    typer.echo(f"{file} is what the holder of {old} signed.")


def _identifiers(path: Path, nhs: bool) -> Iterator[str]:
    made = nhs_identifier if nhs else la_identifier
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield made(line)
            except IdentifierError as error:
                raise UserError(f"Line {number} isn't an id (it is not shown). Allowed: {error}.") from None
