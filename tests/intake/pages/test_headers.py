"""What every page of the forms tells the browser, and whose forms are taken."""

import re

from schemas.configuration import Configuration
from services.pages.headers import HEADERS
from tests.cluster import Cluster
from tests.intake.pages.walking import person
from tests.intake.world import serving


async def test_every_answer_of_the_forms_has_the_headers(cluster: Cluster, configured: Configuration) -> None:
    """Pages, redirects, mistakes and refusals alike: nothing is kept, told or run."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff", until="what")
        answers = [someone.page, *someone.page.history, await someone.post("/report/staff/what", {})]
        answers.append(await someone.client.post("/report/staff/what", data={"token": "of another"}))
        answers += [await someone.get(path) for path in ("/", "/privacy", "/lost", "/receipt", "/receipt/verify")]
    assert {answer.status_code for answer in answers} >= {200, 303, 422, 403}
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.url


async def test_a_form_without_its_token_changes_nothing(cluster: Cluster, configured: Configuration) -> None:
    """Another site can't answer in somebody's name; the one cookie is for this site's own requests only."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        await someone.fill("staff")
        cookie = someone.page.history[-1].headers["set-cookie"]
        refused = await someone.client.post("/report/staff/send", data={"token": ""})
        other = {"Sec-Fetch-Site": "cross-site"}
        [token] = re.findall(r'name="token" value="([0-9a-f]+)"', someone.page.text)
        crossed = await someone.client.post("/report/staff/send", data={"token": token}, headers=other)
        assert (refused.status_code, crossed.status_code) == (403, 403)
        assert served.metric("heed_intake_spool_rows") == 0
    assert re.search(r"HttpOnly", cookie)
    assert re.search(r"SameSite=strict", cookie, re.IGNORECASE)
    assert not re.search(r"Max-Age|Expires", cookie, re.IGNORECASE)


async def test_what_is_no_page_is_told_as_a_page_to_a_browser(cluster: Cluster, configured: Configuration) -> None:
    """And as a problem to a program; what was asked for isn't repeated."""
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        for path in ("/nowhere", "/report/nobody", "/report/nobody/now"):
            page = await someone.client.get(path, headers={"Accept": "text/html,*/*"})
            assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
            assert "nobody" not in page.text
            problem = await someone.client.get(path)
            assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")


async def test_markup_that_somebody_types_stays_text(cluster: Cluster, configured: Configuration) -> None:
    """In the field, in an error, in the list of answers, and under the receipt."""
    typed = "<script>alert(1)</script>\n<img src=x onerror=alert(2)> {{ 7 * 7 }}"
    async with serving(configured, cluster.settings) as served, person(served) as someone:
        code = await someone.report(
            "staff", {"what": {"what": typed}, "helped": {"helped": "chance", "helped_more": typed}}
        )
        pages = [someone.page.text]
        await someone.come_back(code)
        pages.append((await someone.post("/receipt/message", {"message": typed})).text)
        pages.append((await someone.post("/receipt/message", {"message": typed * 60})).text)
        await someone.fill("child", {"what": {"what": typed}})
        pages.append(someone.page.text)
        pages.append((await someone.get("/report/child/what?change")).text)
        pages.append((await someone.come_back(typed)).text)
    assert all("<script" not in page and "<img" not in page for page in pages)
    assert sum("&lt;script&gt;" in page for page in pages) >= 5
    assert not any(" 49" in page for page in pages)
