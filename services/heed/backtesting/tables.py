"""A backtest's answer at the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from services.heed.backtesting.answer import Answer
from services.heed.backtesting.rows import (
    DIFFERENT,
    OPEN,
    PLANTED,
    RULES,
    WRONG,
    different,
    notes,
    still_open,
    sums,
    tallied,
)
from services.heed.output import PAGE, table


def print_rules(answer: Answer) -> None:
    """The tallies, what is planted and wrong, and the differences."""
    columns = RULES | (PLANTED if answer.outcome.judged else {})
    rows = [row | {"weekly": f"{row['weekly']:.2f}"} for row in tallied(answer)]
    console = _console()
    console.print(table(rows, columns, f"{answer.first} to {answer.last}, {answer.period.officers} officers"))
    if answer.missed:
        wrong = [{**one.told(), "expected": one.planted.expected} for one in answer.missed]
        console.print(table(wrong, WRONG, "Planted stories that came out wrong"))
    apart = list(different(answer))
    if apart:
        console.print(table(apart, DIFFERENT, "Findings that differ"))
    _say(console, sums(answer))
    _say(console, notes(answer))


def print_open(answer: Answer) -> None:
    """The findings open at the end."""
    console = _console()
    rows = [row | {"child": f"{row['child'][:11]}…"} for row in still_open(answer)]
    if rows:
        console.print(table(rows, OPEN, f"Open at the end of {answer.last}"))
    else:
        console.print(f"No finding is open at the end of {answer.last}.")
    _say(console, notes(answer))


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=PAGE)


def _say(console: Console, lines: Iterator[str]) -> None:
    for line in lines:
        console.print(Text(line), soft_wrap=True)
