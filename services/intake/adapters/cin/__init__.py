"""The Department for Education's Children in Need census: its XML read into case events, one child at a time.

Source: DfE, *Children in need census: guide* and *technical specification* (XML: `Message`, `Header`, `Children`, and
for each `Child` its `ChildIdentifiers`, `ChildCharacteristics` and one `CINdetails` a referral).
"""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from services.intake.adapters.cin.child import read_child
from services.intake.adapters.cin.desk import EVENT_IDS, Sender
from services.intake.adapters.cin.fates import values
from services.intake.adapters.cin.header import Header, read_header
from services.intake.adapters.cin.nodes import read_nodes
from services.intake.adapters.cin.outcomes import MAKES, WHOLE, CaseEventDict, Left, Made, Outcome, Problem, Used
from services.intake.adapters.cin.tree import CensusError

__all__ = [
    "EVENT_IDS",
    "MAKES",
    "WHOLE",
    "CaseEventDict",
    "Census",
    "CensusError",
    "Header",
    "Left",
    "Made",
    "Outcome",
    "Problem",
    "Sender",
    "Used",
]


class Census:
    """One file, read once. `in_file` counts its values by path as they pass: what the outcomes must add up to."""

    def __init__(self, stream: BinaryIO) -> None:
        self.in_file: Counter[str] = Counter()
        self.outside: Counter[str] = Counter()
        """Elements that stand where the census has none; nothing of them is read."""
        self.children = 0
        self._nodes = read_nodes(stream, self.outside)

    def header(self) -> Header:
        """The head of the file. Raises CensusError where it is missing or isn't a census's."""
        node = next(self._nodes, None)
        if node is None or node.tag != "Header":
            raise CensusError(1 if node is None else node.line, "no <Header> before the first child")
        return read_header(node)

    def outcomes(self, head: Header, sender: Sender) -> Iterator[list[Outcome]]:
        """The fate of every value, one list a child. Raises CensusError where the file can't be read on."""
        for node in self._nodes:
            if node.tag != "Child":
                raise CensusError(node.line, "a second <Header>")
            self.children += 1
            self.in_file.update(path for path, _ in values(node))
            yield read_child(head, sender, node)
