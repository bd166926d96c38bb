"""The head of a census file: which authority, to which date, made when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from services.intake.adapters.cin.tree import CensusError, Node
from services.intake.adapters.cin.values import ValueRefused, read_day, read_moment, start_of

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""In which a census can have been made; the collection began in 2008."""


@dataclass(frozen=True, slots=True)
class Header:
    """`lea` is the DfE number of the local authority, as written; `made` when the file was made."""

    lea: str
    year: str
    reference: date
    made: datetime

    @property
    def revision(self) -> int:
        """Hours from 2000 to the file's making: what a later file says of an event amends what an earlier one said."""
        return max(1, (self.made - _EPOCH) // timedelta(hours=1))

    @property
    def complete_to(self) -> datetime:
        """How far the file can be complete: the end of the reference date, or its making where that was before."""
        return min(start_of(self.reference + timedelta(days=1)), self.made)


def read_header(node: Node) -> Header:
    """The header, or CensusError naming what it lacks: without its dates nothing in the file can be placed in time."""
    found = {leaf.tag: leaf for leaf in node.leaves() if leaf.text}
    missing = [tag for tag in ("Collection", "ReferenceDate", "LEA", "DateTime") if tag not in found]
    if missing:
        raise CensusError(node.line, f"the header lacks {', '.join(missing)}")
    if found["Collection"].text != "CIN":
        raise CensusError(found["Collection"].line, "Header/CollectionDetails/Collection: allowed: CIN")
    return _dated(found)


def _dated(found: dict[str, Node]) -> Header:
    problems: list[str] = []
    try:
        reference = read_day(found["ReferenceDate"].text)
    except ValueRefused as error:
        problems.append(f"ReferenceDate: {error}")
    try:
        made = read_moment(found["DateTime"].text)
        if not FIRST_YEAR <= made.year <= LAST_YEAR:
            problems.append(f"DateTime: allowed: a year from {FIRST_YEAR} to {LAST_YEAR}")
    except ValueRefused as error:
        problems.append(f"DateTime: {error}")
    if problems:
        raise CensusError(found["ReferenceDate"].line, f"Header: {'; '.join(problems)}")
    year = found["Year"].text if "Year" in found else str(reference.year)
    return Header(found["LEA"].text, year, reference, made)
