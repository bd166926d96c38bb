"""Case events of every type that feeds carry, as bytes with four holes: id, child, family, and when it happened."""

from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from schemas.base import encode
from schemas.cases import CASE_RECORD

AREA: Final = "E06000901"
AGENCY: Final = "aldermere-childrens-services"
AGE_BANDS: Final = ("under_1", "1", "2_4", "5_10", "5_10", "11_15", "11_15", "16_17")
_ID, _UUID = "hole-for-the-id", "00000000-0000-4000-8000-00000000f1d0"
_CHILD, _FAMILY = "k1:" + "c" * 64, "k1:" + "f" * 64
_WHEN = datetime(2001, 2, 3, 4, 5, tzinfo=UTC)
_MINUTE, _DAY = b'"2001-02-03T04:05:00Z"', b'"2001-02-03"'

WEIGHTS: Final[dict[str, tuple[float, tuple[dict[str, Any], ...]]]] = {
    "visit_made": (22, ({"child_seen": True, "child_seen_alone": True}, {"child_seen": True}, {})),
    "concern_raised": (
        14,
        (
            {"source": "2A", "level": "low"},
            {"source": "3A", "level": "low", "signals": ("poor_hygiene",)},
            {"source": "6", "level": "moderate", "signals": ("domestic_abuse",)},
            {"source": "1A", "level": "low"},
            {"source": "3D", "level": "high", "signals": ("unexplained_injury",)},
            {"source": "5A", "level": "critical", "signals": ("bruising", "fearful_of_carer")},
        ),
    ),
    "contact_outcome": (
        12,
        (
            {"source": "6", "outcomes": ("nfa",)},
            {"source": "2A", "outcomes": ("information_and_advice",)},
            {"source": "1A", "outcomes": ("early_help",)},
            {"source": "3A", "outcomes": ("assessment",), "checks_done": ("health", "police")},
        ),
    ),
    "appointment_attended": (8, ({"child_seen": True}, {})),
    "referral_received": (5, ({"source": "2A", "primary_need": "N1"}, {"source": "6", "primary_need": "N5"})),
    "referral_decided": (5, ({"outcomes": ("assessment",)}, {"outcomes": ("nfa",)}, {"outcomes": ("early_help",)})),
    "assessment_started": (4, ({"assessment_factors": ("3A", "4B")}, {"assessment_factors": ("16A",)}, {})),
    "assessment_completed": (4, ({"child_seen": True, "child_seen_alone": True}, {"assessment_factors": ("17A",)})),
    "core_group_held": (3, ({},)),
    "was_not_brought": (3, ({},)),
    "domestic_abuse_notified": (2, ({},)),
    "feedback_given": (2, ({"to_source": "2A"},)),
    "visit_not_effected": (2, ({},)),
    "strategy_discussion_held": (1.5, ({},)),
    "episode_closed": (1.5, ({"reason": "RC8"}, {"reason": "RC7"}, {"reason": "RC9"})),
    "section_47_started": (1.2, ({},)),
    "section_47_ended": (1, ({"icpc_required": True}, {"icpc_required": False, "child_seen_alone": True})),
    "cp_review_held": (1, ({"category": "NEG"},)),
    "cin_plan_started": (1, ({},)),
    "cin_plan_ended": (0.9, ({"child_seen_alone": True},)),
    "missing_started": (1, ({},)),
    "missing_ended": (1, ({},)),
    "injury_observed": (0.8, ({"mobile": "yes"}, {"mobile": "no", "paediatric_opinion": True}, {"mobile": "unknown"})),
    "family_concern_raised": (0.8, ({},)),
    "icpc_held": (0.6, ({"category": "EMO"},)),
    "return_interview_held": (0.6, ({},)),
    "incident_reported": (0.6, ({"harm_potential": "likely", "overlooked": "yes"}, {"harm_actual": "moderate"}, {})),
    "cp_plan_started": (0.5, ({"category": "NEG", "previous_plans": 0},)),
    "cp_plan_ended": (0.4, ({},)),
    "child_disclosed": (0.4, ({"harm_categories": ("PHY",)}, {"harm_categories": ("EMO",)})),
    "stepped_down": (0.4, ({},)),
    "family_help_plan_started": (0.3, ({},)),
    "family_help_plan_ended": (0.3, ({},)),
    "case_transferred": (0.3, ({},)),
    "transfer_acknowledged": (0.25, ({},)),
    "removed_from_school_roll": (0.3, ({},)),
    "risk_adult_contact": (0.2, ({},)),
    "disagreement_raised": (0.2, ({},)),
    "disagreement_resolved": (0.18, ({},)),
    "disclosure_retracted": (0.05, ({},)),
    "serious_incident": (0.02, ({},)),
    "serious_incident_notified": (0.02, ({},)),
}
"""Of about a hundred events, how many are of the type, and the fields that they may have. A made-up mix, no census."""


class Template(NamedTuple):
    """An event but for its holes. `kind` is its type."""

    kind: str
    parts: tuple[bytes, ...]
    holes: tuple[str, ...]

    def fill(self, id: str, uuid: str, child: str, family: str, when: str) -> bytes:
        """The event's JSON. `when` is an instant of UTC to the second."""
        values = {"id": id, "uuid": uuid, "child": child, "family": family}
        values |= {"minute": f'"{when}"', "day": f'"{when[:10]}"'}
        filled = [self.parts[0]]
        for hole, part in zip(self.holes, self.parts[1:], strict=True):
            filled += (values[hole].encode(), part)
        return b"".join(filled)


def templates() -> list[tuple[float, list[Template]]]:
    """By type: its weight, and a template for each of its variants and some age bands."""
    return [(weight, _variants(kind, variants)) for kind, (weight, variants) in WEIGHTS.items()]


def _variants(kind: str, variants: tuple[dict[str, Any], ...]) -> list[Template]:
    common = _reported() if kind == "incident_reported" else _recorded()
    made = [common | fields | {"type": kind, "age_band": band} for fields in variants for band in AGE_BANDS]
    return [_cut(kind, encode(CASE_RECORD.validate_python(one))) for one in made]


def _recorded() -> dict[str, Any]:
    return {
        "event_id": _ID,
        "revision": 1,
        "area": AREA,
        "subject_key": _CHILD,
        "family_key": _FAMILY,
        "agency": AGENCY,
        "responsible_agency": AGENCY,
        "occurred_at": _WHEN,
        "occurred_precision": "minute",
        "recorded_at": _WHEN,
    }


def _reported() -> dict[str, Any]:
    harm = {"harm_potential": "not_known", "harm_actual": "not_known", "overlooked": "not_known"}
    return harm | {
        "event_id": _UUID,
        "revision": 1,
        "area": AREA,
        "subject_key": _CHILD,
        "responsible_agency": AGENCY,
        "occurred_on": date(2001, 2, 3),
    }


_HOLES: Final = ((_ID, "id"), (_UUID, "uuid"), (_CHILD, "child"), (_FAMILY, "family"))


def _cut(kind: str, value: bytes) -> Template:
    """The bytes between the holes, and which hole follows each."""
    marks = [*((text.encode(), name) for text, name in _HOLES), (_MINUTE, "minute"), (_DAY, "day")]
    parts, holes = [], []
    while found := [(value.find(mark), mark, name) for mark, name in marks if mark in value]:
        at, mark, name = min(found)
        parts.append(value[:at])
        holes.append(name)
        value = value[at + len(mark) :]
    return Template(kind, (*parts, value), tuple(holes))
