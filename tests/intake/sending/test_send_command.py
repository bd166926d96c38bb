"""`heed send`, as an agency's developer types it."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from services.heed.cli import app
from tests.intake.world import event, report


def send(*arguments: str | Path, pipe: str | None = None) -> Any:
    return CliRunner().invoke(app, ["send", *map(str, arguments)], input=pipe, env={"HEED_API_KEY": "heed_x"})


def test_a_check_tells_of_each_line_what_would_be_refused_and_sends_nothing(tmp_path: Path) -> None:
    file = tmp_path / "events.ndjson"
    lines = [event(), event(level="dire"), {"idempotency_key": "r", "report": report(narrative="text")}]
    file.write_text("\n".join(map(json.dumps, lines)))
    done = send(file, "--check", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert said["valid"] == 1
    assert [(one["line"], one["errors"][0].split(":")[0]) for one in said["lines"]] == [
        (2, "/level"),
        (3, "/narrative"),
    ]


def test_codes_of_its_own_are_put_into_heeds(tmp_path: Path) -> None:
    codes = tmp_path / "codes.toml"
    codes.write_text('[level]\n"3 - urgent" = "critical"\n')
    pipe = json.dumps(event(level="3 - urgent"))
    assert send("-", "--check", pipe=pipe).exit_code == 1
    assert send("-", "--check", "--codes", codes, pipe=pipe).exit_code == 0


def test_with_nobody_at_the_door_it_says_so_and_all_waits(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    done = send(
        "-",
        "--spool",
        spool,
        "--intake",
        "http://127.0.0.1:9",
        "--patience",
        "0.1",
        "--json",
        pipe=f"{json.dumps(event())}\nnonsense\n",
    )
    said = json.loads(done.stdout)
    assert (done.exit_code, said["waiting"], said["unreadable"]) == (1, 1, 1)
    assert "line 2" in done.stderr
    assert said["ended"].startswith("intake doesn't answer")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "There is no file" in str(send(tmp_path / "none.ndjson", "--spool", tmp_path / "s").exception)
