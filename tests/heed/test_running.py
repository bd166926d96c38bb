"""A second terminal finds what runs here, and nothing that has ended."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from services.heed.cli import CONFIGURATION
from services.heed.context import Heed
from services.heed.running import Running, announced, running

HERE = Running("localhost:1", "demo-1-", "/elsewhere", {"intake": "http://localhost:2"})


def heed(home: Path, kafka: str | None = None) -> Heed:
    """The second terminal."""
    return Heed(CONFIGURATION, kafka, home, home / "cache")


def test_what_runs_is_found_while_it_runs_and_not_after(tmp_path: Path) -> None:
    with announced(tmp_path / "run" / "running.json", HERE):
        found = heed(tmp_path)
        assert (found.bootstrap, found.prefix, found.address("intake")) == (
            "localhost:1",
            "demo-1-",
            "http://localhost:2",
        )
        assert found.places.state == Path("/elsewhere/state")
    assert running(tmp_path / "run" / "running.json") is None


def test_another_kafka_that_is_asked_for_is_not_mixed_with_it(tmp_path: Path) -> None:
    with announced(tmp_path / "run" / "running.json", HERE):
        found = heed(tmp_path, "localhost:9")
        assert (found.bootstrap, found.prefix) == ("localhost:9", found.configuration.kafka.prefix)
        assert found.places.state == tmp_path / "state"


def test_a_service_is_asked_where_it_was_named_and_the_others_where_they_run(tmp_path: Path) -> None:
    with announced(tmp_path / "run" / "running.json", HERE):
        found = replace(heed(tmp_path), addresses={"triage": "http://triage:8080"})
        assert found.address("triage") == "http://triage:8080"
        assert found.address("intake") == "http://localhost:2"
        assert found.address("aggregator") == "http://127.0.0.1:8703"


def test_what_a_killed_process_left_is_not_found(tmp_path: Path) -> None:
    file = tmp_path / "run" / "running.json"
    script = "from services.heed.running import *; import os, sys; from pathlib import Path\n"
    script += "with announced(Path(sys.argv[1]), Running('localhost:1')): os._exit(9)"
    subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert file.exists()
    assert running(file) is None
