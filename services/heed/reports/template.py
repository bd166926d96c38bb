"""A mapping file to fill in: the table's columns, and for each field what it takes."""

from collections.abc import Iterable
from typing import Any

from services.heed.reports.mapping import FIELDS, LISTS
from services.intake.api_reports import SENT_REPORT

HEAD = """\
# Which column of your table is which field of an incident report. Take the # away from what your table has.
# Its columns: {columns}
# No child, no practitioner, no free text: such columns are left out, and never leave this machine.

key = "{key}"  # the column that names a report in your system, the same in each export
date_format = "%d/%m/%Y"
separator = ";"  # between several codes in one cell

[fixed]  # the same for every row
# area = "E06000901"
occurred_precision = "day"

[columns]
"""


def template(columns: Iterable[str]) -> str:
    """TOML. The first column is taken for the key until somebody says otherwise."""
    named = list(columns)
    schema = SENT_REPORT.json_schema()
    needed = set(schema["required"])
    fields = [name for name in FIELDS if name not in ("area", "occurred_precision")]
    lines = [_line(name, schema, name in needed) for name in fields]
    coded = [name for name in fields if _codes(schema["properties"][name], schema)]
    tables = [f'# [codes.{name}]\n# "your code" = "{_codes(schema["properties"][name], schema)[0]}"' for name in coded]
    head = HEAD.format(columns=", ".join(named), key=_quoted(named[0] if named else ""))
    return "\n".join([head + "\n".join(lines), "", "# Your codes in Heed's, where they differ.", *tables, ""])


def _line(name: str, schema: dict[str, Any], needed: bool) -> str:
    codes = _codes(schema["properties"][name], schema)
    several = "several of " if name in LISTS else ""
    said = f"{several}{', '.join(codes)}" if codes else "text" if not name.endswith("_on") else "a date"
    return f'# {name} = "…"  # {"required: " if needed else ""}{said}'


def _codes(said: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """The codes that a field takes, wherever its schema says them."""
    if "$ref" in said:
        return _codes(schema["$defs"][said["$ref"].rpartition("/")[2]], schema)
    if "enum" in said:
        return [str(code) for code in said["enum"]]
    for inner in (*said.get("anyOf", ()), *([said["items"]] if "items" in said else ())):
        found = _codes(inner, schema)
        if found:
            return found
    return []


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
