"""A new engine folds the log again beside the old one, and publishes only where it differs, marked."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.alerts import AlertRevision
from services.streaming.batch import Row
from services.streaming.partition import Log, PartitionFold, open_partition
from services.streaming.records import Record
from services.streaming.sending import output
from services.streaming.settings import Limits
from services.streaming.statefile import Identity
from services.triage.compiler import compile_rules
from services.triage.configured import Settings
from services.triage.fold import Triage
from services.triage.rulebook import Rulebook
from services.triage.ruleset import RuleFiles
from tests.triage.logs import BUILT, CORE, MODES, START, after, clock, concern, event, log, revisions

NAME = "no_strategy_after_high_harm.toml"


def engine(before: bytes, after: bytes) -> Settings:
    """An engine whose rule on high harm differs."""
    files = RuleFiles({**CORE.files, NAME: CORE.files[NAME].replace(before, after)})
    rules = compile_rules(files, BUILT.clocks, BUILT.calendar, MODES)
    return replace(BUILT, rulebooks={files.hash: Rulebook(files.hash, rules)}, standard=files.hash, engine=files.hash)


OLD = engine(b"", b"")
WIDER = engine(b'level = ["critical"]', b'level = ["critical", "high"]')
NARROWER = engine(b'level = ["critical"]', b'level = ["high"]')


def opened(path: Path, built: Settings, mark: int = -1) -> PartitionFold:
    """The partition by an engine; `mark`: the offset up to which everything is published."""
    identity = Identity("memory", "memory", 1, built.engine)
    where = Log("test", "cases", 0)
    limits = Limits()
    return open_partition(
        Triage(built), where, path=path, identity=identity, dead_letter_key=bytes(64), limits=limits, mark=mark
    )


def told(folded: PartitionFold, records: Sequence[Record], size: int = 100) -> list[AlertRevision]:
    """What the partition publishes of the log, all of which it is handed in batches of a size."""
    timed, latest, rows = [], 0, list[Row]()
    for one in records:
        latest = max(latest, one.timestamp)
        timed.append(one._replace(log_time=latest))
    for start in range(0, len(timed), size):
        batch = timed[start : start + size]
        folded.apply(batch, batch[0].offset, batch[-1].offset + 1)
        rows += folded.file.pending(10_000)
        folded.file.sent(batch[-1].offset)
    folded.file.close()
    return revisions([output("test", "cases", 0, row) for row in rows])


RECORDS = log(
    (START, concern(START)),
    (after(1), concern(after(1), id="e2", child=2, level="high")),
    (after(5), concern(after(5), id="e3", child=3)),
    (after(40), clock(START)),
    (after(50), clock(START)),
)
BEFORE = RECORDS[:4]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_what_a_new_engine_finds_besides_is_published_at_the_next_record_and_marked(tmp_path: Path, size: int) -> None:
    path = tmp_path / "state.sqlite"
    first = told(opened(path, OLD), BEFORE)
    then = told(opened(path, WIDER, mark=3), RECORDS, size)
    fresh = [one for one in then if one.change == "opened"]
    assert [(int(one.subject_key[3:]), one.because.cause, one.revision) for one in fresh] == [(2, "engine", 1)]
    assert fresh[0].log_time == after(50)
    assert fresh[0].findings[0].severity == "S1"
    again = {one.alert_id: one.revision for one in first}
    assert all(one.revision == again[one.alert_id] + 1 for one in then if one.alert_id in again)
    assert {one.because.cause for one in then} == {"engine"}


def test_what_a_new_engine_no_longer_finds_is_withdrawn_and_nothing_is_said_twice(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    first = told(opened(path, OLD), BEFORE)
    then = told(opened(path, NARROWER, mark=3), RECORDS)
    gone = [one for one in then if one.change == "withdrawn"]
    assert {one.alert_id for one in gone} == {one.alert_id for one in first}
    assert {one.because.cause for one in then} == {"engine"}
    assert told(opened(path, NARROWER, mark=4), RECORDS) == []


def test_an_engine_that_says_the_same_publishes_nothing_and_goes_on_counting(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    first = told(opened(path, OLD), BEFORE)
    same = replace(OLD, engine="ab" * 32)
    held = log((after(60), event("strategy_discussion_held", after(59), id="s1")))[0]._replace(offset=5)
    then = told(opened(path, same, mark=3), [*RECORDS, held])
    assert [(one.change, one.because.cause) for one in then] == [("resolved", "event")]
    counted = [one.revision for one in first if one.alert_id == then[0].alert_id]
    assert then[0].revision == counted[-1] + 1


def test_a_rebuild_that_is_replaced_by_another_engine_still_knows_what_was_published(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    told(opened(path, OLD), BEFORE)
    assert told(opened(path, NARROWER, mark=3), BEFORE[:2]) == []
    then = told(opened(path, WIDER, mark=3), RECORDS)
    assert [int(one.subject_key[3:]) for one in then if one.change == "opened"] == [2]


def test_what_the_old_engine_had_not_sent_yet_is_published_by_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    folded = opened(path, OLD)
    timed = [one._replace(log_time=one.timestamp) for one in BEFORE]
    folded.apply(timed, 0, 4)
    folded.file.close()
    same = replace(OLD, engine="ab" * 32)
    then = told(opened(path, same, mark=2), RECORDS)
    assert [(int(one.subject_key[3:]), one.change, one.revision) for one in then if one.change != "escalated"] == [
        (1, "updated", 2),
        (3, "opened", 1),
        (1, "raised", 4),
        (3, "raised", 3),
    ]


def test_an_old_file_that_does_not_hold_all_that_is_published_is_not_compared_with(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    told(opened(path, OLD), BEFORE[:1])
    assert told(opened(path, WIDER, mark=3), RECORDS) == []
