"""Reduce a text: read, replace, and read again until a reading finds nothing more."""

from typing import Final

from services.deidentify.model import Found, Reduced, Review, Span
from services.deidentify.placeholders import placeholders
from services.deidentify.reading import joined, look, read

READINGS: Final = 8
"""Most texts need two. One that isn't settled after so many is taken away whole: better nothing than half."""


def reduce(text: str) -> Reduced:
    """Take away what names or finds anyone, as far as it is recognised. Any string will do; the same gives the same.

    Replacing `spans` by their placeholders gives `text`; reducing that again changes nothing. `review` is what was
    left standing and a person should look at. A person has to confirm before anyone else reads: misses are certain.
    """
    taken: list[Found] = []
    for _ in range(READINGS):
        reduced, spans = _replaced(text, taken)
        found = read(reduced)
        if not found:
            return Reduced(reduced, spans, tuple(Review(o.start, o.end, o.type, o.reason) for o in look(text)))
        taken = joined([*taken, *_of_original(found, spans)])
    reduced, spans = _replaced(text, [Found(0, len(text), "text", "not settled: taken away whole")])
    return Reduced(reduced, spans, ())


def _replaced(text: str, taken: list[Found]) -> tuple[str, tuple[Span, ...]]:
    made = placeholders(text, taken)
    spans = tuple(Span(o.start, o.end, o.type, o.reason, p) for o, p in zip(taken, made, strict=True))
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], span.placeholder]
        end = span.end
    return "".join([*parts, text[end:]]), spans


def _of_original(found: list[Found], spans: tuple[Span, ...]) -> list[Found]:
    """What was found in the reduced text, by the offsets of the original; a placeholder stands for all of its span."""
    out, at, shift = [], 0, 0
    for one in found:
        while at < len(spans) and spans[at].end + shift + _grown(spans[at]) <= one.start:
            shift += _grown(spans[at])
            at += 1
        start = _original(one.start, spans, at, shift, end=False)
        inner, moved = at, shift
        while inner < len(spans) and spans[inner].end + moved + _grown(spans[inner]) < one.end:
            moved += _grown(spans[inner])
            inner += 1
        out.append(Found(start, _original(one.end, spans, inner, moved, end=True), one.type, one.reason, one.rank))
    return out


def _original(place: int, spans: tuple[Span, ...], at: int, shift: int, *, end: bool) -> int:
    """A place of the reduced text in the original; inside a placeholder, that side of its span."""
    if at < len(spans) and place > spans[at].start + shift:
        return spans[at].end if end else spans[at].start
    return place - shift


def _grown(span: Span) -> int:
    return len(span.placeholder) - (span.end - span.start)
