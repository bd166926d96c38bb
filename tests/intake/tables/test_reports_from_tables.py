"""Incident reports from an agency's spreadsheet: mapped, checked, sent, and sent again."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from schemas.configuration import Configuration
from services.heed.cli import app
from services.heed.errors import UserError
from services.heed.importing.door import Door
from services.heed.reports.mapping import Mapping, read_mapping
from services.heed.reports.revisions import Revisions
from services.heed.reports.tables import columns, rows
from services.heed.reports.template import template
from services.heed.sending import Sender, Spool
from services.intake.api_reports import SENT_REPORT
from tests.cluster import Cluster
from tests.intake.world import AREA, SOCIAL_CARE, serving

HEAD = ["Ref", "Type", "Date", "Potential", "Overlooked", "Stage", "Why", "Manager"]
ROW = ["A1", "Near miss", "09/03/2026", "possible", "yes", "mash_screening", "workload; handover", "Somebody"]
MAPPING = """
key = "Ref"
[fixed]
area = "E06000901"
occurred_precision = "day"
[columns]
incident_class = "Type"
occurred_on = "Date"
harm_potential = "Potential"
overlooked = "Overlooked"
journey_stage = "Stage"
factors = "Why"
[codes.incident_class]
"Near miss" = "near_miss_no_harm"
"""


def csv(path: Path, *rows: list[str], separator: str = ",") -> Path:
    path.write_text("\n".join(separator.join(row) for row in (HEAD, *rows)) + "\n", encoding="utf-8-sig")
    return path


def reports(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["import", "reports", *map(str, arguments)], env={"HEED_API_KEY": "heed_x"})


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING)
    return path


def test_a_dry_run_tells_of_each_row_which_column_is_wrong_and_what_is_allowed(tmp_path: Path, mapping: Path) -> None:
    """Never what stood there, and nothing of a column that isn't mapped."""
    file = csv(
        tmp_path / "t.csv",
        ROW,
        ["A2", "Odd", "09/03/2026", "possible", "perhaps", *ROW[5:]],
        ["A3", "Near miss", "31/02/2026", *ROW[3:]],
        ["A1", *ROW[1:]],
        ["", *ROW[1:]],
        ["A4", *ROW[1:5], "", *ROW[6:]],
    )
    done = reports(file, "--mapping", mapping, "--dry-run", "--json")
    said = json.loads(done.stdout)
    assert done.exit_code == 1
    assert said["rows"] == {"in the table": 6, "valid": 1, "refused": 5}
    found = [(one["line"], [error.split(":")[0] for error in one["errors"]]) for one in said["problems"]]
    assert found == [
        (3, ["Type (incident_class)", "Overlooked (overlooked)"]),
        (4, ["Date"]),
        (5, ["Ref"]),
        (6, ["Ref"]),
        (7, ["Stage (journey_stage)"]),
    ]
    assert "Somebody" not in done.output


async def test_sent_again_only_what_changed_is_sent_as_a_revision(
    cluster: Cluster, configured: Configuration, tmp_path: Path
) -> None:
    """Of a row that is gone nothing is withdrawn."""
    known = Mapping.model_validate(
        {"key": "Ref", "columns": {"incident_class": "Type", "harm_potential": "Potential", "overlooked": "Overlooked",
                                   "journey_stage": "Stage"},
         "fixed": {"area": AREA, "occurred_precision": "day", "occurred_on": "2026-03-09"},
         "codes": {"incident_class": {"Near miss": "near_miss_no_harm"}}})  # fmt: skip
    other = ["A2", *ROW[1:]]
    tables = [csv(tmp_path / "1.csv", ROW, other), csv(tmp_path / "2.csv", [*ROW[:3], "likely", *ROW[4:]])]
    answers, what = [], []
    async with serving(configured, cluster.settings) as served:
        client = httpx.AsyncClient(transport=served.transport, base_url="http://intake")
        for table in (*tables, tables[1]):
            with Spool(tmp_path / "spool") as spool:
                revisions = Revisions(spool)
                for _, row in rows(table):
                    body = known.report(row)
                    revised = revisions.revised(str(row["Ref"]), body, "2026-03-10")
                    what.append(revised.what)
                    if revised.body is not None:
                        revisions.put(str(row["Ref"]), body, revised.body)
                answers.append((await Sender(spool, Door(client, served.keys[SOCIAL_CARE])).flush()).answers)
    assert what == ["new", "new", "changed", "unchanged"]
    assert [dict(one) for one in answers] == [{"accepted": 2}, {"accepted": 1}, {}]


def test_excel_and_each_kind_of_csv_give_the_same_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([*ROW[:2], datetime(2026, 3, 9), *ROW[3:]])
    book.save(tmp_path / "t.xlsx")
    known = Mapping.model_validate({"key": "Ref", "columns": {"occurred_on": "Date", "factors": "Why"}})
    files = [tmp_path / "t.xlsx", *(csv(tmp_path / f"{n}.csv", ROW, separator=one) for n, one in enumerate(",\t"))]
    found = [[known.report(row) for _, row in rows(file)] for file in files]
    assert found == [[{"occurred_on": "2026-03-09", "factors": ["workload", "handover"]}]] * 3


def test_a_template_filled_in_is_a_mapping_and_names_every_field_with_its_codes(tmp_path: Path) -> None:
    file = csv(tmp_path / "t.csv", ROW)
    path = tmp_path / "m.toml"
    assert reports(file, "--template", path).exit_code == 0
    text = path.read_text()
    assert read_mapping(path).key == "Ref"
    schema = SENT_REPORT.json_schema()
    assert all(f"{name} = " in text for name in schema["required"])
    assert "narrative" not in text
    assert "near_miss_prevented" in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('key = "Ref"\n[columns]\nnarrative = "Text"\n', "/columns/narrative"),
        ('key = "Ref"\n[columns]\n[codes.overlooked]\n"J" = "yes"\n', "/codes/overlooked"),
        ("key = ", "mapping.toml"),
        ("[columns]\n", "/key"),
    ],
)
def test_a_mapping_that_is_none_is_refused_by_its_field(tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(wrong)
    with pytest.raises(UserError, match=said):
        read_mapping(path)


def test_what_is_no_table_is_told(tmp_path: Path, mapping: Path) -> None:
    latin, excel, empty = tmp_path / "l.csv", tmp_path / "e.xlsx", tmp_path / "0.csv"
    latin.write_bytes("Ref,Straße\n1,\xe9\n".encode("latin-1"))
    excel.write_bytes(b"not a zip")
    empty.write_bytes(b"")
    for file, said in ((latin, "UTF-8"), (excel, "Excel"), (empty, "empty")):
        assert said in str(reports(file, "--mapping", mapping, "--dry-run").exception)
    assert "has no column" in str(reports(csv_other(tmp_path), "--mapping", mapping, "--dry-run").exception)


def csv_other(folder: Path) -> Path:
    path = folder / "o.csv"
    path.write_text("Ref,Type\n")
    return path


def test_the_template_of_odd_columns_is_still_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(template(['a "quoted"\\ one', "two"]))
    assert read_mapping(path).key == 'a "quoted"\\ one'
    assert columns(csv(tmp_path / "t.csv", ROW)) == HEAD
