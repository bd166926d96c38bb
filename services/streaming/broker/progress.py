"""How a long step tells whoever watches how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""`(what, bytes done, bytes in all)`; called from more than one thread, but never by two at a time."""


def silent(what: str, done: int, total: int) -> None:
    """A `Progress` that tells nobody."""
