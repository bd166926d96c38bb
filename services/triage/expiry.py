"""The end of a rule's time. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from services.triage.spans import FOREVER, Span

EXPIRED = "expired"
"""Why findings have ended, where their rule's time is over."""


def until(expires: int, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans as far as they lie before a rule's end: what would open later doesn't, what is open ends with it."""
    if expires == FOREVER:
        return spans
    return [_cut(span, expires) for span in spans if span.steps[0].at < expires]


def _cut(span: Span, expires: int) -> Span:
    if span.closes <= expires:
        return span
    steps = tuple(step for step in span.steps if step.at < expires)
    return replace(span, steps=steps, closes=expires, closed_by=None)
