"""Laws of the fold over generated logs: late, amended, retracted, repeated and contradicted events of two areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alerts import AlertRevision, Finding
from schemas.cases import CASE_RECORD, CaseEvent, FeedCompleteTo, IncidentReported
from services.streaming.records import Output, Record
from services.triage.admission import event as admitted
from services.triage.admission import ref
from services.triage.alerts import ENDED
from services.triage.calendar import instant
from services.triage.decide import decide
from services.triage.events import Event
from services.triage.told import findings
from tests.triage.logs import (
    AGENCIES,
    BUILT,
    LIVE,
    NIGHTLY,
    START,
    clock,
    complete,
    event,
    log,
    ms,
    revisions,
    run,
    subject,
)

CHILDREN = (1, 2)
KINDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("concern_raised", {"source": "2A", "level": "critical"}),
    ("concern_raised", {"source": "6", "level": "low", "signals": ("bruising",)}),
    ("strategy_discussion_held", {}),
    ("section_47_started", {}),
    ("section_47_ended", {}),
    ("contact_outcome", {"outcomes": ("nfa",)}),
    ("referral_decided", {"outcomes": ("nfa", "information_and_advice")}),
    ("assessment_started", {"assessment_factors": ("16A",)}),
    ("assessment_started", {}),
    ("assessment_completed", {"assessment_factors": ("3A",)}),
    ("episode_closed", {"reason": "RC7"}),
    ("visit_made", {}),
)
FED = ("strategy_discussion_held", "section_47_started", "assessment_completed", "referral_decided", "concern_raised")


@st.composite
def entries(draw: st.DrawFn) -> tuple[timedelta, bytes]:
    """How long after the one before a record stands in the log, and the record."""
    gap = timedelta(minutes=draw(st.sampled_from((0, 1, 30, 240, 1_440, 20_000))))
    return gap, draw(st.one_of(case_events(), incidents(), feed_words()))


@st.composite
def case_events(draw: st.DrawFn) -> bytes:
    kind, fields = draw(st.sampled_from(KINDS))
    area = draw(st.sampled_from((LIVE, NIGHTLY)))
    at = START + timedelta(hours=draw(st.integers(-400, 2_400)), minutes=draw(st.sampled_from((0, 1, 59))))
    return event(
        kind,
        at,
        id=f"e{draw(st.integers(1, 8))}",
        area=area,
        child=draw(st.sampled_from(CHILDREN)),
        revision=draw(st.sampled_from((1, 1, 2, 3))),
        withdrawn=draw(st.sampled_from((False, False, False, True))),
        occurred_precision=draw(st.sampled_from(("minute", "day"))),
        age_band=draw(st.sampled_from(("1", "5_10"))),
        **fields,
    )


@st.composite
def incidents(draw: st.DrawFn) -> bytes:
    area = draw(st.sampled_from((LIVE, NIGHTLY)))
    found = IncidentReported(
        event_id=f"00000000-0000-4000-8000-{draw(st.integers(1, 3)):012d}",
        revision=draw(st.sampled_from((1, 2))),
        withdrawn=draw(st.booleans()),
        area=area,
        subject_key=subject(draw(st.sampled_from(CHILDREN))),
        responsible_agency=AGENCIES[area],
        occurred_on=(START + timedelta(days=draw(st.integers(-20, 60)))).date(),
        harm_potential=draw(st.sampled_from(("likely", "possible"))),
        harm_actual="none",
        overlooked=draw(st.sampled_from(("yes", "no"))),
        harm_categories=("PHY",),
    )
    return found.model_dump_json(exclude_none=True).encode()


@st.composite
def feed_words(draw: st.DrawFn) -> bytes:
    to = START + timedelta(hours=draw(st.integers(-400, 3_000)))
    types = draw(st.sampled_from((FED, FED[:1], FED[1:])))
    return complete(draw(st.sampled_from((LIVE, NIGHTLY))), to, *types)


@st.composite
def logs(draw: st.DrawFn) -> list[Record]:
    at, found = START, []
    for gap, value in draw(st.lists(entries(), min_size=1, max_size=25)):
        at += gap
        found.append((at, value))
    return log(*found, (at + timedelta(days=draw(st.sampled_from((0, 1, 40, 500)))), clock(at)))


def open_findings(outputs: Sequence[Output]) -> dict[tuple[str, str], tuple[Finding, ...]]:
    """Of each child with an alert: the findings of the one that has not ended."""
    last: dict[str, AlertRevision] = {one.alert_id: one for one in revisions(outputs)}
    return {(one.area, one.subject_key): one.findings for one in last.values() if one.state not in ENDED}


@dataclass
class Oracle:
    """The state of the world at the end of a log, worked out the plain way."""

    records: Sequence[Record]

    def decisions(self) -> dict[tuple[str, str], tuple[Finding, ...]]:
        """The findings of each child that has any, as `decide` says from scratch."""
        now = max(record.timestamp for record in self.records)
        feeds = {area: BUILT.area_feeds(area) for area in AGENCIES}
        latest = 0
        for record in self.records:
            latest = max(latest, record.timestamp)
            found = CASE_RECORD.validate_json(record.value or b"")
            if isinstance(found, FeedCompleteTo):
                feeds[found.area].say(found.agency, found.source, found.types, instant(found.complete_to), latest)
        rules = BUILT.rulebooks[BUILT.standard].rules
        decided = {
            (area, key): findings(decide(events, feeds[area], now, rules).findings)
            for (area, key), events in self._histories().items()
        }
        return {key: found for key, found in decided.items() if found}

    def _histories(self) -> dict[tuple[str, str], list[Event]]:
        held: dict[tuple[str, str], list[Event]] = {}
        for found in self._in_force():
            if not found.withdrawn:
                one = admitted(found, 0, BUILT.calendar)
                held.setdefault((found.area, found.subject_key), []).append(one)
        return held

    def _in_force(self) -> Iterator[CaseEvent | IncidentReported]:
        """The first content of the highest revision of each event that stays under the child of its first record."""
        known: dict[str, dict[int, CaseEvent | IncidentReported]] = {}
        homes: dict[str, tuple[str, str]] = {}
        for record in self.records:
            found = CASE_RECORD.validate_json(record.value or b"")
            if isinstance(found, CaseEvent | IncidentReported):
                home = (found.area, found.subject_key)
                if homes.setdefault(ref(found), home) == home:
                    known.setdefault(ref(found), {}).setdefault(found.revision, found)
        return (revisions[max(revisions)] for revisions in known.values())


@given(logs(), st.lists(st.integers(1, 6), max_size=8))
@settings(max_examples=150, deadline=None)
def test_the_same_log_in_any_batches_gives_the_same_outputs_byte_for_byte(
    records: list[Record], splits: list[int]
) -> None:
    assert run(records, splits) == run(records, kept=1_000)


@given(logs(), st.integers(0, 25))
@settings(max_examples=60, deadline=None)
def test_a_restart_on_the_same_file_changes_no_output(records: list[Record], cut: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.sqlite"
        before = run(records[:cut], db_path=path) if cut else []
        then = run(records[cut:], db_path=path) if records[cut:] else []
    assert before + then == run(records)


@given(logs())
@settings(max_examples=300, deadline=None)
def test_the_open_alerts_hold_what_the_plain_oracle_finds_in_every_history(records: list[Record]) -> None:
    assert open_findings(run(records)) == Oracle(records).decisions()


@given(logs(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_arrival_does_not_change_the_findings_in_the_end(records: list[Record], random: object) -> None:
    events = [one for one in records if b"feed_complete_to" not in (one.value or b"")][:-1]
    unambiguous = {ref(_read(one)) + str(_read(one).revision): one for one in reversed(events)}
    homes = {ref(_read(one)): _read(one).subject_key + _read(one).area for one in unambiguous.values()}
    kept = [one for one in unambiguous.values() if homes[ref(_read(one))] == _read(one).subject_key + _read(one).area]
    shuffled = list(kept)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    end = [records[-1]._replace(value=complete(area, _end(records), *FED)) for area in (LIVE, NIGHTLY)]
    assert open_findings(run(_at_once(kept, end))) == open_findings(run(_at_once(shuffled, end)))


@given(logs(), case_events())
@settings(max_examples=150, deadline=None)
def test_a_retraction_undoes_exactly_what_its_event_caused(records: list[Record], extra: bytes) -> None:
    once = CASE_RECORD.validate_json(extra)
    assert isinstance(once, CaseEvent)
    fresh = once.model_copy(update={"event_id": "new", "revision": 1, "withdrawn": False})
    gone = fresh.model_copy(update={"revision": 2, "withdrawn": True})
    end = records[-1]
    added = [end._replace(offset=end.offset + n, value=_bytes(one)) for n, one in enumerate((fresh, gone), 1)]
    assert open_findings(run([*records, *added])) == open_findings(run(records))


@given(logs())
@settings(max_examples=150, deadline=None)
def test_one_alert_of_a_child_is_open_at_a_time_and_its_revisions_count_from_one(records: list[Record]) -> None:
    alerts: dict[str, AlertRevision] = {}
    for one in revisions(run(records)):
        assert one.revision == (alerts[one.alert_id].revision + 1 if one.alert_id in alerts else 1)
        alerts[one.alert_id] = one
        same = [a for a in alerts.values() if (a.area, a.subject_key) == (one.area, one.subject_key)]
        assert sum(alert.state not in ENDED for alert in same) <= 1


@given(logs())
@settings(max_examples=150, deadline=None)
def test_the_time_of_revisions_never_goes_back_and_never_passes_the_log(records: list[Record]) -> None:
    found = revisions(run(records))
    assert [one.log_time for one in found] == sorted(one.log_time for one in found)
    assert all(ms(one.log_time) <= max(record.timestamp for record in records) for one in found)


def _read(record: Record) -> CaseEvent | IncidentReported:
    found = CASE_RECORD.validate_json(record.value or b"")
    assert isinstance(found, CaseEvent | IncidentReported)
    return found


def _bytes(found: CaseEvent) -> bytes:
    return found.model_dump_json(exclude_none=True).encode()


def _end(records: Sequence[Record]) -> datetime:
    return START + timedelta(milliseconds=records[-1].timestamp - ms(START))


def _at_once(events: Sequence[Record], end: Sequence[Record]) -> list[Record]:
    last = end[-1].timestamp
    return [one._replace(offset=number, timestamp=last) for number, one in enumerate((*events, *end))]
