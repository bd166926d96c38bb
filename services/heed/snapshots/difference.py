"""What an extract says beside the one before: new events, revisions, what it takes back, what has vanished."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from services.heed.snapshots.memory import Kept, Memory, digest
from services.intake.adapters.ssd import Made, Outcome, Refused

SHRUNK: Final = 0.8
"""A table with a smaller share of its rows before may be cut off: what it lacks has not vanished."""
MANY: Final = 0.2
LEAST: Final = 10
"""Beyond this share of a table's events, and so many, taking back waits for a person too: a column may be missing."""

Emit = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Accounts:
    """Each row of a table is in one of `made`, `refused` and `silent`; events by what became of them."""

    rows: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    events: dict[str, Counter[str]] = field(default_factory=dict)
    problems: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, str, str], int] = field(default_factory=dict)
    partial: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By table, the lines on which a cell or the whole row is refused."""

    def note(self, table: str, what: str) -> None:
        """An event of the table."""
        self.events.setdefault(table, Counter())[what] += 1

    def refuse(self, one: Refused) -> None:
        """A row or a cell."""
        key = (one.table, one.column, one.allowed)
        self.problems[key] += 1
        self.first.setdefault(key, one.line)
        self.unreadable[one.table].add(one.line)

    def unaccounted(self) -> int:
        """Rows whose fate nobody can tell."""
        return sum(abs(self.rows[t] - self.made[t] - self.refused[t] - self.silent[t]) for t in self.rows)


def differences(outcomes: Iterable[Outcome], memory: Memory, emit: Emit, accounts: Accounts) -> None:
    """Emit what is new or has changed, row by row."""
    for (table, _), own in groupby(outcomes, key=lambda one: (one.table, one.line)):
        _row(table, list(own), memory, emit, accounts)


def _row(table: str, outcomes: Sequence[Outcome], memory: Memory, emit: Emit, accounts: Accounts) -> None:
    made = [one for one in outcomes if isinstance(one, Made)]
    refused = [one for one in outcomes if isinstance(one, Refused)]
    (accounts.made if made else accounts.refused if refused else accounts.silent)[table] += 1
    for wrong in refused:
        accounts.refuse(wrong)
    row = next((one.row for one in outcomes if one.row), None)
    if row:
        memory.present(table, row, bool(refused))
    for one in made:
        _event(one, memory, emit, accounts)


def _event(one: Made, memory: Memory, emit: Emit, accounts: Accounts) -> None:
    if memory.is_purged(one.event["subject_key"]):
        accounts.note(one.table, "purged")
        return
    known = memory.find(one.event["event_id"])
    if known is not None and not known.withdrawn and known.digest == digest(one.event):
        memory.again(known.event_id)
        accounts.note(one.table, "back" if known.held else "unchanged")
        return
    body = one.event | {"revision": 1 if known is None else known.revision + 1}
    emit(body)
    memory.keep(one.table, one.row, body)
    accounts.note(one.table, "new" if known is None else "changed")


def vanished(tables: Iterable[str], memory: Memory, emit: Emit, accounts: Accounts, taken: str) -> None:
    """Of tables that are whole: what a row no longer says is taken back, what has no row any more is held."""
    for table in tables:
        before, rows = memory.rows_before(table), accounts.rows[table]
        if rows == 0 and before:
            accounts.partial[table] = "not in the extract, or empty"
        elif before is not None and rows < before * SHRUNK:
            accounts.partial[table] = f"{rows:,} rows, and {before:,} before"
        else:
            memory.whole(table, rows)
            _gone(table, list(memory.gone(table)), memory, emit, accounts, taken)


def _gone(
    table: str, gone: Sequence[tuple[Kept, bool]], memory: Memory, emit: Emit, accounts: Accounts, taken: str
) -> None:
    unsaid = sum(there for _, there in gone)
    too_many = unsaid > max(LEAST, MANY * memory.number_of(table))
    for kept, there in gone:
        if there and not too_many:
            withdraw(kept, memory, emit, taken)
            accounts.note(table, "taken back")
        else:
            memory.hold(kept.event_id)
            accounts.note(table, "held")


def withdraw(kept: Kept, memory: Memory, emit: Emit, taken: str) -> None:
    """A revision that takes the event back."""
    body = kept.body | {"revision": kept.revision + 1, "withdrawn": True, "recorded_at": taken}
    emit(body)
    memory.keep(kept.source, kept.row, body, withdrawn=True)


def confirmed(ids: Iterable[str], memory: Memory, emit: Emit, taken: str) -> Iterator[str]:
    """Take back what a person has confirmed; the ids of what isn't held."""
    for event_id in ids:
        kept = memory.find(event_id)
        if kept is None or not kept.held:
            yield event_id
        else:
            withdraw(kept, memory, emit, taken)
