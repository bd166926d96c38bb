"""All rules at once in the fold, over logs of late, amended, withdrawn and repeated events of whole families."""

from datetime import timedelta

import pytest

from bench.case_log import START, CaseLog
from bench.triage_work import built
from services.streaming.records import Record
from tests.triage.logs import clock, log, run
from tests.triage.oracle import Oracle
from tests.triage.test_triage_laws import open_findings

ALL = built()
"""Every rule on, and one live feed that carries every type."""
LAST = START + timedelta(days=4 * 365)


def made(seed: int) -> list[Record]:
    """A log of 30 children with a dozen events each, and a year after the last."""
    records = list(CaseLog(children=30, each=12, seed=seed))
    [end] = log((LAST, clock(LAST)))
    return [*records, end._replace(offset=len(records))]


@pytest.mark.parametrize("seed", range(6))
def test_the_open_alerts_hold_what_every_rule_finds_from_scratch(seed: int) -> None:
    """A record at a time or all at once, the fold ends with what `decide` says of the final histories."""
    records = made(seed)
    assert open_findings(run(records, [7] * len(records), built=ALL)) == Oracle(records, ALL).decisions()
