"""An agency's own sender: a spool, retries, each record once, no child's id beyond the agency."""

import dataclasses
import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.configuration import Configuration
from services.heed.importing.door import Door
from services.heed.sending import Sender, Spool
from services.heed.sending.lines import BadLine, Lines
from services.intake.api_keys import Grant
from services.intake.area_keys import AreaKey
from services.intake.issuing import issue
from services.intake.keys import ensure_demo_keys
from services.intake.subject_key import nhs_identifier, subject_key
from tests.cluster import Cluster
from tests.intake.world import AREA, NHS_NUMBER, SOCIAL_CARE, Served, event, report, serving

KEY = AreaKey(3, b"k" * 32)


def sender(spool: Spool, served: Served, patience_s: float = 5) -> Sender:
    client = httpx.AsyncClient(transport=served.transport, base_url="http://intake")
    return Sender(spool, Door(client, served.keys[SOCIAL_CARE], patience_s))


async def test_what_intake_takes_leaves_the_spool_and_what_it_refuses_stays_with_why(
    cluster: Cluster, configured: Configuration, tmp_path: Path
) -> None:
    """Mended under the same id it is sent again; sent once more, all of it is known as a repetition."""
    good, bad = event(), event(level="dire")
    async with serving(configured, cluster.settings) as served:
        with Spool(tmp_path / "spool") as spool:
            spool.put(good, bad)
            spool.put_reports([("r-1", report())])
            first = await sender(spool, served).flush()
            [refused] = spool.refused()
            spool.put(bad | {"level": "high"})
            second = await sender(spool, served).flush()
            spool.put(good)
            third = await sender(spool, served).flush()
            assert spool.waiting == 0
        records = await cluster.read("cases")
    assert (first.answers["accepted"], first.answers["rejected"]) == (2, 1)
    assert refused.errors == ("/level: one of low, moderate, high, critical",)
    assert (second.answers["accepted"], third.answers["repeated"]) == (1, 1)
    assert [json.loads(one.value or b"")["event_id"] for one in records] == [good["event_id"], bad["event_id"]]


async def test_while_intake_is_away_all_waits_and_the_next_call_sends_it(
    cluster: Cluster, configured: Configuration, tmp_path: Path
) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody", request=request)

    events = [event() for _ in range(3)]
    with Spool(tmp_path / "spool") as spool:
        spool.put(*events)
        async with httpx.AsyncClient(transport=httpx.MockTransport(away), base_url="http://intake") as client:
            done = await Sender(spool, Door(client, "key", 0.1)).flush()
        assert (done.ended, spool.waiting) == ("intake doesn't answer (ConnectError)", 3)
    async with serving(configured, cluster.settings) as served:
        with Spool(tmp_path / "spool") as spool:
            assert (await sender(spool, served).flush()).answers["accepted"] == 3


async def test_a_key_that_may_not_is_told_and_nothing_is_lost(
    cluster: Cluster, configured: Configuration, tmp_path: Path
) -> None:
    directory = cluster.settings.state_dir / "keys"
    ensure_demo_keys(configured, directory)
    grant = Grant(SOCIAL_CARE, frozenset({AREA}), frozenset(), scopes=frozenset({"incident-reports"}))
    key = issue(directory, grant, datetime.now(UTC)).key
    async with serving(configured, cluster.settings) as served:
        with Spool(tmp_path / "spool") as spool:
            spool.put(event())
            narrow = dataclasses.replace(
                sender(spool, served),
                door=Door(httpx.AsyncClient(transport=served.transport, base_url="http://intake"), key),
            )
            done = await narrow.flush()
            assert spool.waiting == 1
    assert done.ended is not None
    assert done.ended.startswith("403")


def test_a_childs_identifier_becomes_a_pseudonym_before_anything_is_written(tmp_path: Path) -> None:
    """For an event and for a report; the file holds neither it nor its digits."""
    named = {name: value for name, value in event().items() if name != "subject_key"} | {
        "child": {"nhs_number": NHS_NUMBER}
    }
    reported = report(route="usual_officers", child={"nhs_number": NHS_NUMBER, "responsible_agency": SOCIAL_CARE})
    lines = Lines({AREA: KEY})
    wanted = subject_key(KEY.key, KEY.version, nhs_identifier(NHS_NUMBER))
    kind, _, body = lines.record(json.dumps(named).encode())
    assert (kind, body["subject_key"], "child" in body) == ("case-event", wanted, False)
    _, name, sent = lines.record(json.dumps({"idempotency_key": "r-1", "report": reported}).encode())
    assert sent["child"] == {"responsible_agency": SOCIAL_CARE, "subject_key": wanted}
    with Spool(tmp_path / "spool") as spool:
        spool.put(body)
        spool.put_reports([(name, sent)])
    assert not any(NHS_NUMBER.encode() in one.read_bytes() for one in tmp_path.iterdir())


def test_an_agencys_codes_become_heeds_and_others_stay_for_intake_to_refuse() -> None:
    lines = Lines(codes={"level": {"3 - urgent": "critical"}, "signals": {"BR": "bruising"}})
    _, _, body = lines.record(json.dumps(event(level="3 - urgent", signals=["BR", "xx"])).encode())
    assert (body["level"], body["signals"]) == ("critical", ["bruising", "xx"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "JSON"),
        (b'{"type": "concern_raised"}', "/event_id"),
        (b'{"event_id": "1", "revision": "x"}', "/revision"),
        (b'{"report": {}}', "idempotency_key"),
        (b'{"event_id": "1", "area": "E06000901", "child": {"nhs_number": "123"}}', "/child/nhs_number"),
    ],
)
def test_a_line_that_cannot_be_put_says_why_without_the_identifier(line: bytes, said: str) -> None:
    with pytest.raises(BadLine, match=said) as refused:
        Lines({AREA: KEY}).record(line)
    assert "123" not in str(refused.value)


PUTS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.sampled_from(["low", "high"])), max_size=20)


@given(PUTS, st.sets(st.integers(1, 4)))
@settings(deadline=None, max_examples=50)
def test_however_records_are_put_the_last_of_each_revision_is_sent_once_or_kept_as_refused(
    tmp_path_factory: pytest.TempPathFactory, puts: Sequence[tuple[int, int, str]], refused: set[int]
) -> None:
    """And a process that ends between any two steps leaves the file so that the next goes on."""
    path = tmp_path_factory.mktemp("spool") / "spool"
    wanted: dict[tuple[int, int], str] = {}
    for number, revision, level in puts:
        wanted[number, revision] = level
        with Spool(path) as spool:
            spool.put({"event_id": str(number), "revision": revision, "level": level})
    seen: list[dict[str, Any]] = []
    while True:
        with Spool(path) as spool:
            if not (first := spool.first(1)):
                break
            body = first[0].body
            seen.append(body)
            one = first[0].seq
            no = int(body["event_id"]) in refused
            spool.settle([] if no else [one], [(one, "invalid", ["why"])] if no else [])
    assert {(int(one["event_id"]), one["revision"]): one["level"] for one in seen} == wanted
    assert len(seen) == len(wanted)
    with Spool(path) as spool:
        assert {int(one.name) for one in spool.refused()} == {number for number, _ in wanted} & refused


def test_only_its_owner_may_read_the_spool(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool") as spool:
        spool.put(event())
    assert (tmp_path / "spool").stat().st_mode & 0o077 == 0
    assert sqlite3.connect(tmp_path / "spool").execute("SELECT count(*) FROM records").fetchone() == (1,)
