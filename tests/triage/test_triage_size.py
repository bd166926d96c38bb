"""An alert is a record that Kafka takes, also where a key stands for no child and gathers the events of years."""

from datetime import UTC, datetime, timedelta

from pydantic_core import to_json

from schemas.cases import CASE_RECORD, CaseEvent
from services.triage.admission import event as admitted
from services.triage.decide import decide
from services.triage.events import Event
from services.triage.told import findings
from tests.triage.logs import BUILT, NIGHTLY, event

KAFKA_TAKES = 1_048_576
"""Bytes: `max.request.size` of producers and `message.max.bytes` of brokers, by default."""
STRETCHES, EACH = 20, 600


def _nfa(number: int, at: datetime) -> Event:
    found = CASE_RECORD.validate_json(
        event("referral_decided", at, id=f"{number:060}", area=NIGHTLY, outcomes=("nfa",))
    )
    assert isinstance(found, CaseEvent)
    return admitted(found, 0, BUILT.calendar)


def test_the_findings_of_a_placeholder_key_stay_well_below_what_kafka_takes() -> None:
    """Twelve thousand decisions over decades, of a feed that hasn't said that it is complete: nothing has ended."""
    start = datetime(1990, 1, 1, tzinfo=UTC)
    times = (start + timedelta(days=500 * stretch, minutes=n) for stretch in range(STRETCHES) for n in range(EACH))
    history = [_nfa(number, at) for number, at in enumerate(times)]
    rules = BUILT.rulebooks[BUILT.standard].rules
    found = findings(decide(history, BUILT.area_feeds(NIGHTLY), 2**41, rules).findings)
    assert len(found) == STRETCHES
    assert len(to_json([one.model_dump(mode="json") for one in found])) < KAFKA_TAKES / 2
    assert found[-1].seen[-1].event_id.endswith(str(STRETCHES * EACH - 1))
