"""A backtest's answer as rows and lines for people, at the terminal and on the page."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from services.heed.backtesting.answer import Answer
from services.heed.output import Row
from services.triage.backtest.deadlines import day
from services.triage.backtest.lives import Life
from services.triage.told import identity, severity
from services.triage.words import day_words, deadline

RULES = {
    "number": "no",
    "rule": "rule",
    "mode": "mode",
    "findings": "findings",
    "open": "open",
    "resolved": "resolved",
    "passed": "passed",
    "children": "children",
    "alerts": "alerts\nalone",
    "weekly": "a week\nan officer",
}
PLANTED = {"planted": "plan-\nted", "found": "found", "false_alarms": "false\nalarms", "elsewhere": "else-\nwhere"}
OPEN = {
    "severity": "severity",
    "rule": "rule",
    "child": "child",
    "anchor_event": "event",
    "anchor_date": "on",
    "deadline": "deadline",
    "breach": "breach",
}
WRONG = {"story": "planted story", "expected": "expected", "wrong": "what came of it"}
DIFFERENT = {"where": "in", "rule": "rule", "child": "child", "anchor": "event", "course": "what it came to"}


def tallied(answer: Answer) -> Iterator[Row]:
    """A row for each rule; what is planted is left out where nothing is."""
    told = {one.planted.rule for one in answer.outcome.judged}
    for tally in answer.outcome.tallies:
        yield asdict(tally) | ({} if tally.rule in told else dict.fromkeys(PLANTED))


def still_open(answer: Answer) -> Iterator[Row]:
    """A row for each finding open at the end, for people to read."""
    for row in answer.open():
        by = row["deadline"] and deadline(datetime.fromisoformat(row["deadline"]))
        breach = None if by is None else "yes" if row["breach"] else "warning"
        on = day_words(date.fromisoformat(row["anchor_date"]))
        yield row | {"child": row["subject_key"], "anchor_date": on, "deadline": by, "breach": breach}


def different(answer: Answer) -> Iterator[Row]:
    """The findings that only one of two sets of rules has, or that took another course."""
    if answer.difference is not None:
        yield from (_row("these rules only", life) for life in answer.difference.here)
        yield from (_row("--against only", life) for life in answer.difference.there)
        for here, there in answer.difference.changed:
            yield _row("both", here) | {"course": f"{_course(here)}; with --against: {_course(there)}"}


def _row(where: str, life: Life) -> Row:
    _, event = identity(life.span.anchor.ref)
    child = f"{life.child.key[:11]}…"
    return {"where": where, "rule": life.span.rule.id, "child": child, "anchor": event, "course": _course(life)}


def _course(life: Life) -> str:
    ended = "" if life.ends is None else f", ended {day_words(day(life.ends))}"
    return f"{severity(life.severity)}, opened {day_words(day(life.opens))}{ended}"


def sums(answer: Answer) -> Iterator[str]:
    """What it comes to, in a few lines."""
    every, paging = answer.outcome.alerts, answer.paging
    yield f"{answer.records:,} records about {answer.children:,} children."
    yield (
        f"{len(every):,} alerts, {answer.weekly(every):.2f} a week for each of {answer.period.officers} officers "
        f"(--officers); {len(paging):,} of them page, {answer.weekly(paging):.2f} a week."
    )
    if answer.difference is not None:
        here, there = len(answer.difference.here), len(answer.difference.there)
        both = len(answer.difference.changed)
        yield f"{here:,} findings of these rules only, {there:,} with --against only, {both:,} of both that differ."
    for rule, codes in sorted(answer.closed.items()):
        said = ", ".join(f"{code.replace('_', ' ')} {number:,}" for code, number in sorted(codes.items()))
        yield f"{rule}: of {codes.total():,} alerts closed by officers so far, {said}."
    if answer.off:
        yield f"Off, and not tried: {', '.join(answer.off)}."


def notes(answer: Answer) -> Iterator[str]:
    """What to know when reading it."""
    for agency, rules in _idle(answer).items():
        yield f"Not evaluable for {agency}, since types that trigger or end them aren't carried: {', '.join(rules)}."
    if answer.refused:
        yield f"{answer.refused:,} lines can't be used. The first: {'; '.join(answer.reasons)}."
    yield from answer.notes


def _idle(answer: Answer) -> dict[str, list[str]]:
    """Rules that can't be evaluated, by agency."""
    found: dict[str, list[str]] = {}
    for rule, agencies in answer.outcome.idle.items():
        for agency in agencies:
            found.setdefault(agency, []).append(rule)
    return found
