"""The operator's page keeps up: every alert, its urgency, commands that there are, and a copy that can be put back."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.heed.places import Places
from services.intake.outbox.tables import FILE, open_outbox
from tests.deploy.parts import ROOT, alerts, parsed

PAGE = (ROOT / "docs" / "operating.md").read_text()
EXAMPLES = {"TOPIC": "cases", "PARTITION": "0", "OFFSET": "7", "ID…": "1 2", "ID": "1"}
IN_TEXT, IN_A_SHELL = r"`heed ([^`]+)`", r"^heed (.+?)(?:\s+#.*)?$"
AS_A_CONTAINER = r"run --rm --no-deps up ([^`]+)`"
COMMANDS = [found for form in (IN_TEXT, IN_A_SHELL, AS_A_CONTAINER) for found in re.findall(form, PAGE, re.MULTILINE)]


def test_each_alert_has_one_row_with_its_urgency_and_no_other_alert_has() -> None:
    rows = re.findall(r"^\| (Heed\w+) \| (\w+) \| .", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted((name, rule["labels"]["severity"]) for name, rule in alerts().items())


@pytest.mark.parametrize("line", sorted(set(COMMANDS)))
def test_a_command_of_the_page_can_be_typed(line: str) -> None:
    for placeholder, example in EXAMPLES.items():
        line = line.replace(placeholder, example)
    parsed(line)


def test_the_copy_of_the_outbox_is_whole_while_intake_writes(tmp_path: Path) -> None:
    """The page's own line of Python makes it, and intake's next start opens it."""
    spool = Places(tmp_path, tmp_path).spool
    intake = open_outbox(spool / FILE)
    intake.execute("INSERT INTO seen VALUES (x'01', x'02', 1, 1)")
    intake.execute("BEGIN IMMEDIATE")
    intake.execute("INSERT INTO seen VALUES (x'03', x'04', 2, 1)")
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / FILE).write_bytes(copied(spool))
    intake.close()
    copy = open_outbox(tmp_path / "copy" / FILE)
    assert copy.execute("SELECT identity FROM seen").fetchall() == [(b"\x01",)]
    assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    copy.close()


def copied(spool: Path) -> bytes:
    """What the page's command writes to standard output."""
    [code] = re.findall(r"python -c '([^']+)'", PAGE)
    there = "/var/lib/heed/.heed/spool"
    assert there in code
    done = subprocess.run([sys.executable, "-c", code.replace(there, str(spool))], capture_output=True, check=True)
    return done.stdout
