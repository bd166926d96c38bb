"""The pipeline over a Kafka in a container: from what an agency sends to an officer's alert and a team's count."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.streaming.broker import Broker
from services.streaming.settings import Settings
from tests.docker.installation import Installation, containers, installed
from tests.heed.conftest import Heed
from tests.heed.test_process import eventually

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]

AREA, AGENCY, TEAM = "E06000901", "aldermere-childrens-services", "aldermere-assessment-north"
NOW = datetime.now(UTC).replace(microsecond=0)
ALERT_S = 60


def contact(number: int, days_ago: int) -> dict[str, Any]:
    """One contact about the child that ended with no further action."""
    when = NOW - timedelta(days=days_ago)
    return {
        "type": "contact_outcome",
        "event_id": f"ALD-{number}",
        "revision": 1,
        "area": AREA,
        "child": {"nhs_number": "999 000 0018"},
        "agency": AGENCY,
        "responsible_agency": AGENCY,
        "occurred_at": when.isoformat(),
        "occurred_precision": "minute",
        "recorded_at": (when + timedelta(minutes=20)).isoformat(),
        "age_band": "5_10",
        "source": "2A",
        "outcomes": ["nfa"],
    }


REPORT = {
    "area": AREA,
    "team": TEAM,
    "occurred_on": (NOW - timedelta(days=2)).date().isoformat(),
    "occurred_precision": "day",
    "incident_class": "near_miss_prevented",
    "prevented_by": "practitioner_query",
    "harm_potential": "possible",
    "overlooked": "unsure",
    "journey_stage": "mash_screening",
    "factors": ["workload"],
}


@pytest.fixture
def installation(heed: Heed, home: Path, settings: Settings, tmp_path: Path) -> Iterator[Installation]:
    """Intake, triage and aggregator on the Kafka in the container."""
    done = heed("up")
    assert done.returncode == 0, done.stderr
    with installed(home, settings, tmp_path / "processes") as running:
        yield running


def test_three_contacts_without_action_alert_and_a_report_is_counted(
    installation: Installation, heed: Heed, kafka: Broker
) -> None:
    assert containers(kafka.how.partition(" ")[0])
    for number, days_ago in enumerate((90, 40, 3)):
        answer = installation.send("/v1/case-events", contact(number, days_ago), AGENCY)
        assert answer.status_code == 201, answer.text
    answer = installation.send("/v1/incident-reports", REPORT, AGENCY, **{"Idempotency-Key": "near-miss-1"})
    assert answer.status_code == 202, answer.text
    eventually(lambda: rules_of_alerts(heed) == [("open", "S3", "repeat_nfa")], ALERT_S)
    eventually(lambda: installation.counts(area=AREA, window="7", by="team") == [counted(1)], ALERT_S)


def rules_of_alerts(heed: Heed) -> list[tuple[str, str, str]]:
    """State, severity and rule of each alert's findings."""
    alerts = json.loads(heed("alerts", "--json").stdout)
    return [(one["state"], one["severity"], each["rule"]) for one in alerts for each in one["findings"]]


def counted(number: int) -> dict[str, Any]:
    """The team's row."""
    return {"agency": AGENCY, "team": TEAM, "value": "all", "n": number}
