"""An event as bytes in the state file, and back: several times faster than reading the record again."""

from sys import intern

from pydantic_core import from_json, to_json

from services.triage.events import Event, codes


def packed(event: Event) -> bytes:
    """The event as bytes, without its child's key, beside which it is kept: the same event gives the same."""
    return to_json(
        [
            event.ref,
            event.type,
            event.first,
            event.last,
            event.runs_from,
            event.responsible,
            event.about,
            event.loaded,
            event.codes,
            event.family,
        ]
    )


def unpacked(value: bytes, subject: str) -> Event:
    """The event that `packed` made bytes of, of the child with that key."""
    ref, type, *when, responsible, about, loaded, said, family = from_json(value)
    held = codes((name, tuple(several)) for name, several in said.items())
    first, last, runs_from = when
    names = intern(type), first, last, runs_from, intern(responsible)
    return Event(ref, *names, about, loaded, held, subject, intern(family))
