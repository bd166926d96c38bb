"""What holds of the aggregator whatever arrives in whatever order and batches."""

from collections import Counter

from hypothesis import given, settings

from schemas.base import encode
from schemas.counts import COUNT, count_key
from schemas.reports import IncidentReport
from services.aggregator.fold import Aggregator
from services.streaming.records import Output, Record
from services.streaming.testing import fold_log, last_values
from tests.aggregator.logs import TOPIC, logs, splits
from tests.aggregator.recount import known_days, of_outputs, recount


def folded(log: list[Record], sizes: list[int] | None = None) -> list[Output]:
    return fold_log(Aggregator, log, sizes or [], topic=TOPIC)


@settings(deadline=None)
@given(logs(), splits)
def test_any_batch_split_gives_the_same_last_value_and_headers_of_every_key(
    log: list[Record], sizes: list[int]
) -> None:
    whole, split = folded(log), folded(log, sizes)
    assert last_values(split) == last_values(whole)
    assert {one.key: (one.timestamp, one.headers) for one in split} == {
        one.key: (one.timestamp, one.headers) for one in whole
    }


@settings(deadline=None)
@given(logs(), splits)
def test_every_cell_equals_a_recount_of_the_raw_reports(log: list[Record], sizes: list[int]) -> None:
    assert of_outputs(folded(log, sizes)) == recount(log)


@settings(max_examples=50, deadline=None)
@given(logs(), splits)
def test_as_of_any_day_every_cell_equals_a_recount_of_what_was_known_by_then(
    log: list[Record], sizes: list[int]
) -> None:
    outputs = folded(log, sizes)
    for day in known_days(log):
        assert of_outputs(outputs, day) == recount(log, day)


@settings(deadline=None)
@given(logs())
def test_a_log_sent_twice_counts_once(log: list[Record]) -> None:
    again = [
        Record(one.topic, 0, one.offset + len(log), one.timestamp, None, one.value, (), one.log_time) for one in log
    ]
    assert of_outputs(folded(log + again)) == recount(log)


@settings(deadline=None)
@given(logs())
def test_keys_and_values_are_those_of_the_contract(log: list[Record]) -> None:
    for output in folded(log):
        if output.topic == "counts":
            count = COUNT.validate_json(output.value or b"")
            assert (output.key, output.value) == (count_key(count).encode(), encode(count))


@settings(deadline=None)
@given(logs())
def test_the_first_content_of_a_revision_stands_and_each_other_one_is_a_dead_letter(log: list[Record]) -> None:
    letters = Counter(output.topic for output in folded(log))["dead-letters"]
    told: dict[tuple[str, int], bytes] = {}
    refused = 0
    for record in log:
        if record.value == b"{}":
            refused += 1
            continue
        report = IncidentReport.model_validate_json(record.value or b"")
        refused += told.setdefault((report.report_id, report.revision), encode(report)) != encode(report)
    assert letters == refused
