"""A backtest as a page of its own: no script, nothing loaded from elsewhere."""

from collections.abc import Iterator
from html import escape
from itertools import dropwhile, groupby
from operator import itemgetter

from services.heed.backtesting.answer import Answer
from services.heed.backtesting.markup import bars, columns, document, folded, heading, paragraph, table
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
from services.heed.output import Row
from services.triage.words import day_words

UNDER_RULE = {key: said for key, said in OPEN.items() if key != "rule"}


def page(answer: Answer) -> str:
    """HTML, with the findings open at the end by the children's pseudonyms."""
    title = f"Backtest, {day_words(answer.first)} to {day_words(answer.last)}"
    return document(title, [f"<h1>{escape(title)}</h1>", *_parts(answer)])


def _parts(answer: Answer) -> Iterator[str]:
    yield paragraph("Personal data: children appear by their pseudonyms.")
    yield from map(paragraph, sums(answer))
    yield heading("Findings of each rule")
    yield bars((tally.title, tally.findings) for tally in answer.outcome.tallies)
    yield from _weeks(answer)
    yield heading("Rules")
    yield table("Rules, with what each would have found", {"title": "rule", **_columns(answer)}, tallied(answer))
    yield from _apart("Planted stories that came out wrong", WRONG, [one.told() for one in answer.missed])
    yield from _apart("Findings that differ", DIFFERENT, list(different(answer)))
    yield heading(f"Open at the end of {day_words(answer.last)}")
    yield from _open(answer) if answer.outcome.open else [paragraph("No finding.")]
    yield heading("To know when reading this")
    yield from map(paragraph, notes(answer))


def _columns(answer: Answer) -> dict[str, str]:
    """Words that had to be broken for the terminal are whole here."""
    every = RULES | (PLANTED if answer.outcome.judged else {})
    return {key: said.replace("-\n", "").replace("\n", " ") for key, said in every.items() if key != "rule"}


def _weeks(answer: Answer) -> Iterator[str]:
    """From the first week with an alert on."""
    counted = dropwhile(lambda week: not week[1], answer.weeks().items())
    told = {day_words(day): count for day, count in counted}
    yield heading("Alerts of each week")
    if not told:
        yield paragraph("No alert opened.")
        return
    most, when = max((count, week) for week, count in told.items())
    label = f"{sum(told.values()):,} alerts in {len(told):,} weeks; the most in a week: {most:,}, from {when} on."
    yield paragraph(label)
    yield columns(label, told)
    rows = [{"week": week, "alerts": count} for week, count in told.items()]
    yield folded("The weeks as a table", table("Alerts of each week", {"week": "from", "alerts": "alerts"}, rows))


def _apart(caption: str, named: dict[str, str], rows: list[Row]) -> Iterator[str]:
    if rows:
        yield heading(caption)
        yield table(caption, named, rows)


def _open(answer: Answer) -> Iterator[str]:
    """By rule, folded: there may be thousands."""
    for rule, own in groupby(still_open(answer), key=itemgetter("rule")):
        rows, title = list(own), answer.tried.texts[rule].title
        yield folded(f"{title}: {len(rows):,}", table(f"Open: {title}", UNDER_RULE, rows))
