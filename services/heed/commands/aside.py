"""`heed aside`: records that intake had accepted and the broker refused."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from services.heed.context import Heed, heed_of
from services.heed.errors import UserError
from services.heed.output import Json, Row, show
from services.intake.outbox.aside import Aside, ask, listed
from services.intake.outbox.tables import FILE, NewerFileError, open_outbox

app = typer.Typer(
    no_args_is_help=True,
    help="Records that intake had accepted and the broker refused, such as one too large for its topic: which, why, "
    "and the way back. Run it where intake runs; intake may run meanwhile.",
)

COLUMNS = {
    "id": "id",
    "topic": "topic",
    "partition": "partition",
    "type": "type",
    "reason": "refused because",
    "size": "bytes",
    "accepted": "accepted, UTC",
    "again": "sent again",
}
TOO_LARGE = (
    "It is larger than the topic takes: raise the topic's max.message.bytes with Kafka's own kafka-configs.sh, or the "
    "cluster's message.max.bytes"
)
REMEDIES = {
    "MessageSizeTooLargeError": TOO_LARGE,
    "RecordListTooLargeError": TOO_LARGE,
    "RecordTooLargeError": TOO_LARGE,
    "PolicyViolationError": "A policy of the cluster's forbids it: ask who runs the cluster",
    "CorruptRecordException": "The broker found it damaged or without a key: look at the broker's log",
    "UnsupportedForMessageFormatError": "The topic's message format is too old: look at the broker's settings",
    "UnknownError": "The broker gave no reason that the client knows: look at the broker's log",
}


@app.command("list")
def list_aside(context: typer.Context, as_json: Json = False) -> None:
    """List what lies aside, and why. What the records hold, and whom they are about, is never shown."""
    with _outbox(heed_of(context)) as db:
        rows = [_row(one) for one in listed(db)]
    rows = rows if as_json else [_words(one) for one in rows]
    show(rows, COLUMNS, as_json=as_json, title="Refused by the broker, and kept aside", empty="Nothing lies aside.")


@app.command("show")
def show_aside(
    context: typer.Context,
    id: Annotated[int, typer.Argument(help="Its id, as `heed aside list` shows it.")],
    as_json: Json = False,
) -> None:
    """Show what is known of one such record, and what to do before it is sent again. Never what it holds."""
    with _outbox(heed_of(context)) as db:
        [found] = _chosen(listed(db), [id])
    row = {**_row(found), "remedy": REMEDIES.get(found.reason, REMEDIES["UnknownError"])}
    if as_json:
        show([row], {}, as_json=True, title="", empty="")
        return
    for name, said in _words(row).items():
        typer.echo(f"{COLUMNS[name] + ':':<16} {said}")
    typer.echo(f"{row['remedy']}. Then: heed aside resend {id}")


@app.command()
def resend(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(help="Their ids, as `heed aside list` shows them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that lie aside.")] = False,
) -> None:
    """Send records again that lie aside. Put right first why the broker refused them: `heed aside show ID`.

    Intake takes them back within a second or two, or when it starts, and sends them behind what waits; none is lost or
    sent twice by it. What the broker refuses once more lies aside again, under another id.
    """
    if bool(ids) == every:
        raise UserError("Name the records to send again, `heed aside resend 3 4`, or all: `heed aside resend --all`.")
    with _outbox(heed_of(context)) as db:
        found = listed(db)
        chosen = found if every else _chosen(found, ids or [])
        ask(db, [one.id for one in chosen])
    typer.echo(
        f"{len(chosen)} to be sent again, as soon as intake runs. `heed aside list` shows what still lies aside."
        if chosen
        else "Nothing lies aside."
    )


def _chosen(found: Sequence[Aside], ids: Sequence[int]) -> list[Aside]:
    """Those of these ids. Raises `UserError` with all that aren't there."""
    known = {one.id: one for one in found}
    missing = [str(id) for id in ids if id not in known]
    if missing:
        raise UserError(f"Nothing lies aside under {', '.join(missing)}. See `heed aside list`.")
    return [known[id] for id in dict.fromkeys(ids)]


@contextmanager
def _outbox(heed: Heed) -> Iterator[sqlite3.Connection]:
    """Intake's file, beside intake. Each statement is a transaction of its own."""
    path = heed.places.spool / FILE
    if not path.exists():
        raise UserError(
            f"No outbox at {path}: intake has not run from this folder. Name its own with `heed --home FOLDER …`."
        )
    try:
        with closing(open_outbox(path)) as db:
            yield db
    except NewerFileError as error:
        raise UserError(str(error)) from None


def _row(one: Aside) -> Row:
    return {
        "id": one.id,
        "topic": one.topic,
        "partition": one.partition,
        "type": one.type or None,
        "reason": one.reason,
        "size": one.size,
        "accepted": _accepted(one),
        "again": one.again,
    }


def _words(row: Row) -> Row:
    """The same for a person."""
    told = {name: "not known" if row[name] is None else row[name] for name in COLUMNS}
    return {**told, "again": "asked for" if row["again"] else "no"}


def _accepted(one: Aside) -> str | None:
    """An agency's event to the second; a report's halves by their day, so that no time joins them."""
    if one.accepted is None:
        return None
    moment = datetime.fromtimestamp(one.accepted / 1000, UTC)
    return moment.isoformat(timespec="seconds") if one.exact else moment.date().isoformat()
