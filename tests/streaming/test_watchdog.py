"""The watchdog's verdicts, each with its reason."""

import pytest

from services.streaming.watchdog import Pulse, verdict

FINE = {"loop": 100.0, "stalled": {}, "unassigned_since": None, "consumer_alive": True}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"stalled": {3: 80.0}}, None),
        ({"stalled": {3: 30.0}}, "partition 3 has lag and made no progress for 70 s"),
        ({"loop": 30.0}, "the event loop has not run for 70 s"),
        ({"unassigned_since": 30.0}, "nothing assigned for 70 s while partitions are unread"),
        ({"consumer_alive": False}, "the consumer's thread is dead"),
    ],
)
def test_a_process_ends_only_for_a_named_reason(change: dict[str, object], why: str | None) -> None:
    pulse = Pulse(**{**FINE, **change})  # type: ignore[arg-type]  # the table's values fit their fields
    assert verdict(pulse, 100.0, 60.0) == why
