"""What a reading of a text gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the original text that was taken away: code points, `start` inclusive, `end` exclusive."""

    start: int
    end: int
    type: str
    reason: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Review:
    """A part of the original text that was left standing and that a person should look at before anyone else reads."""

    start: int
    end: int
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reduced:
    """The text with placeholders; what they stand for (sorted, never overlapping); what a person should look at."""

    text: str
    spans: tuple[Span, ...]
    review: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a recogniser found, by offsets of the folded text. Where two overlap, the lower `rank` names the whole."""

    start: int
    end: int
    type: str
    reason: str
    rank: int = 5
