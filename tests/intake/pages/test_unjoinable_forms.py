"""Whoever holds every topic can't tell which words, which coded report and which protection half belong together."""

import json
from collections import Counter
from itertools import pairwise

import pytest

from schemas.configuration import Configuration
from schemas.narratives import NARRATIVE, Narrative
from services.intake.limits import Limits
from services.streaming.records import Record
from tests.cluster import Cluster
from tests.intake.pages.walking import person
from tests.intake.world import serving
from tests.waiting import until

REPORTS = 16
HELD_BACK = Limits(shuffle_s=3_600)
AT_ONCE = Limits(shuffle_s=0.1)


@pytest.fixture
async def told(cluster: Cluster, configured: Configuration) -> tuple[list[str], dict[str, list[Record]]]:
    """The words in the order in which they were sent, and all of three topics."""
    words = [f"Case {chr(97 + number)} was closed too soon." for number in range(REPORTS)]
    said = {"route": {"route": "usual_officers"}}
    async with serving(configured, cluster.settings, HELD_BACK) as served:
        for text in words:
            async with person(served) as someone:
                await someone.report("staff", {**said, "what": {"what": text}})
    async with serving(configured, cluster.settings, AT_ONCE) as served:
        await until(lambda: served.metric("heed_intake_spool_rows") == 0)
        served_texts = served.intake.counter.keeping.texts
    topics = {topic: await cluster.read(topic) for topic in ("incident-reports", "cases", "narratives")}
    topics["opened"] = [
        record._replace(value=served_texts.opened(_narrative(record)).encode()) for record in topics["narratives"]
    ]
    return words, topics


def _narrative(record: Record) -> Narrative:
    return NARRATIVE.validate_json(record.value or b"")


Told = tuple[list[str], dict[str, list[Record]]]


async def test_no_value_that_only_some_share_stands_on_two_of_the_topics(told: Told) -> None:
    """Ids, keys, headers and times: each that is on two topics is on all their records."""
    _, topics = told
    seen = {name: Counter(value for record in topics[name] for value in set(_values(record))) for name in topics}
    for left, right in (("incident-reports", "narratives"), ("cases", "narratives"), ("incident-reports", "cases")):
        shared = seen[left].keys() & seen[right].keys()
        assert [value for value in shared if seen[left][value] < REPORTS and seen[right][value] < REPORTS] == []


async def test_even_opened_words_lie_in_an_order_that_tells_nothing(told: Told) -> None:
    """The protection halves lie as they were sent; the words don't follow them, forwards or backwards."""
    words, topics = told
    assert len(topics["cases"]) == len(topics["opened"]) == REPORTS
    order = [words.index((record.value or b"").decode()) for record in topics["opened"]]
    hits = sum(place == number for place, number in enumerate(order))
    back = sum(REPORTS - 1 - place == number for place, number in enumerate(order))
    assert max(hits, back) <= 7  # by chance 8 or more once in some 100,000 runs
    assert sum(after == before + 1 for before, after in pairwise(order)) <= 7
    assert len({record.timestamp for record in topics["narratives"] + topics["incident-reports"]}) == 1


def _values(record: Record) -> list[str]:
    found = [(record.key or b"").decode(), str(record.timestamp)]
    found += [f"{name}={value.decode()}" for name, value in record.headers]
    if (record.value or b"").startswith(b"{"):
        found += [str(value) for value in json.loads(record.value or b"").values()]
    return found
