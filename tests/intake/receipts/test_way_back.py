"""With the code, and only with it: the state, messages both ways, an amendment, a withdrawal that erases."""

import json
import re

import pytest

from schemas.configuration import Configuration
from services.intake.narratives.readings import Reading
from services.intake.outbox.tables import open_reader
from services.intake.receipts.code import grouped, name_of, new_code, normalised
from tests.cluster import Cluster
from tests.intake.pages.walking import person
from tests.intake.world import Served, serving
from tests.waiting import until

OFFICERS = {"route": {"route": "usual_officers"}}


def _readings(served: Served) -> dict[str, Reading]:
    db = open_reader(served.outbox.absolute())
    try:
        return dict(served.intake.counter.keeping.readings.waiting(db))
    finally:
        db.close()


def _state(page: str) -> str:
    [found] = re.findall(r'govuk-tag">([^<]+)<', page)
    return str(found)


async def _sent(served: Served) -> None:
    await until(lambda: served.metric("heed_intake_spool_rows") == 0)


@pytest.mark.parametrize(
    ("audience", "said", "states"),
    [
        ("staff", {}, ["received", "read by a trained person", "passed to safeguarding", "seen", "closed"]),
        ("family", {}, ["received", "read by a trained person", "passed on", "passed on", "passed on"]),
        ("child", {"stage": {"stage": "contact"}}, ["received", "read by a trained person", *["passed on"] * 3]),
    ],
)
async def test_the_state_is_told_as_its_holder_may_know_it(
    cluster: Cluster, configured: Configuration, audience: str, said: dict[str, dict[str, str]], states: list[str]
) -> None:
    """Family and children learn no more than that it was passed on: the holder may be the person who harms."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report(audience, said)
        name = name_of(served.intake.counter.receipts.code_key, normalised(code))
        found = [_state((await someone.come_back(code)).text)]
        for state in ("read", "passed_on", "seen", "closed"):
            assert await served.intake.counter.move(name, state)
            found.append(_state((await someone.get("/receipt/status")).text))
    assert found == states


async def test_a_question_and_its_answer_go_both_ways(cluster: Cluster, configured: Configuration) -> None:
    """A reader asks without learning who it is; the reporter's answer waits for a reader, and is shown reduced."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report("staff", OFFICERS)
        [(_, reading)] = _readings(served).items()
        assert await served.intake.counter.ask(reading.receipt, "Was the school told?")
        page = await someone.come_back(code)
        assert "Was the school told?" in page.text
        page = await someone.post("/receipt/message", {"message": "No. Ask jo.bloggs@example.org"})
        assert "Your message is sent" in page.text
        assert "jo.bloggs@example.org" not in page.text
        parts = [each.parts for each in _readings(served).values()]
        assert {"message": "No. Ask jo.bloggs@example.org"} in parts
        await _sent(served)
    assert len(await cluster.read("narratives")) == 3  # the report's, the question, the answer


async def test_a_withdrawal_erases_every_word_and_takes_both_halves_back(
    cluster: Cluster, configured: Configuration
) -> None:
    """A tombstone for each text, no original left, and the code leads to nothing but that."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report("staff", OFFICERS | {"change": {"change": "Ring back."}})
        await someone.come_back(code)
        await someone.post("/receipt/message", {"message": "One thing more."})
        sure = await someone.get("/receipt/withdraw")
        assert "Until 90 days after the last change" in sure.text
        page = await someone.post("/receipt/withdraw", {})
        assert _state(page.text) == "withdrawn by you"
        assert "One thing more" not in page.text
        assert _readings(served) == {}
        await _sent(served)
    assert [json.loads(record.value or b"")["withdrawn"] for record in await cluster.read("cases")] == [False, True]
    last = {record.key: record.value for record in await cluster.read("narratives")}
    assert len(last) == 3
    assert set(last.values()) == {None}
    report = [json.loads(record.value or b"") for record in await cluster.read("incident-reports")][-1]
    assert (report["revision"], report["withdrawn"]) == (2, True)


async def test_another_code_leads_nowhere_and_a_slip_is_told(cluster: Cluster, configured: Configuration) -> None:
    """A well-formed code that was never given, and one with two characters swapped."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("staff")
        unknown = await someone.come_back(grouped(new_code()))
        slip = await someone.come_back("ABCD")
        assert (unknown.status_code, "we do not know this code" in unknown.text) == (422, True)
        assert "this has 4" in slip.text
        await someone.get("/receipt/status")
        assert someone.page.url.path == "/receipt"


async def test_the_code_is_stored_nowhere_and_the_receipt_is_sealed(
    cluster: Cluster, configured: Configuration
) -> None:
    """Intake's file holds neither the code nor any answer in clear."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = normalised(await someone.report("staff", OFFICERS))
    for file in served.outbox.parent.glob("intake.sqlite3*"):
        content = file.read_bytes()
        assert code.encode() not in content
        assert b"usual_officers" not in content
        assert b"rung back" not in content
