"""What the demo shows when everything has been folded."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from rich.console import Console

from schemas.alerts import AlertRevision
from schemas.codes import DEAD_LETTER_REASONS
from services.heed.context import Heed
from services.heed.demo.busiest import COLUMNS, TITLE, busiest
from services.heed.demo.display import alerts_table
from services.heed.demo.follow import INPUTS, Follower
from services.heed.demo.summary import Planted
from services.heed.demo.wording import Wording
from services.heed.output import Row, table
from services.heed.simulate import SendResult

BUSIEST = 8
REASON = 80


async def show_final(
    console: Console,
    heed: Heed,
    ending: date,
    sent: SendResult,
    follower: Follower,
    stories: Planted,
    wording: Wording,
) -> None:
    """The final tables."""
    console.rule("What the pilot came to")
    console.print(table(_accepted(sent, follower), {"what": "what", "n": "records"}, "Events"))
    console.print(table(_rejected(sent), {"reason": "why", "n": "records"}, "Rejected at the door, as was to be"))
    console.print(table(_lag(follower), {"service": "service", "topic": "folds", "lag": "records behind"}, "Services"))
    console.print(alerts_table(follower, wording.rules))
    for alert in three(list(follower.seen.alerts.values())):
        console.print(wording.panel(console, alert))
    console.print(table(await busiest(heed, ending, BUSIEST), COLUMNS, TITLE.format(ending=ending)))
    columns = {"reason": "reason", "words": "in words", "field": "where", "n": "records"}
    console.print(table(_letters(follower), columns, "Dead letters: what a broken producer wrote past the door"))
    columns = {"rule": "rule", "planted": "planted", "alerted": "alerted"}
    console.print(table(_stories(stories), columns, "Planted stories of overlooked harm"))
    console.print(stories_words(stories), style="bold")


def stories_words(stories: Planted) -> str:
    """The verdict in a line."""
    alerted, expected = stories.alerted.total(), stories.expected.total()
    return (
        f"{alerted} of {expected} planted stories were alerted; "
        f"{stories.quiet} of the {stories.silent} that only look like one stayed silent."
    )


def three(alerts: Sequence[AlertRevision]) -> list[AlertRevision]:
    """Three alerts to show in full: open ones first, the gravest of each rule before another of the same."""
    telling = (one for one in alerts if one.findings)
    ranked = sorted(telling, key=lambda one: (one.state != "open", one.severity, one.alert_id))
    found: list[AlertRevision] = []
    for novel in (True, False):
        for alert in ranked:
            known = {finding.rule for one in found for finding in one.findings}
            if len(found) < 3 and alert not in found and (not novel or alert.findings[0].rule not in known):
                found.append(alert)
    return found


def _accepted(sent: SendResult, follower: Follower) -> list[Row]:
    return [
        {"what": "case events accepted", "n": sent.events},
        {"what": "incident reports accepted", "n": sent.reports},
        {"what": "accepted", "n": sent.accepted},
        {"what": "sent again and known", "n": sent.repeated},
        {"what": "rejected at the door", "n": sent.refused},
        {"what": "alerts opened", "n": len(follower.seen.alerts)},
        {"what": "reports counted (each once, none withdrawn)", "n": follower.seen.reports},
        {"what": "dead letters", "n": follower.seen.letters.total()},
    ]


def _rejected(sent: SendResult) -> list[Row]:
    reasons = Counter(shorten("; ".join(one.errors) or one.reason, REASON, placeholder=" …") for one in sent.rejected)
    return [{"reason": reason, "n": count} for reason, count in reasons.most_common()]


def _lag(follower: Follower) -> list[Row]:
    return [{"service": group, "topic": topic, "lag": follower.lag(topic)} for topic, group in INPUTS.items()]


def _stories(stories: Planted) -> list[Row]:
    return [
        {"rule": rule, "planted": count, "alerted": stories.alerted[rule]}
        for rule, count in sorted(stories.expected.items())
    ]


def _letters(follower: Follower) -> list[Row]:
    """By reason; of the fields that were at fault the most frequent."""
    rows = []
    for reason, words in DEAD_LETTER_REASONS.items():
        fields = Counter({field: n for (why, field), n in follower.seen.letters.items() if why == reason})
        if fields:
            at = ", ".join(field or "the record" for field, _ in fields.most_common(3))
            rows.append({"reason": reason, "words": words, "field": at, "n": fields.total()})
    return rows
