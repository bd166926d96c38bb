"""Laws of the fold over generated logs: late, amended, retracted, repeated and contradicted events of two areas."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.case_templates import WEIGHTS
from schemas.alerts import AlertRevision, Finding
from schemas.cases import CASE_RECORD, CaseEvent, Correction, IncidentReported
from services.streaming.records import Output, Record
from services.triage.admission import ref
from services.triage.alerts import ENDED
from tests.triage import logs as logs_module
from tests.triage.families import FAMILIES
from tests.triage.logs import (
    AGENCIES,
    LIVE,
    NIGHTLY,
    START,
    clock,
    complete,
    correction,
    event,
    log,
    ms,
    revisions,
    subject,
)
from tests.triage.oracle import Oracle

CHILDREN = (1, 2, 3)
AREAS = st.sampled_from((LIVE, LIVE, LIVE, NIGHTLY))
run = partial(logs_module.run, built=FAMILIES)
KINDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("concern_raised", {"source": "2A", "level": "critical"}),
    ("concern_raised", {"source": "6", "level": "low", "signals": ("bruising",)}),
    ("strategy_discussion_held", {}),
    ("section_47_started", {}),
    ("section_47_ended", {}),
    ("concern_raised", {"source": "6", "level": "critical"}),
    ("contact_outcome", {"outcomes": ("nfa",)}),
    ("contact_outcome", {"outcomes": ("information_and_advice",)}),
    ("referral_decided", {"outcomes": ("nfa", "information_and_advice")}),
    ("assessment_started", {"assessment_factors": ("16A",)}),
    ("assessment_started", {}),
    ("assessment_completed", {"assessment_factors": ("3A",)}),
    ("episode_closed", {"reason": "RC7"}),
    ("visit_made", {}),
)
EVERY_KIND = (
    *KINDS,
    *((kind, fields) for kind, (_, variants) in WEIGHTS.items() if kind != "incident_reported" for fields in variants),
)
"""Those few often, so that histories of a few events come to something; all others too, since every rule is on."""
FED = ("strategy_discussion_held", "section_47_started", "assessment_completed", "referral_decided", "concern_raised")


@st.composite
def entries(draw: st.DrawFn) -> tuple[timedelta, bytes]:
    """How long after the one before a record stands in the log, and the record."""
    gap = timedelta(minutes=draw(st.sampled_from((0, 1, 30, 240, 1_440, 20_000))))
    return gap, draw(st.one_of(case_events(), case_events(), incidents(), feed_words(), corrections()))


@st.composite
def case_events(draw: st.DrawFn) -> bytes:
    kind, fields = draw(st.sampled_from(KINDS) | st.sampled_from(EVERY_KIND))
    area = draw(AREAS)
    at = START + timedelta(hours=draw(st.integers(-400, 1_200)), minutes=draw(st.sampled_from((0, 1, 59))))
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
        family_key=draw(st.sampled_from((None, subject(101), subject(101), subject(102)))),
        **fields,
    )


@st.composite
def incidents(draw: st.DrawFn) -> bytes:
    area = draw(AREAS)
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
def corrections(draw: st.DrawFn) -> bytes:
    area, kind = draw(AREAS), draw(st.sampled_from(("moved", "merged", "split")))
    child, to = draw(st.permutations(CHILDREN).map(lambda keys: keys[:2]))
    events = [f"e{number}" for number in draw(st.sets(st.integers(1, 8), min_size=1, max_size=4))]
    named: dict[str, object] = {"moved_event": events[0]} if kind == "moved" else {}
    if kind == "split":
        named = {"moved_events": tuple({"agency": AGENCIES[area], "event_id": one} for one in events)}
    return correction(
        "event_moved" if kind == "moved" else f"subject_{kind}",
        to,
        child=child,
        area=area,
        id=f"c{draw(st.integers(1, 4))}",
        at=START + timedelta(hours=draw(st.integers(0, 5))),
        revision=draw(st.sampled_from((1, 1, 2))),
        withdrawn=draw(st.sampled_from((False, False, True))),
        to_family_key=draw(st.sampled_from((None, None, subject(101)))),
        **named,
    )


@st.composite
def feed_words(draw: st.DrawFn) -> bytes:
    to = START + timedelta(hours=draw(st.integers(-400, 3_000)))
    types = draw(st.sampled_from((FED, FED[:1], FED[1:])))
    return complete(draw(st.sampled_from((LIVE, NIGHTLY))), to, *types)


@st.composite
def logs(draw: st.DrawFn) -> list[Record]:
    at, found = START, []
    for gap, value in draw(st.lists(entries(), min_size=6, max_size=25)):
        at += gap
        found.append((at, value))
    return log(*found, (at + timedelta(days=draw(st.sampled_from((1, 40, 40, 500)))), clock(at)))


def sure(found: dict[tuple[str, str], tuple[Finding, ...]]) -> dict[tuple[str, str], tuple[Finding, ...]]:
    """The findings without how sure they are: another record is a sign of life of its feed."""
    plain = {"reliability": "complete"}
    return {child: tuple(one.model_copy(update=plain) for one in findings) for child, findings in found.items()}


def open_findings(outputs: Sequence[Output]) -> dict[tuple[str, str], tuple[Finding, ...]]:
    """Of each child with an alert: the findings of the one that has not ended."""
    last: dict[str, AlertRevision] = {one.alert_id: one for one in revisions(outputs)}
    return {(one.area, one.subject_key): one.findings for one in last.values() if one.state not in ENDED}


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
    assert sure(open_findings(run([*records, *added]))) == sure(open_findings(run(records)))


@given(logs(), corrections())
@settings(max_examples=150, deadline=None)
def test_a_correction_that_is_withdrawn_has_changed_nothing(records: list[Record], extra: bytes) -> None:
    once = CASE_RECORD.validate_json(extra)
    assert isinstance(once, Correction)
    fresh = once.model_copy(update={"event_id": "new", "revision": 1, "withdrawn": False})
    gone = fresh.model_copy(update={"revision": 2, "withdrawn": True})
    end = records[-1]
    added = [end._replace(offset=end.offset + n, value=_bytes(one)) for n, one in enumerate((fresh, gone), 1)]
    assert sure(open_findings(run([*records, *added]))) == sure(open_findings(run(records)))


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
