"""A report by the form becomes what one over the API does, and its words go to `narratives` alone."""

import base64
import json

from schemas.configuration import Configuration
from schemas.narratives import NARRATIVE
from schemas.topology import load_topology
from services.intake.narratives.keys import load_text_keys
from services.intake.narratives.readings import Reading, Readings
from services.intake.outbox.tables import open_reader
from tests.cluster import Cluster
from tests.intake.pages.walking import STORY, person
from tests.intake.world import AREA, SOCIAL_CARE, Served, serving
from tests.waiting import until

TELLING = {"what": {"what": f"{STORY} Ring Mrs Okonkwo-Bell on 07700 900123."}}


async def _sent(served: Served) -> None:
    await until(lambda: served.metric("heed_intake_spool_rows") == 0)


async def test_learning_only_becomes_a_coded_report_and_nothing_else(
    cluster: Cluster, configured: Configuration
) -> None:
    """A report for learning only lies on `incident-reports`, its words on `narratives`, and nothing on `cases`."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("staff", TELLING)
        await _sent(served)
    [record] = await cluster.read("incident-reports")
    value = json.loads(record.value or b"")
    assert (value["area"], value["agency"], value["team"]) == (AREA, SOCIAL_CARE, "assessment")
    assert (value["incident_class"], value["harm_potential"], value["overlooked"]) == (
        "near_miss_no_harm",
        "likely",
        "yes",
    )
    assert (value["occurred_on"], value["journey_stage"]) == ("2026-03-10", "assessment")
    assert await cluster.read("cases") == []
    others = set(load_topology().topics) - {"incident-reports", "narratives"}
    assert all([await cluster.read(topic) == [] for topic in others])


async def test_words_are_reduced_then_encrypted_under_a_random_id(cluster: Cluster, configured: Configuration) -> None:
    """What lies on `narratives` opens with the text key, reads reduced, and names nothing that the report holds."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("staff", TELLING)
        await _sent(served)
    [record] = await cluster.read("narratives")
    narrative = NARRATIVE.validate_json(record.value or b"")
    keys = load_text_keys(cluster.settings.state_dir / "keys")
    text = keys.open(narrative.key_version, AREA, narrative.text_id, base64.b64decode(narrative.sealed))
    assert text.startswith("The referral was closed")
    assert "07700" not in text
    [report] = await cluster.read("incident-reports")
    assert json.loads(report.value or b"")["report_id"] not in str(record)
    assert record.timestamp == report.timestamp


async def test_the_original_waits_for_its_reader_within_the_hour_where_a_child_may_be_at_risk(
    cluster: Cluster, configured: Configuration
) -> None:
    """The reader gets the words as they were written; a family's, and those of a child at risk, are due in an hour."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("staff", {**TELLING, "now": {"now": "unsure"}})
        await someone.report(
            "family", {"route": {"route": "independent_route"}, "child": {"child": "Ben, at the mill"}}
        )
        now_ms = served.intake.door.now_ms()
        waiting = [each for _, each in _readings(served)]
        await until(lambda: served.metric("heed_intake_texts_waiting") == 2)
        assert served.metric("heed_intake_texts_overdue") == 0
    assert sorted(each.audience for each in waiting) == ["family", "staff"]
    assert all(each.urgent and 0 < each.due_ms - now_ms <= 3_600_000 for each in waiting)
    staff, family = sorted(waiting, key=lambda each: each.audience, reverse=True)
    assert staff.parts["what"] == TELLING["what"]["what"]
    assert (family.child, family.route) == ("Ben, at the mill", "independent_route")


async def test_usual_officers_get_a_protection_half_without_words(cluster: Cluster, configured: Configuration) -> None:
    """The staff's choice to tell officers makes the same half as the API does."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.report("staff", {"route": {"route": "usual_officers"}})
        await _sent(served)
    [record] = await cluster.read("cases")
    value = json.loads(record.value or b"")
    assert value["type"] == "incident_reported"
    assert value["subject_key"].startswith("k1:")
    assert (value["harm_potential"], value["overlooked"], value["age_band"]) == ("likely", "yes", "5_10")
    assert STORY[:20] not in str(record)


async def test_a_family_report_never_becomes_a_protection_record_by_itself(
    cluster: Cluster, configured: Configuration
) -> None:
    """Whichever way a parent or a child chooses, a person reads first."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        for audience in ("family", "child"):
            await someone.report(audience, {"route": {"route": "usual_officers"}, "stage": {"stage": "contact"}})
        await _sent(served)
    assert await cluster.read("cases") == []
    reports = [json.loads(record.value or b"") for record in await cluster.read("incident-reports")]
    assert sorted(report["reporter_role"] for report in reports) == ["child", "parent"]
    assert all("agency" not in report and "team" not in report for report in reports)


async def test_sending_twice_keeps_one_report_and_shows_the_same_code(
    cluster: Cluster, configured: Configuration
) -> None:
    """A second press of the button, on its way before the first answer came, changes nothing."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff")
        cookies = dict(someone.client.cookies)
        page = someone.page
        first = await someone.post("/report/staff/send", {})
        someone.client.cookies.update(cookies)
        someone.page = page
        second = await someone.post("/report/staff/send", {})
        await _sent(served)
        assert first.text.split("heed-code")[1][:60] == second.text.split("heed-code")[1][:60]
        assert len(list(_readings(served))) == 1
    assert len(await cluster.read("incident-reports")) == 1


def _readings(served: Served) -> list[tuple[str, Reading]]:
    readings = Readings(served.intake.door.keys.secret)
    db = open_reader(served.outbox.absolute())
    try:
        return list(readings.waiting(db))
    finally:
        db.close()
