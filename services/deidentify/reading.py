"""One reading of a text by every recogniser."""

from collections.abc import Iterable, Iterator

from services.deidentify.addresses import addresses
from services.deidentify.contacts import contacts
from services.deidentify.dates import HIDDEN, beside_names, dates_of_birth
from services.deidentify.folding import Folded, fold
from services.deidentify.indirect import indirect
from services.deidentify.model import Found
from services.deidentify.names import names
from services.deidentify.numbers import numbers
from services.deidentify.placeholders import PLACEHOLDER
from services.deidentify.references import references
from services.deidentify.settings import authorities, settings
from services.deidentify.tokens import tokens

RECOGNISERS = (contacts, numbers, references, dates_of_birth, addresses, settings)


def read(text: str) -> list[Found]:
    """What should be taken away, by the text's own offsets: sorted, never overlapping, no placeholder in it."""
    folded = fold(text)
    hidden = PLACEHOLDER.sub(lambda match: HIDDEN * len(match.group()), folded.text)
    found = [one for recogniser in RECOGNISERS for one in recogniser(hidden)]
    found += (people := list(_but_authorities(names(tokens(hidden, folded.text, folded.odd), hidden), hidden)))
    found += beside_names(hidden, frozenset(one.end for one in people if one.type == "name"))
    return _back(folded, joined(found))


def look(text: str) -> list[Found]:
    """What should be looked at by a person, by the text's own offsets; these may overlap."""
    folded = fold(text)
    return sorted(set(_back(folded, indirect(folded.text))), key=lambda one: (one.start, one.end, one.type))


def joined(found: Iterable[Found]) -> list[Found]:
    """Those that overlap as one, named by the strongest: nothing that any of them took is left standing."""
    out: list[Found] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not out or one.start >= out[-1].end:
            out.append(one)
            continue
        last = out.pop()
        best = min((last, one), key=lambda each: (each.rank, each.start - each.end))
        out.append(Found(last.start, max(last.end, one.end), best.type, best.reason, best.rank))
    return out


def _but_authorities(found: Iterable[Found], text: str) -> Iterator[Found]:
    """A council or police force is no person; its name stays."""
    spans = sorted(authorities(text))
    at = 0
    for one in sorted(found, key=lambda each: (each.start, each.end)):
        while at < len(spans) and spans[at][1] <= one.start:
            at += 1
        if at == len(spans) or not (spans[at][0] <= one.start and one.end <= spans[at][1]):
            yield one


def _back(folded: Folded, found: Iterable[Found]) -> list[Found]:
    """By the original's offsets. One character may fold to several: those that then touch the same are joined."""
    return joined(
        Found(folded.starts[one.start], folded.ends[one.end - 1], one.type, one.reason, one.rank) for one in found
    )
