"""De-identification: take out of a text what names or finds a person, before it is stored.

A library: it knows no service, and reads no clock, network or environment. `docs/deidentification.md` says what it
can't.
"""

from services.deidentify.model import Reduced, Review, Span
from services.deidentify.reducing import reduce

__all__ = ["Reduced", "Review", "Span", "reduce"]
