"""A whole rule in words."""

from collections.abc import Iterator, Sequence

from schemas.codes import OFFICER_ROLES, RULE_MODES, RuleMode
from services.triage.compiled import Rule
from services.triage.explaining.clocks import Clocks
from services.triage.explaining.patterns import Section, ends, pattern
from services.triage.explaining.selectors import plain
from services.triage.feeds import FOR_ALL
from services.triage.rule_file import RuleText

SEEN_BY = {"subject": "on each child's record", "family": "on the records of a family's children together"}


def explained(text: RuleText, rules: Sequence[Rule], clocks: Clocks, mode: RuleMode) -> list[Section]:
    """The rule, its parts one after the other, what it needs from feeds, and where it comes from.

    `rules` are its compiled parts, none where it is off.
    """
    parts = [section for name, _, one in text.patterns() for section in (*_headed(name), *pattern(one, clocks))]
    return [*_head(text, mode), *parts, *_needs(rules), *_foot(text)]


def endings(text: RuleText, part: str) -> tuple[str, ...]:
    """The events that can end a finding of a part."""
    return next(ends(one) for name, _, one in text.patterns() if name == part)


def _head(text: RuleText, mode: RuleMode) -> Iterator[Section]:
    about = f"Looks {SEEN_BY[text.grouping]}; {RULE_MODES[mode]}; for: {OFFICER_ROLES[text.owner]}."
    yield Section(f"{text.number} {text.id}: {text.title}", (text.words, about))


def _headed(part: str) -> Iterator[Section]:
    if part:
        yield Section(f"Part: {plain(part)}", ())


def _needs(rules: Sequence[Rule]) -> Iterator[Section]:
    if rules:
        begins = frozenset[str]().union(*(rule.facts.triggers for rule in rules))
        answers = frozenset[str]().union(*(rule.facts.cures for rule in rules))
        lines = [f"of any agency of the area, one of: {_types(begins)}"]
        own, shared = answers - FOR_ALL, answers & FOR_ALL
        lines += [f"of the responsible agency itself, all of: {_types(own)}"] if own else []
        lines += [f"of it or the partner that records them: {_types(shared)}"] if shared else []
        yield Section("Feeds must carry", tuple(lines))


def _types(types: frozenset[str]) -> str:
    return ", ".join(map(plain, sorted(types)))


def _foot(text: RuleText) -> Iterator[Section]:
    expires = "" if text.expires is None else f"; it expires on {text.expires}"
    yield Section("Why", (f"{text.source}.", f"To be reviewed by {text.review_by}{expires}. Version {text.version}."))
