"""`heed deidentify`: take out of texts what names or finds a person, a text a line."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from services.deidentify import Reduced, reduce
from services.heed.errors import UserError

Source = Annotated[
    Path,
    typer.Argument(metavar="[FILE|-]", help="A text a line, UTF-8; - is standard input."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line: text, spans, review.")]
UNREADABLE = "[text 1]"
SOME_UNREAD = 1


def deidentify(source: Source = Path("-"), as_json: AsJson = False) -> None:
    """Reduce texts: names, numbers, addresses and what else finds a person become placeholders such as [name 1].

    Reads a text a line and writes it reduced, line by line. With --json each line becomes an object: `text`, `spans`
    (`start`, `end` in characters of the line as it was read, `type`, `reason`, `placeholder`) and `review`: what
    was left standing and a person should look at. Nothing is stored or sent.

    Misses are certain: a person has to read a reduced text before it goes further. A line that isn't UTF-8 is
    written as [text 1] and told on standard error; the rest goes on, and the exit code is 1.
    """
    unread = 0
    with _opened(source) as lines:
        for number, line in enumerate(lines, 1):
            ending = line[len(line.rstrip(b"\r\n")) :]
            answer = _answer(line[: len(line) - len(ending)], number)
            unread += "error" in answer
            _write(json.dumps(answer) + "\n" if as_json else answer["text"] + ending.decode())
    if unread:
        typer.echo(f"{unread} of the lines could not be read; they are left out above as {UNREADABLE}.", err=True)
        raise typer.Exit(SOME_UNREAD)


def _opened(source: Path) -> Any:
    if source.is_dir():
        raise UserError(f"{source} is a folder; give a file with a text a line.")
    return nullcontext(_lines(sys.stdin.buffer)) if str(source) == "-" else source.open("rb")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    yield from iter(stream.readline, b"")


def _answer(line: bytes, number: int) -> dict[str, Any]:
    try:
        return _told(reduce(line.decode("utf-8")))
    except UnicodeDecodeError as error:
        said = f"line {number} isn't UTF-8: byte {error.start + 1} of {len(line)} is 0x{line[error.start]:02x}"
        typer.echo(f"{said}. It is not shown.", err=True)
        return {"text": UNREADABLE, "spans": [], "review": [], "error": said}


def _told(reduced: Reduced) -> dict[str, Any]:
    review = [asdict(one) | {"review": True} for one in reduced.review]
    return {"text": reduced.text, "spans": [asdict(span) for span in reduced.spans], "review": review}


def _write(text: str) -> None:
    """At once, so that what is piped in line by line comes out line by line."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
