"""An element of a census with its line, and the error that ends the reading of a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field


class CensusError(ValueError):
    """The file as a whole can't be read further. `line` is where."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


@dataclass(slots=True)
class Node:
    """One element: its name, its text without the space around it, the line it starts on, its children in order."""

    tag: str
    line: int
    text: str = ""
    nodes: list["Node"] = field(default_factory=list)

    def all(self, tag: str) -> list["Node"]:
        """The direct children of that name."""
        return [node for node in self.nodes if node.tag == tag]

    def first(self, tag: str) -> "Node | None":
        """The first direct child of that name."""
        return next((node for node in self.nodes if node.tag == tag), None)

    def leaves(self) -> Iterator["Node"]:
        """Every element below this one that has no elements of its own."""
        for node in self.nodes:
            if node.nodes:
                yield from node.leaves()
            else:
                yield node
