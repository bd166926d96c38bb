"""A form's answers as what they mean: the coded report, and the words beside it. Pure."""

import json
from typing import Any, NamedTuple

from services.intake.api_reports import SENT_REPORT, SentReport
from services.intake.pages.draft import Draft
from services.intake.pages.steps import Answers

PARTS = ("what", "helped_more", "change", "message")
"""Texts that are reduced and kept. What says who the child is never is: only a trained person reads it."""


class Told(NamedTuple):
    """`texts` by part; `child` in words, or empty."""

    sent: SentReport
    texts: dict[str, str]
    child: str


def told(draft: Draft, revision: int = 1, reported_on: str | None = None) -> Told:
    """The report. Raises `pydantic.ValidationError` where answers are missing."""
    answers = draft.answers
    values: dict[str, Any] = {
        "revision": revision,
        "reported_on": reported_on,
        "area": answers.get("area"),
        "team": None if answers.get("team") == "none" else answers.get("team"),
        "occurred_precision": answers.get("when"),
        "occurred_on": answers.get("when_on"),
        "incident_class": answers.get("kind"),
        "prevented_by": answers.get("helped"),
        "harm_potential": answers.get("could"),
        "overlooked": answers.get("overlooked"),
        "journey_stage": answers.get("stage"),
        "reporter_role": _role(draft),
        "route": "learning_only",
    }
    if automatic(draft) and "number" in answers:
        values |= {"route": answers["route"], "child": _child(answers)}
    elif automatic(draft) and revision > 1:
        values["route"] = answers["route"]
    given = {name: value for name, value in values.items() if value is not None}
    texts = {part: answers[part] for part in PARTS if answers.get(part)}
    return Told(SENT_REPORT.validate_json(_json(given)), texts, answers.get("child", ""))


def automatic(draft: Draft) -> bool:
    """Whether officers get a record at once: never of a family's or a child's report, nor by the independent route."""
    return draft.audience == "staff" and draft.answers.get("route") == "usual_officers"


def urgent(draft: Draft) -> bool:
    """Whether the words are to be read within the hour, day and night (domain: *Free text gets a protection read*)."""
    return draft.audience != "staff" or draft.answers.get("now") in ("yes", "unsure")


def _role(draft: Draft) -> str | None:
    return "child" if draft.audience == "child" else draft.answers.get("who")


def _child(answers: Answers) -> dict[str, str]:
    child = {"subject_key": answers["number"], "responsible_agency": answers["responsible"]}
    if answers.get("age") not in (None, "not_known"):
        child["age_band"] = answers["age"]
    return child


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode()
