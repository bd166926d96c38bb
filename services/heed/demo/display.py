"""What the demo shows while it runs."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from services.heed.demo.busiest import COLUMNS, TITLE
from services.heed.demo.follow import INPUTS, Follower
from services.heed.output import Row, table
from services.heed.simulate import Pilot, SendResult
from services.triage.rule_file import RuleText

Rules = dict[str, RuleText]


def live(
    pilot: Pilot, day: date | None, sent: SendResult, follower: Follower, rules: Rules, teams: Sequence[Row]
) -> RenderableType:
    """One screen: how far the simulated year is, what the door took, how far the folds are, which alerts there are."""
    days = (pilot.last - pilot.first).days + 1
    done = 0 if day is None else (day - pilot.first).days + 1
    when = "The simulated year begins" if day is None else f"Simulated day {day:%-d %B %Y}"
    figures = Table.grid(padding=(0, 3))
    taken = f"{sent.events:,} case events, {sent.reports:,} reports"
    figures.add_row("through intake", taken, f"{sent.refused:,} rejected")
    figures.add_row("past it", "a broken producer's records", f"{follower.seen.letters.total():,} dead letters")
    for topic, group in INPUTS.items():
        lag = follower.lag(topic)
        figures.add_row(group, f"{lag:,} records behind" if lag else "level", f"folds {topic}")
    figures.add_row("counts", f"{follower.seen.reports:,} reports counted", "")
    parts: list[RenderableType] = [Text(when, style="bold"), ProgressBar(days, done, width=60), figures]
    parts.append(alerts_table(follower, rules))
    if day is not None and teams:
        parts.append(table(teams, COLUMNS, TITLE.format(ending=day)))
    return Group(*parts)


def line(day: date | None, sent: SendResult, follower: Follower) -> str:
    """The same in a line, for a log or a pipe."""
    lags = ", ".join(f"{group} {follower.lag(topic):,} behind" for topic, group in INPUTS.items())
    when = "begin" if day is None else f"{day:%d %b %Y}"
    return (
        f"  {when}: {sent.events:,} case events and {sent.reports:,} reports accepted, "
        f"{sent.refused:,} rejected; {lags}; "
        f"{len(follower.seen.alerts):,} alerts, {follower.seen.reports:,} reports counted, "
        f"{follower.seen.letters.total():,} dead letters"
    )


def alerts_table(follower: Follower, rules: Rules) -> Table:
    """How many alerts each rule was in, by the gravest severity that each alert had."""
    made = Table(title="Alerts opened, by rule", title_justify="left", title_style="bold")
    severities = ("S1", "S2", "S3")
    for heading in ("rule", *severities):
        made.add_column(heading, justify="left" if heading == "rule" else "right")
    for rule in sorted(rules):
        by: Counter[str] = follower.seen.severities(rule)
        made.add_row(rules[rule].title, *(f"{by[one]:,}" if by[one] else "" for one in severities))
    return made
