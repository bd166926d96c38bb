"""The forms are bounded in all, since nobody knows who sends; nothing that was typed is lost by it."""

from schemas.configuration import Configuration
from services.intake.limits import Limits
from tests.cluster import Cluster
from tests.intake.pages.walking import person
from tests.intake.world import serving


async def test_beyond_the_bound_the_answers_stay_in_the_browser(cluster: Cluster, configured: Configuration) -> None:
    """The second report of the hour is refused with what to do, and its answers are still there."""
    limits = Limits(shuffle_s=0.2, forms_an_hour=1)
    async with serving(configured, cluster.settings, limits) as served:
        async with person(served) as first:
            await first.report("staff")
        async with person(served) as second:
            await second.fill("child")
            refused = await second.post("/report/child/send", {})
            assert refused.status_code == 503
            assert "ring 999" in refused.text
            again = await second.get("/report/child/check")
            assert "The referral was closed" in again.text
        assert served.metric("heed_intake_rejected_total", kind="form", reason="too_many_forms") == 1
