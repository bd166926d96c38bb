"""Prometheus takes the rules and its own configuration, and each alert fires when its scenario says, and not before."""

import subprocess
from pathlib import Path

import pytest

from services.heed.places import cache_folder
from tests.deploy.parts import ROOT
from tests.docker.root import Missing, unpacked

CALLS = [
    ("check", "rules", "deploy/prometheus/rules.yml"),
    ("check", "config", "deploy/prometheus/prometheus.yml"),
    ("test", "rules", "tests/deploy/rules_test.yml"),
]


@pytest.fixture(scope="module")
def promtool() -> str:
    """Prometheus's own checker."""
    try:
        return unpacked("promtool", "prometheus", cache_folder())
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_prometheus_finds_nothing_wrong(promtool: str, words: tuple[str, ...]) -> None:
    done = subprocess.run([promtool, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_scenario_that_does_not_hold_is_told(promtool: str, tmp_path: Path) -> None:
    """Else the one above would prove nothing."""
    held = (ROOT / "tests" / "deploy" / "rules_test.yml").read_text().replace("../../deploy", str(ROOT / "deploy"))
    (tmp_path / "wrong.yml").write_text(held.replace('"1 0 0 0"', '"1 1 1 1"'))
    done = subprocess.run([promtool, "test", "rules", str(tmp_path / "wrong.yml")], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"HeedServiceDown" in done.stdout + done.stderr
