"""One child's part of the file while it is read: looks values up, judges them, and notes what became of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from services.intake.adapters.cin.desk import Desk
from services.intake.adapters.cin.tree import Node
from services.intake.adapters.cin.values import (
    ENGLAND,
    ValueRefused,
    read_code,
    read_day,
    read_flag,
    read_number,
)

T = TypeVar("T")
BEFORE_BIRTH = timedelta(days=300)
"""The longest before a birth that an event can be about the unborn child: ten months."""


@dataclass(slots=True)
class Scope:
    """One element of the child and the path to it from `Child`."""

    desk: Desk
    node: Node
    path: str

    def inner(self, tag: str) -> list["Scope"]:
        """The elements of that name directly in this one."""
        return [Scope(self.desk, node, f"{self.path}/{tag}") for node in self.node.all(tag)]

    def leaf(self, tag: str) -> Node | None:
        """The first element of that name that isn't empty."""
        return next((node for node in self.node.all(tag) if node.text), None)

    def each(self, tag: str) -> list["Scope"]:
        """A scope for each element of that name, as though it were the only one."""
        alone = (Node(self.node.tag, node.line, nodes=[node]) for node in self.node.all(tag) if node.text)
        return [Scope(self.desk, node, self.path) for node in alone]

    def number(self, tag: str, most: int) -> int | None:
        """The whole number there, or None; anything else is refused, and the event goes without it."""
        return self._read(tag, lambda text: read_number(text, most))

    def day(self, tag: str) -> date | None:
        """The date there, if it can be this child's and not later than the census; else it is refused."""
        return self._read(tag, self._day)

    def flag(self, tag: str) -> bool | None:
        """The flag there, or None; anything else is refused."""
        return self._read(tag, read_flag)

    def code(self, tag: str, allowed: frozenset[str], words: str) -> str | None:
        """The code there, or None; one that isn't on the list is refused, and the event goes without it."""
        return self._read(tag, lambda text: read_code(text, allowed, words))

    def make(self, tag: str, type: str, day: date, *, derived: bool = False, **fields: object) -> str:
        """An event from the leaf of that name, and its id. Fields that are None are left out."""
        leaf = self.leaf(tag)
        if leaf is None:
            raise LookupError(f"{self.path} has no {tag}")
        event = self.desk.event(type, day, derived) | {
            name: value for name, value in fields.items() if value is not None
        }
        self.desk.fates.make(f"{self.path}/{tag}", leaf, event)
        self._afterwards(tag, leaf, day)
        return str(event["event_id"])

    def use(self, tag: str, how: str) -> None:
        """Note that the leaf of that name, if there is one, goes into something else."""
        leaf = self.leaf(tag)
        if leaf is not None:
            self.use_leaf(leaf, how)

    def use_leaf(self, leaf: Node, how: str) -> None:
        """Note it of this leaf."""
        self.desk.fates.use(f"{self.path}/{leaf.tag}", leaf, how)

    def refuse(self, tag: str, message: str, reason: str) -> None:
        """Note that the leaf of that name, if there is one, is refused."""
        leaf = self.leaf(tag)
        if leaf is not None:
            self.refuse_leaf(leaf, message, reason)

    def refuse_leaf(self, leaf: Node, message: str, reason: str) -> None:
        """Note it of this leaf."""
        self.desk.fates.refuse(f"{self.path}/{leaf.tag}", leaf, message, reason)

    def missing(self, tag: str, message: str) -> None:
        """Note that there is no acceptable value of that name."""
        self.desk.fates.missing(f"{self.path}/{tag}", self.node.line, message)

    def _afterwards(self, tag: str, leaf: Node, day: date) -> None:
        """What is dated after the closure or the death goes as it stands: either of the two dates may be wrong."""
        for end, words in ((self.desk.closed, "the episode's closure"), (self.desk.died, "the child's death")):
            if end and day > end:
                self.desk.fates.remark(f"{self.path}/{tag}", leaf, f"dated after {words}; sent as it stands")

    def _read(self, tag: str, read: Callable[[str], T]) -> T | None:
        leaf = self.leaf(tag)
        if leaf is None:
            return None
        try:
            return read(leaf.text)
        except ValueRefused as error:
            self.refuse(tag, str(error), str(error).split("; ")[-1])
            return None

    def _day(self, text: str) -> date:
        found = read_day(text)
        if found > self.desk.head.reference:
            raise ValueRefused(f"found '{found}'; after the reference date {self.desk.head.reference}")
        if found > self.desk.head.made.astimezone(ENGLAND).date():
            raise ValueRefused(f"found '{found}'; after the file was made")
        if self.desk.born and found < self.desk.born - BEFORE_BIRTH:
            raise ValueRefused(f"found '{found}'; over 300 days before the child's birth")
        return found
