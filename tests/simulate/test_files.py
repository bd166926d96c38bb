"""`heed simulate --to`: what would be posted, and the truth beside it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from services.heed.cli import app
from tests.simulate.logs import CONFIGURATION


def run(folder: Path, *more: str) -> str:
    """The command's words."""
    asked = ["simulate", "--to", str(folder), "--seed", "4", "--scale", "0.05", "--last", "2025-12-31", *more]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    return result.output


def lines(path: Path) -> list[dict[str, object]]:
    """The file's JSON."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_it_writes_events_reports_feeds_and_truth(tmp_path: Path) -> None:
    """Each in a file of its own, one JSON a line."""
    words = run(tmp_path / "pilot")
    events = lines(tmp_path / "pilot" / "case-events.ndjson")
    reports = lines(tmp_path / "pilot" / "incident-reports.ndjson")
    feeds = lines(tmp_path / "pilot" / "feeds.ndjson")
    truth = lines(tmp_path / "pilot" / "truth.ndjson")
    assert f"{len(events):,} case events" in words
    assert {"idempotency_key", "report"} == set(reports[0])
    assert {feed["source"] for feed in feeds} == {feed.source for feed in CONFIGURATION.feeds}
    assert {"story", "rule", "subject_key", "expected", "kind"} <= set(truth[0])


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    """Every file."""
    run(tmp_path / "one")
    run(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
