"""The page that shows how to write a fold is true."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from services.streaming.testing import fold_log, log_of

PAGE = Path(__file__).parents[2] / "docs" / "writing-a-fold.md"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page's code defines, run from top to bottom as one module."""
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    module = tmp_path_factory.mktemp("page") / "page.py"
    module.write_text("\n\n".join(blocks))
    return runpy.run_path(str(module))


def test_the_law_on_the_page_holds(page: dict[str, Any]) -> None:
    page["test_however_the_log_is_cut_each_report_counts_once"]()


def test_the_fold_on_the_page_sets_aside_what_cannot_be_read_and_goes_on(page: dict[str, Any]) -> None:
    log = log_of([b"{", page["REPORT"] % 1], topic="incident-reports")
    outputs = fold_log(page["MonthlyReports"], log, topic="incident-reports")
    assert [output.topic for output in outputs] == ["dead-letters", "monthly-reports"]


def test_the_spec_on_the_page_makes_the_fold_of_the_page(page: dict[str, Any]) -> None:
    spec = page["build_monthly_reports"]()
    assert (spec.topic, type(spec.make())) == ("incident-reports", page["MonthlyReports"])


def test_the_class_takes_about_twenty_lines() -> None:
    text = PAGE.read_text()
    body = text[text.index("class MonthlyReports") : text.index("```\n\nWhat to know")]
    assert len([line for line in body.splitlines() if line.strip()]) <= 22
