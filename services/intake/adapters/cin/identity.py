"""Whose history it is: the key, and the dates of birth and death, none of which is ever shown or sent."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.intake.adapters.cin.desk import Sender
from services.intake.adapters.cin.fates import Fates
from services.intake.adapters.cin.tree import Node
from services.intake.adapters.cin.values import ValueRefused, read_day
from services.intake.subject_key import IdentifierError

ELEMENT: Final = "ChildIdentifiers"
USED: Final = {
    f"{ELEMENT}/LAchildID": "becomes the key; never sent",
    f"{ELEMENT}/PersonBirthDate": "becomes the age band; never sent",
    f"{ELEMENT}/ExpectedPersonBirthDate": "becomes the age band; never sent",
    f"{ELEMENT}/PersonDeathDate": "only compared with the dates of events; never sent",
}
DATE: Final = "not a date (not shown); allowed: a date such as 2022-03-31"


@dataclass(frozen=True, slots=True)
class Identity:
    """`key` is the child's pseudonym. `born` may be an expected date; without it events carry no age band."""

    key: str
    born: date | None
    died: date | None


def read_identity(reference: date, sender: Sender, node: Node, fates: Fates) -> Identity | None:
    """Who the child is; None where its key can't be known. All that is wrong is noted."""
    who = node.first(ELEMENT) or Node(ELEMENT, node.line)
    key = _key(sender, who, fates)
    born = _born(reference, who, fates)
    died = _date(who, "PersonDeathDate", fates)
    return Identity(key, born, died) if key else None


def _key(sender: Sender, who: Node, fates: Fates) -> str | None:
    leaf = _leaf(who, "LAchildID")
    if leaf is None:
        _missing(who, "LAchildID", "missing; allowed: the authority's child id", fates)
        return None
    try:
        return sender.key_of(leaf.text)
    except IdentifierError as error:
        found = f"found a value of {len(leaf.text)} characters (not shown); allowed: {error}"
        fates.refuse(f"{ELEMENT}/LAchildID", leaf, found, "not a child id")
        return None


def _born(reference: date, who: Node, fates: Fates) -> date | None:
    """The date of birth, or the one expected. Nobody is born after the census; a birth may be expected after it."""
    tag = "PersonBirthDate" if _leaf(who, "PersonBirthDate") else "ExpectedPersonBirthDate"
    leaf = _leaf(who, tag)
    if leaf is None:
        _missing(who, "PersonBirthDate", "missing, and so is ExpectedPersonBirthDate: events carry no age band", fates)
        return None
    born = _date(who, tag, fates)
    if born and tag == "PersonBirthDate" and born > reference:
        fates.refuse(
            f"{ELEMENT}/{tag}", leaf, f"after the reference date {reference}", f"after the reference date {reference}"
        )
        return None
    return born


def _date(who: Node, tag: str, fates: Fates) -> date | None:
    leaf = _leaf(who, tag)
    if leaf is None:
        return None
    try:
        return read_day(leaf.text)
    except ValueRefused:
        fates.refuse(f"{ELEMENT}/{tag}", leaf, DATE, "not a date")
        return None


def _leaf(who: Node, tag: str) -> Node | None:
    return next((leaf for leaf in who.all(tag) if leaf.text), None)


def _missing(who: Node, tag: str, message: str, fates: Fates) -> None:
    fates.missing(f"{ELEMENT}/{tag}", who.line, message)
