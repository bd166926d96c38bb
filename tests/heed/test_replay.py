"""`heed dead-letters replay`: after a mend, each refused record once more, and never twice."""

import json

import pytest

from schemas.control import DEAD_LETTER
from services.heed.replaying import REPLAY_OF, planned, replay
from services.streaming.batch import Rejection
from services.streaming.dead_letters import letter
from services.streaming.records import Record
from tests.cluster import Cluster
from tests.intake.world import event

VALUES = [json.dumps({**event(), "event_id": "readable"}).encode(), b"nonsense", b'{"type": "no_such_type"}']


def refused(cluster: Cluster, value: bytes, offset: int) -> bytes:
    """The letter of a record that a fold refused."""
    record = Record("cases", 1, offset, 1_700_000_000_000, b"k", value, (("ce_type", b"x"),), 1_700_000_000_000)
    rejection = Rejection(record, "invalid", "/level", "one of low, high")
    return letter(cluster.settings.dead_letter_key, "cases", rejection)


async def test_what_can_be_read_now_is_sent_once_however_often_it_is_asked_for(cluster: Cluster) -> None:
    """With its key, headers and partition, and the place at which it was refused; the rest says why not."""
    letters = [DEAD_LETTER.validate_json(refused(cluster, value, n)) for n, value in enumerate(VALUES)]
    first = await planned(cluster.settings, letters)
    sent = [await replay(cluster.settings, first)]
    second = await planned(cluster.settings, letters)
    sent.append(await replay(cluster.settings, second))
    assert sent == [1, 0]
    assert [one.outcome.partition(":")[0] for one in first] == ["again", "still refused", "still refused"]
    assert second[0].outcome == "sent once more before"
    [record] = await cluster.read("cases")
    assert (record.partition, record.key, record.value) == (1, b"k", VALUES[0])
    assert (record.header("ce_type"), record.header(REPLAY_OF)) == (b"x", b"cases/1/0")


async def test_under_another_key_nothing_is_sent_and_it_says_so(cluster: Cluster) -> None:
    found = DEAD_LETTER.validate_json(refused(cluster, VALUES[0], 0))
    [plan] = await planned(cluster.settings, [found.model_copy(update={"offset": 9})])
    assert plan.outcome == "sealed under another dead-letter key"
    assert await replay(cluster.settings, [plan]) == 0


@pytest.mark.parametrize("topic", ["rules", "counts"])
async def test_of_a_topic_that_no_fold_reads_nothing_is_sent(cluster: Cluster, topic: str) -> None:
    found = DEAD_LETTER.validate_json(refused(cluster, VALUES[0], 0)).model_copy(update={"topic": topic})
    [plan] = await planned(cluster.settings, [found])
    assert plan.outcome == "no fold reads its topic"
