"""`heed dead-letters`: records that a fold could not use."""

import asyncio
import base64
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from aiokafka import AIOKafkaProducer
from cryptography.exceptions import InvalidTag

from schemas.base import encode
from schemas.codes import DeadLetterReason
from schemas.control import DEAD_LETTER, DeadLetter, OperatorLeave
from schemas.topology import load_topology
from services.heed.checks import one_of
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.output import Json, show
from services.heed.reading import read_topic
from services.heed.replaying import planned, replay
from services.streaming.dead_letters import unseal
from services.streaming.identity import log_identity
from services.streaming.leave import OPERATOR
from services.streaming.marks import mark_key
from services.streaming.settings import Settings

app = typer.Typer(
    no_args_is_help=True, help="Records that a fold could not use: why, what they hold, and the way past a stop."
)

COLUMNS = {
    "topic": "topic",
    "partition": "partition",
    "offset": "offset",
    "when": "when",
    "reason": "reason",
    "field": "field",
    "message": "what is allowed",
}
REPLAYED = {name: name for name in ("topic", "partition", "offset", "reason", "outcome")}
Topic = Annotated[str, typer.Argument(help="The topic that held the record, such as cases.")]
Partition = Annotated[int, typer.Argument(min=0, help="Its partition.")]


@app.command("list")
def list_letters(
    context: typer.Context,
    reason: Annotated[DeadLetterReason | None, typer.Option(help="Only this reason; default is all.")] = None,
    as_json: Json = False,
) -> None:
    """List dead letters with their reasons. What they hold stays encrypted."""
    letters = [one for one in asyncio.run(dead_letters(heed_of(context).settings())) if reason in (None, one.reason)]
    rows = [{**one.model_dump(exclude={"sealed", "type"}), "when": _when(one)} for one in letters]
    show(rows, COLUMNS, as_json=as_json, title="Dead letters", empty="No dead letters.")


@app.command("show")
def show_letter(
    context: typer.Context,
    topic: Topic,
    partition: Partition,
    offset: Annotated[int, typer.Argument(min=0, help="Its offset.")],
    as_json: Json = False,
) -> None:
    """Show one refused record itself. It may hold personal data: look only to repair."""
    settings = heed_of(context).settings()
    wanted = [
        one
        for one in asyncio.run(dead_letters(settings))
        if (one.topic, one.partition, one.offset) == (topic, partition, offset)
    ]
    if not wanted:
        raise UserError(
            f"No dead letter of {topic}, partition {partition}, offset {offset}. See `heed dead-letters list`."
        )
    held = _held(settings, wanted[-1])
    if as_json:
        show([{**wanted[-1].model_dump(exclude={"sealed", "type"}), **held}], {}, as_json=True, title="", empty="")
        return
    typer.echo(f"{wanted[-1].reason} at {wanted[-1].field or 'the record'}: {wanted[-1].message}")
    typer.echo(f"key:   {held['key']}\nvalue: {held['value']}")


@app.command()
def allow(
    context: typer.Context,
    topic: Topic,
    partition: Partition,
    until: Annotated[int, typer.Option(min=1, help="Dead letters below this offset may pass, however many.")],
) -> None:
    """Let a partition pass that stopped because too many of its records were dead letters.

    They stay dead letters; everything else is folded as if it had never stopped. Look at `list` first: many at once are
    usually a fault of ours.
    """
    settings = heed_of(context).settings()
    group = _fold(topic)
    _check(settings, topic, partition)
    leave = OperatorLeave(group=group, topic=topic, partition=partition, until=until, given_at=datetime.now(UTC))
    asyncio.run(_give(settings, leave))
    typer.echo(f"{group} may pass dead letters of {topic}, partition {partition}, below offset {until}.")


@app.command("replay")
def replay_letters(
    context: typer.Context,
    reason: Annotated[DeadLetterReason | None, typer.Option(help="Only this reason; default is all.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only of this topic.")] = None,
    partition: Annotated[int | None, typer.Option(min=0, help="Only of this partition.")] = None,
    offset: Annotated[int | None, typer.Option(min=0, help="Only this one.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent once more, and send nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Send refused records once more, at the end of their own partition, after what refused them was mended.

    Only what can be read now is sent, all of it or nothing, and each place once, however often this is called. A fold
    that has a record already ignores it. What is refused again becomes a dead letter anew.
    """
    settings = heed_of(context).settings()
    wanted = (reason, topic, partition, offset)
    letters = [
        one
        for one in asyncio.run(dead_letters(settings))
        if all(w in (None, h) for w, h in zip(wanted, (one.reason, one.topic, one.partition, one.offset), strict=True))
    ]
    plans = asyncio.run(planned(settings, letters))
    number = 0 if dry_run else asyncio.run(replay(settings, plans))
    rows = [
        {"topic": one.letter.topic, "partition": one.letter.partition, "offset": one.letter.offset}
        | {"reason": one.letter.reason, "outcome": one.outcome}
        for one in plans
    ]
    show(rows, REPLAYED, as_json=as_json, title="Dead letters", empty="No dead letters.")
    ready = sum(one.outcome == "again" for one in plans)
    typer.echo(f"{ready:,} can be sent once more." if dry_run else f"{number:,} sent once more.", err=True)


def _fold(topic: str) -> str:
    """The group that folds the topic; there is one fold a topic."""
    folds = {name: one.folds[0] for name, one in load_topology().topics.items() if one.folds}
    one_of("topic", topic, folds)
    return folds[topic]


def _check(settings: Settings, topic: str, partition: int) -> None:
    *_, count = asyncio.run(log_identity(settings.bootstrap, settings.topic(topic)))
    if partition >= count:
        raise UserError(f"partition {partition} of {topic}: allowed: 0 to {count - 1}.")


async def dead_letters(settings: Settings) -> list[DeadLetter]:
    """All that are kept, by place."""
    values = [record.value for record in await read_topic(settings, "dead-letters") if record.value is not None]
    return [DEAD_LETTER.validate_json(value) for value in values]


async def _give(settings: Settings, leave: OperatorLeave) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        key = mark_key(leave.group, leave.topic, leave.partition).encode()
        await producer.send_and_wait(settings.topic(OPERATOR), encode(leave), key, leave.partition)
    finally:
        await producer.stop()


def _held(settings: Settings, letter: DeadLetter) -> dict[str, Any]:
    try:
        held = unseal(settings.dead_letter_key, letter)
    except InvalidTag:
        raise UserError("It was sealed under another dead-letter key than this installation's.") from None
    return {"key": _text(held.key), "value": _text(held.value)}


def _text(value: bytes | None) -> str | None:
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return f"not text; base64: {base64.b64encode(value).decode()}"


def _when(letter: DeadLetter) -> str:
    return datetime.fromtimestamp(letter.timestamp / 1000, UTC).isoformat(timespec="seconds")
