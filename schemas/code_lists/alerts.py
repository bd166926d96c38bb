"""Codes of alerts, and of what officers do with them. All are this project's own."""

from typing import Final, Literal

Severity = Literal["S1", "S2", "S3", "S4"]

SEVERITIES: Final[dict[Severity, str]] = {
    "S1": "acknowledge within 1 hour, day and night",
    "S2": "acknowledge within 4 working hours",
    "S3": "acknowledge within 1 working day",
    "S4": "digest",
}
"""From the most urgent to the least. The times are starting values of the configuration."""

AlertState = Literal["open", "acknowledged", "snoozed", "resolved", "withdrawn", "closed", "merged"]

ALERT_STATES: Final[dict[AlertState, str]] = {
    "open": "open",
    "acknowledged": "acknowledged",
    "snoozed": "snoozed",
    "resolved": "resolved: what was missing has been recorded, or its time has passed",
    "withdrawn": "withdrawn: what caused it was corrected",
    "closed": "closed by an officer",
    "merged": "joined with another alert of the same child",
}

AlertChange = Literal[
    "opened", "raised", "lowered", "added", "reduced", "updated", "resolved", "withdrawn", "reopened", "escalated",
    "acknowledged", "assigned", "snoozed", "snooze_ended", "noted", "asked", "answered", "closed", "refused", "moved",
    "merged",
]  # fmt: skip

ALERT_CHANGES: Final[dict[AlertChange, str]] = {
    "opened": "opened",
    "raised": "it became graver",
    "lowered": "it became less grave",
    "added": "another finding joined it",
    "reduced": "one of several findings ended",
    "updated": "a finding's details changed",
    "resolved": "all its findings ended",
    "withdrawn": "what caused it was corrected",
    "reopened": "reopened",
    "escalated": "passed on, unacknowledged or undecided",
    "acknowledged": "acknowledged",
    "assigned": "assigned",
    "snoozed": "snoozed",
    "snooze_ended": "its snooze ended",
    "noted": "a note was added",
    "asked": "the reporter was asked a question",
    "answered": "the reporter has answered",
    "closed": "closed",
    "refused": "an officer's action was not possible any more",
    "moved": "moved to another child's key",
    "merged": "joined with another alert of the same child",
}

Cause = Literal[
    "event", "late_event", "amended", "retracted", "correction", "deadline", "feed", "rule", "engine", "action"
]

CAUSES: Final[dict[Cause, str]] = {
    "event": "an event was recorded",
    "late_event": "an event was recorded late",
    "amended": "an event was amended",
    "retracted": "an event was withdrawn",
    "correction": "an event or a child's key was corrected",
    "deadline": "a deadline passed",
    "feed": "a feed said how far it is complete",
    "rule": "changed by rule edit",
    "engine": "changed by engine",
    "action": "an officer's action",
}

Refusal = Literal[
    "ended", "snooze_of_s1", "snooze_in_the_past", "not_awaited", "not_closed", "not_the_latest", "nothing_left"
]

REFUSALS: Final[dict[Refusal, str]] = {
    "ended": "the alert has ended",
    "snooze_of_s1": "an S1 can't be snoozed",
    "snooze_in_the_past": "the snooze would have ended already",
    "not_awaited": "the alert doesn't wait for it",
    "not_closed": "only a closed alert can be reopened",
    "not_the_latest": "another alert of the child is open",
    "nothing_left": "nothing of it holds any more",
}
"""Why an officer's action was not possible any more."""

Reliability = Literal["complete", "awaiting", "degraded", "placeholder"]

RELIABILITIES: Final[dict[Reliability, str]] = {
    "complete": "the feeds are complete to the deadline",
    "awaiting": "awaiting data",
    "degraded": "a feed is silent",
    "placeholder": "its key holds the events of more than one child",
}

RuleMode = Literal["active", "shadow", "off"]

RULE_MODES: Final[dict[RuleMode, str]] = {
    "active": "active",
    "shadow": "shadow: recorded, pages nobody",
    "off": "off",
}

OfficerRole = Literal["officer", "duty_manager", "partnership_lead", "learning_lead", "operator", "reporter"]

OFFICER_ROLES: Final[dict[OfficerRole, str]] = {
    "officer": "safeguarding officer",
    "duty_manager": "duty manager, or the Emergency Duty Team out of hours",
    "partnership_lead": "designated person of the safeguarding partnership",
    "learning_lead": "learning lead",
    "operator": "operator",
    "reporter": "the reporter, through the receipt",
}

ClosureCode = Literal[
    "new_action_taken", "already_in_hand", "recorded_late", "decision_stands_reason_recorded", "not_significant",
    "insufficient_information", "duplicate", "wrong_match",
]  # fmt: skip

CLOSURE_CODES: Final[dict[ClosureCode, str]] = {
    "new_action_taken": "new action taken (a protective event must follow within 1 working day)",
    "already_in_hand": "already in hand",
    "recorded_late": "recorded late",
    "decision_stands_reason_recorded": "the decision stands, reason recorded",
    "not_significant": "not significant",
    "insufficient_information": "insufficient information",
    "duplicate": "duplicate",
    "wrong_match": "wrong match",
}

Notice = Literal["feed_silent", "feed_heard", "placeholder_key", "over_budget", "budget_renewed"]

NOTICES: Final[dict[Notice, str]] = {
    "feed_silent": "nothing has come from a feed for longer than its rhythm allows",
    "feed_heard": "a feed that was silent is heard again",
    "placeholder_key": "a key holds more events than one child can have: it stands for several, or for none",
    "over_budget": "a rule took more of an agency's week than was agreed: from here only its S1 findings page anybody",
    "budget_renewed": "a rule that had taken too much was made active again",
}
"""What operators are told."""
