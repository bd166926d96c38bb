"""What real feeds do to an ordinary history: records come late, twice, amended, withdrawn, and some are bad."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from services.heed.simulate.calendar import DAY, later
from services.heed.simulate.child import Child
from services.heed.simulate.entries import Body, CaseEventEntry

LATE, TWICE, AMENDED, WITHDRAWN, BAD = 0.03, 0.02, 0.03, 0.01, 0.01
CURES: Final = frozenset({"strategy_discussion_held", "section_47_started", "assessment_completed"})
"""An ordinary history records these on time: each missing one would be an alert, and no story of it is planned."""
TAKEN_BACK: Final = frozenset({"visit_made", "visit_not_effected", "contact_outcome", "cin_plan_started"})
"""Without these no rule of the four says anything else."""


def disturb(child: Child) -> None:
    """Each record of the child, by chance."""
    for number, entry in enumerate(list(child.entries)):
        if isinstance(entry, CaseEventEntry):
            _disturb(child, number, entry)


def _disturb(child: Child, number: int, entry: CaseEventEntry) -> None:
    dice = child.dice
    if entry.body["type"] not in CURES and dice.happens(LATE):
        entry = late(entry, dice.between(3 * DAY, 40 * DAY))
        child.entries[number] = entry
    if dice.happens(TWICE):
        child.again(entry, later(entry.recorded, dice.between(timedelta(minutes=1), 3 * DAY)))
    elif dice.happens(AMENDED) and (changes := _change(child, entry.body)):
        child.amend(entry, later(entry.recorded, dice.between(timedelta(hours=1), 20 * DAY)), **changes)
    elif entry.body["type"] in TAKEN_BACK and dice.happens(WITHDRAWN):
        child.withdraw(entry, later(entry.recorded, dice.between(timedelta(hours=1), 10 * DAY)))
    if dice.happens(BAD):
        child.entries.append(bad(child, entry))


def late(entry: CaseEventEntry, by: timedelta) -> CaseEventEntry:
    """The same event, recorded so much later."""
    recorded = later(entry.recorded, by)
    return replace(entry, recorded=recorded, body={**entry.body, "recorded_at": recorded.isoformat()})


def bad(child: Child, entry: CaseEventEntry) -> CaseEventEntry:
    """A copy under another id that the door must refuse."""
    broken = {**entry.body, "event_id": f"{entry.body['event_id']}-bad", **_fault(child)}
    return replace(entry, sound=False, body={name: value for name, value in broken.items() if value is not None})


def _fault(child: Child) -> Body:
    """One of the mistakes that senders make. None leaves the field out. 999 numbers are for tests (NHS England)."""
    return child.dice.choice(
        [
            {"staff_name": "left in by the export"},
            {"responsible_agency": None},
            {"age_band": "toddler"},
            {"subject_key": "999 000 0018"},
            {"recorded_at": "2000-01-01T00:00:00+00:00"},
            {"type": "clock"},
            {"type": "concern_risen"},
            {"area": "E06000001"},
            {"occurred_at": "01/02/2025"},
        ]
    )


def _change(child: Child, body: Body) -> dict[str, Any]:
    """A change that leaves the rules' verdicts as they are."""
    if body["type"] == "referral_received":
        return {"primary_need": child.dice.choice(["N1", "N4", "N5"])}
    if body["type"] == "concern_raised":
        return {"signals": ["change_of_behaviour"]}
    if body["type"] == "visit_made":
        return {"child_seen_alone": False}
    return {}
