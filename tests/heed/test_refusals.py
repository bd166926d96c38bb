"""What a person gets wrong is told in a sentence that names it and what is allowed, before anything is done."""

import os
import sys
from pathlib import Path

import pytest

from services.heed.cli import main
from services.heed.holders import holders
from services.heed.running import Running, announced
from services.streaming.settings import Settings
from tests.heed.conftest import Done, Heed

NOBODY = "127.0.0.1:1"


def told(done: Done) -> str:
    """What was said, and it was no traceback."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return unframed(done.stderr)


def unframed(said: str) -> str:
    """The words without line ends and the frame around them."""
    return " ".join(said.replace("│", " ").split())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("--config nowhere.toml status", "no configuration nowhere.toml: name one with `heed --config FILE"),
        ("--kafka kafka status", "'--kafka' (env var: 'HEED_KAFKA'): 'kafka'; allowed: host:port"),
        ("--kafka 127.0.0.1:99999 status", "'127.0.0.1:99999'; allowed: host:port"),
        ("--prefix a/b up", "'a/b'; allowed: up to 100 letters"),
        ("--at intake=intake:8080 status", "'--at' (env var: 'HEED_AT'): 'intake:8080'; allowed: http://host:port"),
        ("--at door=http://intake:8080 status", "'--at': 'door'; allowed: aggregator, intake, triage."),
        ("triage --port 70000", "'--port': Input should be less than or equal to 65535"),
        ("triage --host 192.0.2.1", "triage can't listen on 192.0.2.1:8702: Cannot assign requested address. Name an"),
        ("intake --port 0", "'--port': Input should be greater than or equal to 1"),
        ("alerts --state asleep", "'asleep' is not one of 'open', 'acknowledged', 'snoozed'"),
        ("alerts --area E1", "'--area': 'E1'; allowed: E06000901, E06000906."),
        ("dead-letters list --reason dull", "'dull' is not one of 'unreadable', 'invalid'"),
        (
            "dead-letters allow alerts 0 --until 9",
            "'topic': 'alerts'; allowed: alert-revisions, cases, incident-reports",
        ),
        ("dead-letters allow cases 0 --until 0", "'--until': Input should be greater than or equal to 1"),
        ("api-key nobody", "'agency': 'nobody'; allowed: aldermere-childrens-services"),
        ("api-key vale-police", "No API key for vale-police"),
        ("import cin nothing.xml", "file 'nothing.xml' does not exist"),
        (
            "import cin README.md --to nowhere/file",
            "'--to': nowhere/file: there is no folder nowhere; allowed: a file in",
        ),
        ("import cin README.md --intake here", "'--intake': 'here'; allowed: http://host:port"),
        (f"simulate --reports 0 --events 0 --intake http://{NOBODY}", "No API key for"),
        ("simulate --last 31/12/2025", "'31/12/2025' does not match the formats '%Y-%m-%d'"),
        ("demo --json nowhere/file", "there is no folder nowhere"),
        ("subject-key", "Name the area (--area E0…) or its key file"),
        ("status --fast", "No such option: --fast"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, words: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["heed", "--kafka", NOBODY, "--home", str(tmp_path / ".heed"), *command.split()])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert words in unframed(capsys.readouterr().err)


def test_a_kafka_that_is_not_there_is_named(heed: Heed) -> None:
    said = told(heed("up", kafka=NOBODY))
    assert said == f"Kafka does not answer at {NOBODY}. Is it running (`heed broker`), and is that its address?"


def test_intake_without_keys_says_what_makes_them(heed: Heed) -> None:
    assert "There are no keys in" in told(heed("intake", "--port", "8799", kafka=NOBODY))


@pytest.mark.parametrize("command", ["simulate --events 0 --reports 0", "import cin {census}"])
def test_an_intake_that_is_not_there_is_told_at_once(heed: Heed, command: str, tmp_path: Path) -> None:
    heed("up")
    census = tmp_path / "census.xml"
    census.write_text("<Message/>")
    said = told(heed(*command.format(census=census).split(), "--intake", f"http://{NOBODY}"))
    assert said.startswith(f"Intake does not answer at http://{NOBODY}. Is it running")


@pytest.mark.parametrize("command", ["broker", "demo"])
def test_a_second_kafka_from_the_same_folder_is_refused(heed: Heed, home: Path, command: str) -> None:
    with announced(home / "run" / "running.json", Running("127.0.0.1:9")):
        said = told(heed(command))
    assert f"Process {os.getpid()} already runs Heed's Kafka from {home}, at 127.0.0.1:9. End it with Ctrl-C" in said


def test_a_partition_that_is_not_there_can_not_be_let_pass(heed: Heed) -> None:
    heed("up")
    said = told(heed("dead-letters", "allow", "cases", "4", "--until", "9"))
    assert said == "partition 4 of cases: allowed: 0 to 3."


def test_state_is_dropped_by_its_name_and_never_while_in_use(heed: Heed, home: Path, settings: Settings) -> None:
    file = home / "state" / f"{settings.prefix}triage" / "0.sqlite"
    file.parent.mkdir(parents=True)
    file.touch()
    assert "No state of * in" in told(heed("state", "drop", "*", "--yes"))
    assert "There is state of triage." in told(heed("state", "drop", "aggregator", "--yes"))
    with file.open():
        assert holders(file.parent) != []
        assert "In use: the state of triage (process" in told(heed("state", "drop", "--yes"))
    assert heed("state", "drop", "triage", "--yes").returncode == 0
    assert not file.exists()
