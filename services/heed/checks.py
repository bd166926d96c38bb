"""What options may hold, checked before anything is done."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from services.heed.context import PORTS

SERVER = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})")
PREFIX = re.compile(r"[A-Za-z0-9._-]{0,100}")
"""Kafka's rule for names (249 characters at most), with room for a topic's own part."""

Port = Annotated[int, typer.Option(min=1, max=65535, help="HTTP port.")]


def servers(text: str | None) -> str | None:
    """Kafka's bootstrap servers; None where none are given. Raises `typer.BadParameter`."""
    for one in (text or "").split(",") if text else ():
        found = SERVER.fullmatch(one)
        if found is None or not 0 < int(found[1]) <= 65535:
            raise typer.BadParameter(f"{one!r}; allowed: host:port, several with commas between, such as kafka-1:9092.")
    return text or None


def topic_prefix(text: str | None) -> str | None:
    """What topics begin with. Raises `typer.BadParameter`."""
    if text is not None and not PREFIX.fullmatch(text):
        raise typer.BadParameter(f"{text!r}; allowed: up to 100 letters, digits, '.', '_' and '-'.")
    return text


def base_url(text: str | None) -> str | None:
    """The address of an HTTP API; None where none is given. Raises `typer.BadParameter`."""
    if text is not None and not re.fullmatch(
        r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:/\S*)?", text
    ):
        raise typer.BadParameter(f"{text!r}; allowed: http://host:port.")
    return text


def service_urls(given: list[str] | None) -> list[str] | None:
    """`service=http://host:port`, of any of the services. Raises `typer.BadParameter`."""
    for one in given or ():
        name, _, url = one.partition("=")
        one_of("--at", name, PORTS)
        base_url(url)
    return given


def new_file(path: Path | None) -> Path | None:
    """A file that can be made; `-` is the screen. Raises `typer.BadParameter`."""
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        fault = "is a folder" if path.is_dir() else f"there is no folder {path.parent}"
        raise typer.BadParameter(f"{path}: {fault}; allowed: a file in a folder that exists.")
    return path


def one_of(name: str, value: str | None, allowed: Iterable[str]) -> str | None:
    """The `value` of the option `name`, if it is allowed or not given. Raises `typer.BadParameter` with what is."""
    known = sorted(allowed)
    if value is not None and value not in known:
        raise typer.BadParameter(f"{value!r}; allowed: {', '.join(known)}.", param_hint=f"'{name}'")
    return value
