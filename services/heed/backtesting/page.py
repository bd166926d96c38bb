"""A backtest as a page of its own: no script, nothing loaded from elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

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

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1d2330; }
div { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0 2rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid #d6dae3; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; } td { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { background: #14171f; color: #e6e8ee; } th, td { border-color: #3a4152; } }
"""
WIDE, BAR, LABEL = 900, 22, 330


def page(answer: Answer) -> str:
    """HTML, with the findings open at the end by the children's pseudonyms."""
    title = f"Backtest, {answer.first} to {answer.last}"
    columns = RULES | (PLANTED if answer.outcome.judged else {})
    parts = [
        f"<h1>{escape(title)}</h1>",
        "<p>Personal data: children appear by their pseudonyms.</p>",
        *(f"<p>{escape(line)}</p>" for line in sums(answer)),
        _bars("Findings of each rule", {tally.rule: tally.findings for tally in answer.outcome.tallies}),
        _bars("Alerts of each week", answer.weeks()),
        _table("Rules", columns, tallied(answer)),
        _table("Planted stories that came out wrong", WRONG, (one.told() for one in answer.missed)),
        _table("Findings that differ", DIFFERENT, different(answer)),
        _table(f"Open at the end of {answer.last}", OPEN, still_open(answer)),
        *(f"<p>{escape(line)}</p>" for line in notes(answer)),
    ]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _table(caption: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> str:
    made = [f"<tr>{''.join(_cell(row.get(name)) for name in columns)}</tr>" for row in rows]
    if not made:
        return ""
    body = "\n".join(made)
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in columns.values())
    return f"<div><table><caption>{escape(caption)}</caption><tr>{head}</tr>\n{body}</table></div>"


def _cell(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return f"<td>{ {True: 'yes', False: 'no', None: '-'}[value] }</td>"
    if isinstance(value, int | float):
        return (
            f'<td class="number">{value:,}</td>' if isinstance(value, int) else f'<td class="number">{value:.2f}</td>'
        )
    return f"<td>{escape(str(value))}</td>"


def _bars(title: str, counts: Mapping[str, int]) -> str:
    """Horizontal bars; the numbers stand beside them, so that nothing hangs on seeing lengths or colours."""
    height = BAR * len(counts)
    return (
        f'<h2>{escape(title)}</h2>\n<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDE} {height}" '
        f'width="100%" style="max-width:{WIDE}px">{"".join(_drawn(counts))}</svg>'
    )


def _drawn(counts: Mapping[str, int]) -> Iterator[str]:
    most = max(counts.values(), default=0) or 1
    for n, (name, count) in enumerate(counts.items()):
        length = round(count / most * (WIDE - LABEL - 80), 1)
        text = f'y="{n * BAR + 15}" font-size="14" fill="currentColor"'
        yield f"<text {text}>{escape(name)}</text>"
        yield f'<rect x="{LABEL}" y="{n * BAR + 3}" width="{length}" height="{BAR - 6}" fill="#4a6fa5"/>'
        yield f'<text x="{LABEL + length + 8}" {text}>{count:,}</text>'
