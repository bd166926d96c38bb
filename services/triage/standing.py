"""Where an event stands, and which of its revisions is in force there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from services.triage.corrections import Corrections, Way
from services.triage.events import Event
from services.triage.packing import unpacked
from services.triage.store import Stored


class Standing(NamedTuple):
    """The key of the child under which an event stands, the revisions that count there, and the event of the highest.

    None where that takes the event back.
    """

    child: str
    revisions: frozenset[int]
    event: Event | None


def standing(filings: Sequence[Stored], keys: Mapping[int, str], corrections: Corrections) -> Standing:
    """Of the revisions of one event, in the order in which they came. `keys`: by the number of a subject.

    The key of the first counts. Another revision may have been sent with any key on the way from there; one that was
    sent with a key that has nothing to do with it waits for a correction.
    """
    way = corrections.way(filings[0].ref, keys[filings[0].filed])
    counted = [one for one in filings if corrections.child(keys[one.filed]) in way.passed]
    last = max(counted, key=lambda one: one.revision)
    event = None if last.event is None else _under(unpacked(last.event, way.child), way)
    return Standing(way.child, frozenset(one.revision for one in counted), event)


def _under(event: Event, way: Way) -> Event:
    """A move takes the event out of its family too: it belongs to the one that the correction names, if any."""
    return event if way.family is None else replace(event, family=way.family)
