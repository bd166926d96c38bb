"""What has become of the values of one child so far: each leaf is noted once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.intake.adapters.cin.outcomes import CaseEventDict, Left, Made, Outcome, Problem, Used
from services.intake.adapters.cin.tree import Node


@dataclass(slots=True)
class Fates:
    """The outcomes in the order in which they were noted."""

    out: list[Outcome] = field(default_factory=list)
    _told: set[int] = field(default_factory=set)

    def make(self, path: str, leaf: Node, event: CaseEventDict) -> None:
        """An event from the leaf; a leaf may give several."""
        self._told.add(id(leaf))
        self.out.append(Made(path, leaf.line, event))

    def use(self, path: str, leaf: Node, how: str) -> None:
        """The leaf goes into something else; no effect where its fate is noted."""
        if self._first(leaf):
            self.out.append(Used(path, leaf.line, how))

    def refuse(self, path: str, leaf: Node, message: str, reason: str) -> None:
        """The leaf is refused; no effect where its fate is noted."""
        if self._first(leaf):
            self.out.append(Problem(path, leaf.line, message, reason))

    def leave(self, path: str, leaf: Node, why: str) -> None:
        """The leaf isn't imported; no effect where its fate is noted."""
        if self._first(leaf):
            self.out.append(Left(path, leaf.line, why))

    def missing(self, path: str, line: int, message: str) -> None:
        """Something isn't in the file that should be."""
        self.out.append(Problem(path, line, message, message, counts=False))

    def remark(self, path: str, leaf: Node, message: str) -> None:
        """A value goes although it is odd."""
        self.out.append(Problem(path, leaf.line, message, message, counts=False, goes=True))

    def _first(self, leaf: Node) -> bool:
        first = id(leaf) not in self._told
        self._told.add(id(leaf))
        return first


def values(node: Node, above: str = "") -> Iterator[tuple[str, Node]]:
    """Every element below this one that has a text of its own, with its path."""
    for child in node.nodes:
        path = f"{above}{child.tag}"
        if child.text:
            yield path, child
        yield from values(child, f"{path}/")
