"""Every command says what it is for, does it, and tells a person what to do when it can't."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import typer
from typer.core import TyperGroup, TyperOption

from services.heed.cli import CONFIGURATION, app
from services.heed.context import PORTS
from services.heed.running import Running, announced
from services.streaming.broker.ports import free_port
from services.streaming.settings import Settings
from tests.cluster import Cluster, Sent
from tests.heed.conftest import Heed

ROOT = Path(__file__).parents[2]


def commands(group: Any, path: str = "heed") -> list[tuple[str, Any]]:
    """Each command with its path, groups left out."""
    if not isinstance(group, TyperGroup):
        return [(path, group)]
    return [found for name, one in group.commands.items() for found in commands(one, f"{path} {name}")]


EXAMPLE = ROOT / "schemas" / "examples" / "alerts" / "valid-opened-by-a-deadline.json"
ALL = commands(typer.main.get_command(app))


@pytest.mark.parametrize(("path", "command"), ALL, ids=[path for path, _ in ALL])
def test_a_command_and_each_of_its_options_say_what_they_are_for(path: str, command: Any) -> None:
    assert command.help
    assert command.help.split()[0][0].isupper()
    options = [one for one in command.params if isinstance(one, TyperOption)]
    assert [one.name for one in options if not one.help] == []


def test_the_commands_of_the_manual_are_all_there() -> None:
    wanted = "broker up intake triage aggregator import simulate counts alerts backtest status demo subject-key"
    groups = "topics diff,topics apply,dead-letters list,dead-letters show,dead-letters allow,state drop"
    groups += ",aside list,aside show,aside resend"
    paths = {path.removeprefix("heed ") for path, _ in ALL}
    assert {one.split()[0] for one in paths} >= set(wanted.split())
    assert paths >= set(groups.split(","))


def test_without_a_kafka_it_says_how_to_get_one(heed: Heed) -> None:
    done = heed("status", kafka=None)
    assert done.returncode == 2
    assert "heed broker" in done.stderr
    assert "HEED_KAFKA" in done.stderr


def test_a_kafka_that_does_not_answer_is_told_in_a_line(heed: Heed) -> None:
    done = heed("status", kafka="127.0.0.1:1")
    assert done.returncode == 2
    assert "Kafka does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_configuration_is_refused_with_every_problem_at_once(heed: Heed, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    text = (
        CONFIGURATION.read_text()
        .replace("partitions = 4", 'partitions = "four"')
        .replace("la_number = 991", "la_number = 9")
    )
    bad.write_text(text)
    done = heed("up", config=bad)
    assert done.returncode == 2
    words = " ".join(done.stderr.split())
    assert "/kafka/partitions" in words
    assert "/areas/0/la_number" in words


def test_up_makes_everything_and_again_changes_nothing(heed: Heed, home: Path) -> None:
    assert heed("topics", "diff").returncode == 1
    first = heed("up")
    assert first.returncode == 0, first.stderr
    assert (home / "keys" / "demo-keys.json").stat().st_mode & 0o077 == 0
    assert heed("topics", "diff").returncode == 0
    assert "0 topic settings changed, 0 records appended" in heed("up").stdout


async def test_dead_letters_are_listed_shown_and_let_pass(heed: Heed, cluster: Cluster) -> None:
    heed("up")
    assert json.loads(heed("dead-letters", "list", "--json").stdout) == []
    missing = heed("dead-letters", "show", "cases", "0", "7")
    assert (missing.returncode, "No dead letter of cases" in missing.stderr) == (2, True)
    assert "below offset 8" in heed("dead-letters", "allow", "cases", "0", "--until", "8").stdout
    (leave,) = await cluster.read("operator")
    assert json.loads(leave.value or b"")["until"] == 8


@pytest.fixture
def nothing_runs(settings: Settings, home: Path) -> Iterator[None]:
    """The commands look for services where surely none is, whatever runs on this machine."""
    addresses = {name: f"http://127.0.0.1:{free_port()}" for name in PORTS}
    with announced(home / "run" / "running.json", Running(settings.bootstrap, settings.prefix, addresses=addresses)):
        yield


@pytest.mark.usefixtures("nothing_runs")
async def test_status_shows_no_fold_before_one_has_published(heed: Heed, cluster: Cluster) -> None:
    await cluster.produce("cases", [Sent(b"{}")])
    found = json.loads(heed("status", "--json").stdout)
    assert (found["folds"], found["dead_letters"], found["spool"]) == ([], 0, None)
    assert {one["state"] for one in found["services"]} == {"not running"}


NOTICED = Path(__file__).parents[2] / "schemas" / "examples" / "operator-notices"


@pytest.mark.usefixtures("nothing_runs")
async def test_status_shows_what_operators_should_look_into_and_nothing_that_is_over(
    heed: Heed, cluster: Cluster
) -> None:
    over, silent, key = (
        json.loads((NOTICED / f"valid-{name}.json").read_text())
        for name in ("a-rule-over-its-budget", "a-silent-feed", "a-placeholder-key")
    )
    heard = silent | {"notice": "feed_heard", "log_time": "2026-03-20T00:00:00Z"}
    said = [("1", silent), ("2", over), ("3", silent | {"source": "other"}), ("4", key), ("1", heard)]
    await cluster.produce("operator-notices", [Sent(json.dumps(one).encode(), key=name.encode()) for name, one in said])
    found = json.loads(heed("status", "--json").stdout)["notices"]
    assert [(one["notice"], one["about"]) for one in found] == [
        ("feed_silent", "other"),
        ("over_budget", "repeat_nfa"),
        ("placeholder_key", "k1:0000000000000…"),
    ]
    shown = heed("status").stdout
    assert all(said in shown for said in ("repeat_nfa", "36 alerts", "marked degraded", "19 Mar 00:00:00"))


def test_state_of_nothing_can_not_be_dropped(heed: Heed) -> None:
    done = heed("state", "drop", "triage", "--yes")
    assert done.returncode == 2
    assert re.search(r"No state of triage", done.stderr)


@pytest.mark.usefixtures("nothing_runs")
def test_counts_say_that_the_aggregator_does_not_run(heed: Heed) -> None:
    done = heed("counts")
    assert done.returncode == 2
    assert "heed aggregator" in " ".join(done.stderr.split())


async def test_alerts_that_wait_for_somebody_come_first_and_json_has_them_whole(heed: Heed, cluster: Cluster) -> None:
    """Whatever their severity; the last revision of each."""
    revision = json.loads(EXAMPLE.read_text())
    withdrawn, waiting = {"state": "withdrawn", "severity": "S1"}, {"state": "open", "severity": "S3"}
    waiting |= {"acknowledge_by": "2026-03-18T00:00:00Z"}
    alerts = [revision | one | {"alert_id": str(uuid4())} for one in (withdrawn, waiting)]
    sent = [Sent(json.dumps(one).encode(), one["alert_id"].encode()) for one in (alerts[0] | waiting, *alerts)]
    await cluster.produce("alerts", sent)
    said = heed("alerts").stdout
    assert "Not a finding about any person or team." in said
    assert said.index(alerts[1]["alert_id"][:8]) < said.index(alerts[0]["alert_id"][:8])
    assert "Aldermere Children's Services" in said
    assert "end of 17 Mar" in said
    assert [one["alert_id"] for one in json.loads(heed("alerts", "--json", "--state", "withdrawn").stdout)] == [
        alerts[0]["alert_id"]
    ]
    assert heed("alerts", "--area", "E06000906").stdout.startswith("No alerts. That does not mean")
