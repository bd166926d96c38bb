"""What a backtest reads, in this process or shared among several: what it comes to, and what rules find in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.heed.backtesting.sources import SHOWN, Progress, Source
from services.triage.backtest.run import Found, Tried, find
from services.triage.feeds import Feed

FILES = (
    "Feeds: the types that the files hold, and those of the configuration's feeds, count as carried and as complete to "
    "the end; statements about feeds are not used."
)
CENSUS = (
    "Feeds: what a census asks for counts as carried and as complete to the end, and nothing else. It gives no day on "
    "which an enquiry ended: a conference counts as due even where it says that none was required."
)
LOG = "Feeds: as the configuration has them, complete to what each has said on the log."

Opened = Callable[[Progress], Source]
"""Reads a share."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one share comes to: as in `Source`. `first` and `latest` say nothing without records."""

    records: int
    first: int
    latest: int
    reached: int | None
    refused: int
    reasons: tuple[tuple[int, int, str], ...]
    others: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried: rules, up to an instant, and whether all that was read is a census."""

    tried: Tried
    end: int
    census: bool


class Part(Protocol):
    """A share, wherever it is held."""

    def read(self) -> Read:
        """What it comes to, once it has been read."""
        ...

    def ask(self, asked: Asked) -> None:
        """Begin to look."""
        ...

    def found(self) -> Found:
        """What was asked for."""
        ...


class Held:
    """A share that this process holds."""

    def __init__(self, opened: Opened, configured: Mapping[str, tuple[Feed, ...]], progress: Progress) -> None:
        self._source, self._configured = opened(progress), configured

    def read(self) -> Read:
        """See `Part`."""
        source, kept = self._source, self._source.kept
        return Read(
            records=kept.records,
            first=kept.first,
            latest=kept.latest,
            reached=source.reached,
            refused=source.refused,
            reasons=tuple(source.reasons),
            others=source.others,
        )

    def ask(self, asked: Asked) -> None:
        """See `Part`."""
        self._asked = asked

    def found(self) -> Found:
        """See `Part`."""
        asked, source = self._asked, self._source
        feeds = source.feeds(self._configured, asked.census)
        return find(source.kept.children(asked.end), asked.tried.rules, feeds, asked.end)


@dataclass(slots=True)
class Reading:
    """All shares together. `closed`: how officers have closed alerts, codes by rule; files don't say."""

    parts: Sequence[Part]
    closed: Mapping[str, Counter[str]] = field(default_factory=dict)
    _read: list[Read] = field(init=False)

    def __post_init__(self) -> None:
        self._read = [part.read() for part in self.parts]

    @property
    def records(self) -> int:
        """How many were taken."""
        return sum(one.records for one in self._read)

    @property
    def refused(self) -> int:
        """How many lines can't be used."""
        return sum(one.refused for one in self._read)

    @property
    def first(self) -> int:
        """When the first of them happened, in Unix milliseconds."""
        return min(one.first for one in self._held())

    @property
    def latest(self) -> int:
        """When the last of them happened."""
        return max(one.latest for one in self._held())

    @property
    def reached(self) -> int | None:
        """The log's last instant; None for files."""
        return max((one.reached for one in self._read if one.reached is not None), default=None)

    @property
    def reasons(self) -> list[str]:
        """Why the first of the lines that can't be used can't."""
        return [why for *_, why in sorted(reason for one in self._read for reason in one.reasons)[:SHOWN]]

    @property
    def about_feeds(self) -> str:
        """What counts as complete, in words."""
        return LOG if self.reached is not None else CENSUS if self._census else FILES

    def find(self, tried: Tried, end: int) -> list[Found]:
        """What rules find, share by share: all look at the same time."""
        for part in self.parts:
            part.ask(Asked(tried, end, self._census))
        return [part.found() for part in self.parts]

    @property
    def _census(self) -> bool:
        return not any(one.others for one in self._read)

    def _held(self) -> Iterable[Read]:
        return (one for one in self._read if one.records)
