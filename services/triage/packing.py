"""An event as bytes in the state file, and back: several times faster than reading the record again."""

from pydantic_core import from_json, to_json

from services.triage.events import Event


def packed(event: Event) -> bytes:
    """The event as bytes: the same event gives the same."""
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
        ]
    )


def unpacked(value: bytes) -> Event:
    """The event that `packed` made bytes of."""
    fields = from_json(value)
    fields[-1] = {name: tuple(held) for name, held in fields[-1].items()}
    return Event(*fields)
