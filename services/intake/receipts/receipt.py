"""What a receipt holds: how far the report is, what was said since, and what an amendment needs. Never who it is."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from services.intake.pages.words import Audience

State = Literal["received", "read", "passed_on", "seen", "closed", "withdrawn"]

TO_STAFF: Final[dict[State, str]] = {
    "received": "received",
    "read": "read by a trained person",
    "passed_on": "passed to safeguarding",
    "seen": "seen",
    "closed": "closed",
    "withdrawn": "withdrawn by you",
}
TO_FAMILY: Final[dict[State, str]] = {
    **TO_STAFF,
    "passed_on": "passed on",
    "seen": "passed on",
    "closed": "passed on",
    "withdrawn": "taken back by you",
}
"""To family and children only *passed on*: who holds the receipt may be the person who harms."""


class Said(BaseModel):
    """One message. `text` is reduced; `text_id` is its name on `narratives`. `day` is ISO 8601."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Literal["you", "reader"]
    day: str
    text: str
    text_id: str


class Receipt(BaseModel):
    """`answers` are the coded ones alone; `text_ids` name what the report's own words are on `narratives`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report_id: str
    revision: int
    area: str
    audience: Audience
    route: str
    reported_on: str
    state: State
    answers: dict[str, str]
    text_ids: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    urgent: bool = False

    def words(self) -> str:
        """The state as its holder may know it."""
        return (TO_STAFF if self.audience == "staff" else TO_FAMILY)[self.state]
