"""What the demo shows when everything has been folded."""

from collections.abc import Sequence

from rich.console import Console
from rich.panel import Panel

from schemas.alerts import AlertRevision
from schemas.codes import DEAD_LETTER_REASONS
from services.aggregator.client import read_counts
from services.heed.alert_text import alert_text
from services.heed.context import Heed
from services.heed.demo.display import alerts_table
from services.heed.demo.follow import INPUTS, Follower
from services.heed.demo.summary import Planted
from services.heed.output import Row, table
from services.heed.secret_files import internal_key
from services.heed.simulate import SendResult
from services.triage.rule_file import RuleText

BUSIEST = 8
WINDOW_DAYS = 90


async def show_final(
    console: Console, heed: Heed, sent: SendResult, follower: Follower, stories: Planted, rules: dict[str, RuleText]
) -> None:
    """The final tables."""
    console.rule("What the pilot came to")
    console.print(table(_accepted(sent, follower), {"what": "what", "n": "records"}, "Events"))
    console.print(table(_lag(follower), {"service": "service", "topic": "folds", "lag": "records behind"}, "Services"))
    console.print(alerts_table(follower, rules))
    columns = {"rule": "rule", "planted": "planted", "alerted": "alerted"}
    console.print(table(_stories(stories), columns, "Planted stories"))
    console.print(f"{stories.quiet} of the {stories.silent} planted stories that must stay silent did.")
    for alert in three(list(follower.seen.alerts.values())):
        console.print(Panel(alert_text(alert, rules), width=min(console.width, 110), highlight=False))
    columns = {"area": "area", "agency": "agency", "team": "team", "n": "reports"}
    title = f"Busiest teams, last {WINDOW_DAYS} days (internal: not for publication)"
    console.print(table(await busiest(heed), columns, title))
    console.print(table(_letters(follower), {"reason": "reason", "words": "in words", "n": "records"}, "Dead letters"))


def where(console: Console, heed: Heed) -> None:
    """Where to look further, while the demo runs."""
    addresses = {name: heed.address(name) for name in ("intake", "triage", "aggregator")}
    console.print("API documentation: " + "  ".join(f"{addresses[name]}/docs" for name in ("intake", "aggregator")))
    console.print("Metrics: " + "  ".join(f"{address}/metrics" for address in addresses.values()))
    console.print("In another terminal: heed status, heed alerts, heed counts, heed dead-letters list.")


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


async def busiest(heed: Heed) -> list[Row]:
    """The teams with most reports, over every area. Teams under 10 people are never among them."""
    agencies = {agency.id: agency.name for agency in heed.configuration.agencies}
    teams = {team.id: team.name for team in heed.configuration.teams}
    rows: list[Row] = []
    for area in heed.configuration.areas:
        question = {"area": area.code, "by": "team", "dimension": "total", "window": str(WINDOW_DAYS)}
        answer = await read_counts(heed.address("aggregator"), internal_key(heed.keys), question)
        for row in answer.rows:
            if row.agency and row.team:
                rows.append({"area": area.name, "agency": agencies[row.agency], "team": teams[row.team], "n": row.n})
    return sorted(rows, key=lambda row: (-int(row["n"]), str(row["team"])))[:BUSIEST]


def _accepted(sent: SendResult, follower: Follower) -> list[Row]:
    return [
        {"what": "case events accepted", "n": sent.events},
        {"what": "incident reports accepted", "n": sent.reports},
        {"what": "sent again and known", "n": sent.repeated},
        {"what": "rejected at the door", "n": sent.refused},
        {"what": "alerts opened", "n": len(follower.seen.alerts)},
        {"what": "reports counted (each once, none withdrawn)", "n": follower.seen.reports},
    ]


def _lag(follower: Follower) -> list[Row]:
    return [{"service": group, "topic": topic, "lag": follower.lag(topic)} for topic, group in INPUTS.items()]


def _stories(stories: Planted) -> list[Row]:
    return [
        {"rule": rule, "planted": count, "alerted": stories.alerted[rule]}
        for rule, count in sorted(stories.expected.items())
    ]


def _letters(follower: Follower) -> list[Row]:
    found, words = follower.seen.letters, DEAD_LETTER_REASONS
    return [{"reason": code, "words": words[code], "n": found[code]} for code in words if found[code]]
