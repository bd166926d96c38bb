"""A report is changed under its receipt's code, on both lanes."""

import json

from schemas.configuration import Configuration
from tests.cluster import Cluster
from tests.intake.pages.walking import Person, person
from tests.intake.world import Served, serving
from tests.waiting import until

OFFICERS = {"route": {"route": "usual_officers"}}


async def _sent(served: Served) -> None:
    await until(lambda: served.metric("heed_intake_spool_rows") == 0)


async def test_an_amendment_is_a_revision_on_both_lanes(cluster: Cluster, configured: Configuration) -> None:
    """Changed under the code: the learning half and the officers' half follow, and the words of before stay."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report("staff", OFFICERS)
        await _amend(someone, code, "could", {"could": "possible"})
        await _sent(served)
        assert "passed to safeguarding" in (await someone.come_back(code)).text
    reports = [json.loads(record.value or b"") for record in await cluster.read("incident-reports")]
    halves = [json.loads(record.value or b"") for record in await cluster.read("cases")]
    assert [(each["revision"], each["harm_potential"]) for each in reports] == [(1, "likely"), (2, "possible")]
    assert [(each["revision"], each["harm_potential"]) for each in halves] == [(1, "likely"), (2, "not_known")]
    assert len({each["event_id"] for each in halves}) == len({each["report_id"] for each in reports}) == 1
    assert len(await cluster.read("narratives")) == 1


async def test_officers_told_later_get_a_half_and_learning_only_takes_it_back(
    cluster: Cluster, configured: Configuration
) -> None:
    """The choice can be changed: then the child is asked for; and back again."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report("staff")
        await _amend(someone, code, "route", {"route": "usual_officers"}, child=True)
        assert "passed to safeguarding" in (await someone.come_back(code)).text
        await _amend(someone, code, "route", {"route": "learning_only"})
        assert 'govuk-tag">received<' in (await someone.come_back(code)).text
        await _sent(served)
    halves = [json.loads(record.value or b"") for record in await cluster.read("cases")]
    assert [(each["revision"], each["withdrawn"]) for each in halves] == [(1, False), (2, True)]


async def _amend(someone: Person, code: str, step: str, answer: dict[str, str], child: bool = False) -> None:
    await someone.come_back(code)
    await someone.post("/receipt/change", {})
    await someone.get(f"/report/staff/{step}?change")
    await someone.post(f"/report/staff/{step}?change", answer)
    if child:
        for page, fields in (
            ("number", {"nhs": "9990000018", "la": ""}),
            ("responsible", {"responsible": "vale-police"}),
            ("age", {"age": "not_known"}),
        ):
            assert someone.step == page
            await someone.post(f"/report/staff/{page}", fields)
        await someone.get("/report/staff/check")
    assert someone.step == "check"
    await someone.post("/report/staff/send", {})
    assert "Your changes are sent" in someone.page.text, someone.page.text
