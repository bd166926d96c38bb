"""`heed backtest` over the log."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from schemas.topology import load_topology
from services.streaming.partitions import partition_of
from tests.cluster import Cluster, Sent
from tests.heed.conftest import Heed
from tests.triage.logs import LIVE, NIGHTLY, after, clock, complete, concern, event, ms

PARTITIONS = load_topology().partitions
EXAMPLE = Path(__file__).parents[2] / "schemas" / "examples" / "alerts" / "valid-opened-by-a-deadline.json"


def sent(area: str, value: bytes, hours: float) -> Sent:
    """A record of an area, so long after the start."""
    return Sent(value, partition=partition_of(area, PARTITIONS), timestamp=ms(after(hours)))


def told(heed: Heed, *arguments: str) -> Any:
    """What it says as JSON."""
    done = heed("backtest", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


async def test_it_finds_what_the_log_holds_as_far_as_feeds_are_complete_and_publishes_nothing(
    heed: Heed, cluster: Cluster
) -> None:
    """After 24 hours without, of a live feed; of a nightly one only once it says that it is complete past them."""
    later = event("strategy_discussion_held", after(60), id="e2")
    await cluster.produce(
        "cases",
        [
            sent(LIVE, concern(after(0)), 1),
            sent(NIGHTLY, concern(after(0), area=NIGHTLY), 1),
            *(sent(area, clock(after(50)), 50) for area in (LIVE, NIGHTLY)),
        ],
    )

    def unmet(*arguments: str) -> list[str]:
        found = told(heed, "--as-of", "2026-03-31", *arguments)
        return [one["area"] for one in found if one["rule"] == "no_strategy_after_high_harm"]

    assert unmet() == [LIVE]
    types = ("strategy_discussion_held", "section_47_started")
    await cluster.produce("cases", [sent(NIGHTLY, complete(NIGHTLY, after(48), *types), 51), sent(LIVE, later, 61)])
    assert unmet() == [NIGHTLY]
    assert await cluster.read("alert-revisions") == []
    [tally] = [one for one in told(heed)["rules"] if one["rule"] == "no_strategy_after_high_harm"]
    assert (tally["findings"], tally["open"], tally["resolved"], tally["mode"]) == (2, 1, 1, "active")


async def test_how_officers_have_closed_alerts_so_far_is_said_of_each_rule(heed: Heed, cluster: Cluster) -> None:
    """By code, as the last revision of each alert has it; the yield is the share that led to new action."""
    revision = json.loads(EXAMPLE.read_text())
    closed = [
        revision | {"alert_id": str(uuid4()), "state": "closed", "closure_code": code}
        for code in ("new_action_taken", "already_in_hand", "already_in_hand", "recorded_late")
    ]
    alerts = [Sent(json.dumps(one).encode(), one["alert_id"].encode()) for one in (revision, *closed)]
    await cluster.produce("alerts", alerts)
    await cluster.produce("cases", [sent(LIVE, concern(after(0)), 1)])
    rule = revision["findings"][0]["rule"]
    codes = {"already_in_hand": 2, "new_action_taken": 1, "recorded_late": 1}
    assert told(heed)["closures"][rule] == {"closed": 4, "codes": codes, "yield": 0.25}
    assert f"{rule}: of 4 alerts closed by officers so far, already in hand 2" in heed("backtest").stdout


async def test_an_empty_log_is_told_in_words(heed: Heed) -> None:
    """And how to name files."""
    assert heed("up").returncode == 0
    done = heed("backtest")
    assert done.returncode == 2
    assert "--events FILE" in done.stderr
