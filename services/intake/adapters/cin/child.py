"""A `Child` element: whose history it is, then its episodes, then a fate for every value that nobody read."""

from typing import Final

from services.intake.adapters.cin.desk import Desk, Sender
from services.intake.adapters.cin.episode import read_episode
from services.intake.adapters.cin.fates import Fates, values
from services.intake.adapters.cin.header import Header
from services.intake.adapters.cin.identity import USED, read_identity
from services.intake.adapters.cin.outcomes import CARRIED, LEFT, MAKES, UNKNOWN, Outcome
from services.intake.adapters.cin.scope import Scope
from services.intake.adapters.cin.tree import Node

REPEATED: Final = "more than one where one is allowed; the first was read"


def read_child(head: Header, sender: Sender, node: Node) -> list[Outcome]:
    """The fate of every value of the child: none is without one, and none has two."""
    fates = Fates()
    who = read_identity(head.reference, sender, node, fates)
    if who is None:
        _refuse_all(node, fates)
        return fates.out
    desk = Desk(head, sender, fates, who.key, who.born, who.died)
    for episode in node.all("CINdetails"):
        read_episode(Scope(desk, episode, "CINdetails"))
    _rest(node, fates)
    return fates.out


def _refuse_all(node: Node, fates: Fates) -> None:
    """The child's other values, none of which can be sent."""
    why = "of a child whose LAchildID is missing or refused"
    for path, leaf in values(node):
        if path in LEFT:
            fates.leave(path, leaf, LEFT[path])
        else:
            fates.refuse(path, leaf, why, why)


def _rest(node: Node, fates: Fates) -> None:
    """A fate for what the episodes didn't read: by the tables, or because it is repeated or unknown."""
    for path, leaf in values(node):
        if path in USED:
            fates.use(path, leaf, USED[path])
        elif path in MAKES or path in CARRIED:
            fates.refuse(path, leaf, REPEATED, REPEATED)
        else:
            fates.leave(path, leaf, LEFT.get(path, UNKNOWN))
