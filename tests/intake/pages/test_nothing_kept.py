"""Nothing that the process writes tells from where or with what browser somebody reported, or what they wrote."""

from pathlib import Path

import httpx

from schemas.topology import load_topology
from tests.cluster import Cluster
from tests.intake.pages.conftest import Serving
from tests.intake.pages.walking import Person
from tests.waiting import until_read

AGENT = "MarkedBrowser/7.31 (zqxagent)"
ADDRESS = "203.0.113.77"
MARKED = {
    "User-Agent": AGENT,
    "X-Forwarded-For": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "X-Real-IP": ADDRESS,
    "Referer": "http://intranet.zqxreferer.example/",
    "Accept-Language": "cy-zqxlang",
    "traceparent": "00-5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e-7d7d7d7d7d7d7d7d-01",
}
TYPED = {
    "route": {"route": "independent_route"},
    "what": {"what": "zqxwords Persimmon Blakethorpe rang on 07700 900555"},
    "change": {"change": "zqxchange"},
    "child": {"child": "zqxchild"},
}
FORBIDDEN = (b"MarkedBrowser", b"zqx", ADDRESS.encode(), b"Blakethorpe", b"900555", b"5e5e5e5e5e", b"7d7d7d7d")


async def test_no_address_browser_or_word_is_in_any_file_or_topic(cluster: Cluster, process: Serving) -> None:
    """A form, a message, a wrong code, a withdrawal and a mistake, all marked: no mark is found afterwards."""
    async with httpx.AsyncClient(base_url=process.url, headers=MARKED, follow_redirects=True) as client:
        someone = Person(client)
        code = await someone.report("staff", TYPED)
        await someone.come_back(code)
        await someone.post("/receipt/message", {"message": "zqxmessage from Blakethorpe"})
        await someone.come_back("0" * 28)
        await client.post("/report/staff/what", content=b"zqx\xff", headers={"Content-Type": "text/plain"})
        await client.get("/zqxpath?zqx=zqx")
        await client.get("/report/zqxaudience/zqx")
        await until_read(cluster, "narratives", 3)
    seen = _everything(process.folder)
    for topic in load_topology().topics:
        seen += [(topic, str(record).encode()) for record in await cluster.read(topic)]
    told = [
        (name, mark)
        for name, content in seen
        for mark in (*FORBIDDEN, code.replace(" ", "").encode())
        if mark in content
    ]
    assert told == []
    assert b"/receipt" in process.log.read_bytes()


async def test_no_line_is_logged_of_a_report_that_is_taken(cluster: Cluster, process: Serving) -> None:
    """The access log has no line for what went well, so that no time of a report is kept there."""
    async with httpx.AsyncClient(base_url=process.url, follow_redirects=True) as client:
        before = process.log.read_bytes()
        await Person(client).report("child", {"stage": {"stage": "contact"}})
        assert process.log.read_bytes() == before


def _everything(folder: Path) -> list[tuple[str, bytes]]:
    """Every file that the process wrote: its log, its database with its journal, its keys."""
    return [(path.name, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
