"""`python -m bench` as a person or a script calls it, with very little work."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.streaming.broker import Broker


def bench(kafka: Broker, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command on this session's Kafka."""
    environment = os.environ | {"HEED_KAFKA": kafka.bootstrap}
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=540,
    )


def figures(kafka: Broker, file: Path, name: str, scale: str) -> dict[str, Any]:
    """The figures of one small round; the file must name machine and versions too."""
    done = bench(kafka, name, "--scale", scale, "--rounds", "1", "--json", str(file))
    assert done.returncode == 0, done.stderr
    content = json.loads(file.read_text())
    assert content.keys() == {"figures", "machine", "versions"}
    assert content["machine"]["cores"] >= 1
    assert {"python", "pydantic", "aiokafka"} <= content["versions"].keys()
    return dict(content["figures"])


def test_without_a_name_the_benchmarks_are_listed(kafka: Broker) -> None:
    """Each with what it measures."""
    listed = bench(kafka).stdout
    assert [line.split()[0] for line in listed.splitlines()] == ["runtime", "intake", "triage", "deidentify"]


def test_an_unknown_name_is_refused_with_those_there_are(kafka: Broker) -> None:
    """A typing mistake costs no run."""
    done = bench(kafka, "runtme")
    assert done.returncode == 2
    assert "runtime, intake, triage, deidentify and 'all'" in " ".join(done.stderr.replace("│", "").split())


@pytest.mark.timeout(600)
def test_the_runtime_benchmark_tells_all_three_and_their_ratios(kafka: Broker, tmp_path: Path) -> None:
    """It ends well only if each contender published the true count of every team, before and after losing its state."""
    found = figures(kafka, tmp_path / "runtime.json", "runtime", "0.005")
    for name in ("faust", "quix", "runtime"):
        assert found[f"{name}_counts_exact"] is True
        for measured in ("per_s", "cpu_s", "peak_mib", "counts_published"):
            assert found[f"{name}_{measured}"] > 0
    # Of the three, Faust's tables may lose what was folded between two commits, and then are never exact again.
    assert (found["faust_level_again_s"] is None) == (found["faust_never_exact_again"] > 0)
    assert found["quix_level_again_s"] > 0
    assert found["runtime_level_again_s"] > 0
    assert found["runtime_reports"] == 3_000
    assert found["runtime_state_bytes_per_report"] > 16
    assert {"runtime_over_faust", "runtime_over_quix", "runtime_broker_cpu_s"} <= found.keys()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("server", ["intake", "bare"])
def test_the_intake_benchmark_tells_both_servers(served: dict[str, Any], server: str) -> None:
    """It ends well only if each event was accepted and stands in Kafka once."""
    for measured in ("single_per_s", "single_p50_ms", "single_p99_ms", "ndjson_per_s", "peak_mib"):
        assert served[f"{server}_{measured}"] > 0
    assert served["single_over_bare"] > 0
    assert served["ndjson_over_bare"] > 0


@pytest.fixture(scope="module")
def served(kafka: Broker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One small run of `intake`."""
    return figures(kafka, tmp_path_factory.mktemp("bench") / "intake.json", "intake", "0.01")


@pytest.mark.timeout(600)
def test_the_triage_benchmark_tells_speed_memory_and_latency(kafka: Broker, tmp_path: Path) -> None:
    """Of all rules over a small log, in processes of their own and as a worker on Kafka."""
    found = figures(kafka, tmp_path / "triage.json", "triage", "0.002")
    for measured in ("triage_per_s", "triage_partitioned_per_s", "triage_peak_mib", "decide_per_s", "alert_p99_ms"):
        assert found[measured] > 0
    assert found["triage_revisions"] > 0
    assert found["alerts_timed"] == 6
