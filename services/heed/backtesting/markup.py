"""Parts of a backtest's page: tables that scroll in their own box, folded lists, charts of plain boxes."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light dark; --ink: #1d2330; --paper: #fff; --line: #c9cfdb; --bar: #2f5d9b; --soft: #f1f4f9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ee; --paper: #14171f; --line: #3a4152; --bar: #7fa9e0; --soft: #1d222d; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem;
  color: var(--ink); background: var(--paper); overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
.wide { overflow-x: auto; } .wide:focus-visible, summary:focus-visible { outline: 3px solid var(--bar); }
table { border-collapse: collapse; }
caption { text-align: left; padding: .5rem 0; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
details { border-top: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; padding: .3rem 0; }
code { font-size: .875rem; }
.bars { list-style: none; padding: 0; max-width: 50rem; } .bars li { margin: .6rem 0; }
.bars b { display: inline-block; min-width: 3.5rem; font-variant-numeric: tabular-nums; }
.bars i { display: block; height: .6rem; background: var(--bar); min-width: 1px; }
.weeks { display: flex; align-items: flex-end; gap: 1px; height: 9rem; border-bottom: 1px solid var(--line); }
.weeks i { flex: 1; background: var(--bar); } .weeks + p { display: flex; justify-content: space-between; margin: 0; }
"""


def document(title: str, parts: Iterable[str]) -> str:
    """A whole page. It runs nothing and loads nothing."""
    body = "\n".join(part for part in parts if part)
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def heading(text: str) -> str:
    """The heading of a part."""
    return f"<h2>{escape(text)}</h2>"


def table(caption: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows under their columns (`key -> heading`); nothing where there are none. It scrolls in a box of its own."""
    told = list(rows)
    if not told:
        return ""
    numeric = {name for name in columns if all(_is_number(row.get(name)) for row in told)}
    head = "".join(f'<th scope="col"{_number(name in numeric)}>{escape(said)}</th>' for name, said in columns.items())
    body = "\n".join(f"<tr>{''.join(_cell(row.get(name), name in numeric) for name in columns)}</tr>" for row in told)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, content: str) -> str:
    """Shown when it is asked for."""
    return f"<details><summary>{escape(summary)}</summary>\n{content}</details>" if content else ""


def bars(counts: Iterable[tuple[str, int]]) -> str:
    """A bar for each, under its name and number: nothing hangs on seeing lengths or colours."""
    told = list(counts)
    most = max((count for _, count in told), default=0) or 1
    lines = (
        f'<li><b>{count:,}</b> {escape(name)}<i style="width:{100 * count / most:.1f}%"></i></li>'
        for name, count in told
    )
    return f'<ol class="bars">{"".join(lines)}</ol>'


def columns(label: str, counts: Mapping[str, int]) -> str:
    """A column for each of many in a row; only the first and the last are named. `label` says it to who can't see."""
    most = max(counts.values(), default=0) or 1
    drawn = "".join(f'<i style="height:{100 * count / most:.1f}%"></i>' for count in counts.values())
    first, last = next(iter(counts)), next(reversed(list(counts)))
    return (
        f'<div class="weeks" role="img" aria-label="{escape(label)}">{drawn}</div>'
        f"<p><span>{escape(first)}</span><span>{escape(last)}</span></p>"
    )


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _number(numeric: bool) -> str:
    return ' class="number"' if numeric else ""


def _cell(value: Any, numeric: bool) -> str:
    return f"<td{_number(numeric)}>{escape(_said(value))}</td>"


def _said(value: Any) -> str:
    match value:
        case None:
            return "-"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:.2f}"
        case _:
            return str(value)
