"""What came of an extract, for people and as JSON."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.console import Console

from services.heed.output import Row, table
from services.heed.sending import Sent
from services.heed.snapshots.difference import Accounts
from services.intake.adapters.ssd import TABLES

WHAT = ("new", "changed", "unchanged", "taken back", "held", "back", "purged")
PAGE = 150
SHOWN = 20


def told(accounts: Accounts, held: list[dict[str, Any]]) -> dict[str, Any]:
    """The accounts as JSON."""
    return {
        "tables": {name: _row(name, accounts) for name in TABLES if accounts.rows[name]},
        "problems": [
            {"table": t, "column": c, "allowed": a, "times": n, "first_line": accounts.first[t, c, a]}
            for (t, c, a), n in accounts.problems.most_common()
        ],
        "partial": accounts.partial,
        "held": held,
        "unaccounted": accounts.unaccounted(),
    }


def _row(name: str, accounts: Accounts) -> dict[str, int]:
    rows = {"rows": accounts.rows[name], "with events": accounts.made[name]}
    rows |= {"without": accounts.silent[name], "refused": accounts.refused[name]}
    return rows | {what: accounts.events.get(name, Counter())[what] for what in WHAT}


def show(accounts: Accounts, held: list[dict[str, Any]], sent: Sent | None, waiting: int) -> None:
    """The accounts, on standard error."""
    console = _console()
    rows: list[Row] = [{"table": name, **_row(name, accounts)} for name in TABLES if accounts.rows[name]]
    columns = {"table": "table", **{name: name for name in (rows[0] if rows else {}) if name != "table"}}
    console.print(table(rows, columns, "What became of each row, and of each event"))
    for (name, column, allowed), times in accounts.problems.most_common(SHOWN):
        first = accounts.first[name, column, allowed]
        console.print(f"{name}, line {first}: {column}: {allowed} ({times:,} times)", markup=False, soft_wrap=True)
    for line in _closing(accounts, held, sent, waiting):
        console.print(line, markup=False, soft_wrap=True)


def _closing(accounts: Accounts, held: list[dict[str, Any]], sent: Sent | None, waiting: int) -> Iterable[str]:
    for name, why in accounts.partial.items():
        yield f"{name}: {why}. It may be cut off: nothing counts as vanished from it."
    if held:
        yield f"{len(held):,} events have vanished and are held: --held FILE writes them; --withdraw FILE takes back."
    if accounts.events.get("purged"):
        yield f"{accounts.events['purged']['children']:,} children were purged: their events are refused from now on."
    if sent is not None:
        answers = (f"{what} {sent.answers[what]:,}" for what in ("accepted", "repeated", "rejected"))
        yield f"Sent: {', '.join(answers)}."
        if sent.ended:
            yield f"Not complete: {sent.ended}. {waiting:,} events wait: the same command sends them."
    missing = accounts.unaccounted()
    yield f"Unaccounted for: {missing:,} rows." if missing else "Every row is accounted for."


def _console() -> Console:
    console = Console(stderr=True)
    return console if console.is_terminal else Console(stderr=True, width=PAGE)
