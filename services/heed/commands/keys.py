"""`heed keys`: who may send. Issued, renewed with an overlap, revoked; in force at intake within about a second."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, cast

import typer

from schemas.configuration import Configuration
from services.heed.checks import one_of
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.output import Json, Row, show
from services.intake.api_keys import Grant
from services.intake.issuing import UnknownKeyError, issue, revoke, rotate
from services.intake.key_file import EVERY, SCOPES, BadKeyFileError, Issued, Scope, StoredKey, read_keys
from services.intake.keys import ensure_secret, whole_grant
from services.intake.narratives.keys import rotate_text_keys

app = typer.Typer(
    no_args_is_help=True,
    help="API keys of agencies. A key is shown once, when it is made; stored is only a keyed hash of it. Run it where "
    "intake runs: a change is in force within about a second, without a restart.",
)
COLUMNS = {
    "id": "id",
    "agency": "agency",
    "areas": "areas",
    "scopes": "for",
    "sandbox": "sandbox",
    "issued": "issued",
    "until": "until",
    "note": "note",
}
SHOWN_ONCE = "This is the only time that it is shown. Whoever has it sends in the agency's name: pass it on sealed."
Id = Annotated[str, typer.Argument(help="The key's id: the eight characters in its middle, and in `heed keys list`.")]


@app.command("list")
def listed(context: typer.Context, as_json: Json = False) -> None:
    """List keys, those that have ended too."""
    directory = heed_of(context).configuration.keys.directory
    try:
        stored = read_keys(directory).keys
    except FileNotFoundError:
        stored = ()
    except (OSError, BadKeyFileError) as error:
        raise UserError(str(error)) from None
    show([_row(one) for one in stored], COLUMNS, as_json=as_json, title="API keys", empty="No keys have been issued.")


@app.command("issue")
def issued(
    context: typer.Context,
    agency: Annotated[str, typer.Argument(help="The agency's id.")],
    area: Annotated[list[str] | None, typer.Option(help="An area it may write for [default: all of its own].")] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help=f"What it is for: {', '.join(EVERY)} [default: the first three].")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=3_650, help="How long it holds [default: until revoked].")
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Everything sent with it is checked and answered, and nothing is kept.")
    ] = False,
    note: Annotated[str, typer.Option(help="What it is used by, such as the system's name. Nobody's name.")] = "",
) -> None:
    """Issue a key."""
    heed = heed_of(context)
    grant = _grant(heed.configuration, agency, area, scope, sandbox)
    now = datetime.now(UTC)
    ensure_secret(heed.configuration.keys.directory)
    until = None if days is None else now + timedelta(days=days)
    _told(issue(heed.configuration.keys.directory, grant, now, until, note))


@app.command("rotate")
def rotated(
    context: typer.Context,
    id: Id,
    overlap_days: Annotated[int, typer.Option(min=0, max=90, help="How long the old key goes on.")] = 7,
) -> None:
    """Issue a key that may do the same, and let the old one end."""
    directory = heed_of(context).configuration.keys.directory
    try:
        made = rotate(directory, id, datetime.now(UTC), timedelta(days=overlap_days))
    except UnknownKeyError as error:
        raise UserError(str(error)) from None
    _told(made)
    typer.echo(f"The old key, {id}, ends in {overlap_days} days.", err=True)


@app.command("revoke")
def revoked(context: typer.Context, id: Id) -> None:
    """End a key now. What was sent with it before stays."""
    try:
        ended = revoke(heed_of(context).configuration.keys.directory, id, datetime.now(UTC))
    except UnknownKeyError as error:
        raise UserError(str(error)) from None
    typer.echo(f"{ended.id} of {ended.agency} has ended: intake refuses it within about a second.")


@app.command("rotate-texts")
def rotated_texts(context: typer.Context) -> None:
    """Make a new key for what people write. Intake seals with it from its next start; the older keys still open."""
    made = rotate_text_keys(heed_of(context).configuration.keys.directory)
    typer.echo(f"Texts are sealed under version {made.current} as soon as intake starts again.")


def _grant(
    configuration: Configuration, agency: str, areas: list[str] | None, scopes: list[str] | None, sandbox: bool
) -> Grant:
    """Every problem at once is told by the option that has it."""
    one_of("agency", agency, (one.id for one in configuration.agencies))
    whole = whole_grant(configuration, agency)
    for area in areas or ():
        one_of("--area", area, whole.areas)
    for scope in scopes or ():
        one_of("--scope", scope, EVERY)
    named = cast("list[Scope]", scopes or list(SCOPES))
    return Grant(agency, frozenset(areas or whole.areas), whole.sources, frozenset(named), sandbox)


def _told(made: Issued) -> None:
    typer.echo(made.key)
    typer.echo(f"Key {made.stored.id} of {made.stored.agency}. {SHOWN_ONCE}", err=True)


def _row(one: StoredKey) -> Row:
    return {
        "id": one.id,
        "agency": one.agency,
        "areas": ", ".join(one.areas),
        "scopes": ", ".join(one.scopes),
        "sandbox": "yes" if one.sandbox else "no",
        "issued": f"{one.issued:%Y-%m-%d %H:%M}Z",
        "until": None if one.until is None else f"{one.until:%Y-%m-%d %H:%M}Z",
        "note": one.note,
    }
