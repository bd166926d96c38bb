"""What was found of what should have been, and what was taken for a name that is none.

An identifier counts as found where every letter and digit of it is taken away: a part left standing is a miss. A span
called a name is right where it lies on a person's name and takes no more than two letters beside it ("s", "St").
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.deidentify_texts import Gold, Text
from bench.deidentify_values import VALUES
from services.deidentify import Reduced, Span

STRUCTURED = frozenset(kind for kind, _ in VALUES.values())


@dataclass(slots=True)
class Score:
    """Counts by type and way; `misses` and `wrongs` in words."""

    golds: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    called: int = 0
    right: int = 0
    taken: int = 0
    identifying: int = 0
    misses: list[str] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)

    def add(self, one: Text, reduced: Reduced) -> None:
        """Count one text."""
        gone = {place for span in reduced.spans for place in range(span.start, span.end)}
        for gold in one.golds:
            self.golds[gold.type, gold.way] += 1
            if _letters(one.text, gold.start, gold.end) <= gone:
                self.found[gold.type, gold.way] += 1
            else:
                self.misses.append(
                    f"{gold.type} ({gold.way}) {one.text[gold.start : gold.end]!r} in: {one.text!r} -> {reduced.text!r}"
                )
        for span in reduced.spans:
            self._judge(one, span)

    def _judge(self, one: Text, span: Span) -> None:
        letters = _letters(one.text, span.start, span.end)
        anyone = _over(one, one.golds, letters)
        self.taken += 1
        self.identifying += anyone
        if span.type == "name":
            right = _over(one, [gold for gold in one.golds if gold.type == "name"], letters)
            self.called += 1
            self.right += right
        if not anyone or (span.type == "name" and not right):
            self.wrongs.append(f"{span.type} {one.text[span.start : span.end]!r} ({span.reason}) in: {one.text!r}")

    def recall(self, types: Iterable[str]) -> float:
        """Found of all of these types, in per cent."""
        wanted = set(types)
        golds = sum(count for (kind, _), count in self.golds.items() if kind in wanted)
        return round(100 * sum(count for (kind, _), count in self.found.items() if kind in wanted) / max(golds, 1), 2)

    def by_way(self) -> dict[str, float]:
        """Recall of names by how they are written, in per cent."""
        return {
            way: round(100 * self.found["name", way] / count, 1)
            for (kind, way), count in sorted(self.golds.items())
            if kind == "name"
        }

    def by_type(self) -> dict[str, float]:
        """Recall by type, in per cent."""
        return {kind: self.recall({kind}) for kind in sorted({kind for kind, _ in self.golds})}

    @property
    def name_precision(self) -> float:
        """Of the spans called names, those that are, in per cent."""
        return round(100 * self.right / max(self.called, 1), 2)

    @property
    def precision(self) -> float:
        """Of all that was taken away, what identifies somebody, in per cent."""
        return round(100 * self.identifying / max(self.taken, 1), 2)


def _letters(text: str, start: int, end: int) -> set[int]:
    return {place for place in range(start, end) if text[place].isalnum()}


def _over(one: Text, golds: Iterable[Gold], letters: set[int]) -> bool:
    covered = {place for gold in golds for place in range(gold.start, gold.end)}
    return bool(letters & covered) and len(letters - covered) <= 2
