"""From rule files to rules that run. What a rule watches is derived here, never declared."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.triage.calendar import Calendar
from services.triage.compiled import Rule
from services.triage.framing import Framer
from services.triage.limits import Limit
from services.triage.modes import Modes
from services.triage.reading import Reader
from services.triage.rule_file import PatternText, RuleText
from services.triage.ruleset import BadRules, RuleFiles
from services.triage.spans import FOREVER, Facts

FIRING, QUIET = 2, 2
"""The least number of examples that fire, and of those that don't."""
ACTIVE = "shadow or off: the configuration's [[rules]] make it active for an agency, and name the role that approved it"


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of the configuration: its limit, and its warning where it has one."""

    limit: Limit
    warn: Limit | None = None


def compile_rules(
    files: RuleFiles, clocks: Mapping[str, Clock], calendar: Calendar, modes: Mapping[str, Modes]
) -> tuple[Rule, ...]:
    """The rules in the order of their numbers, one for each part, those that are off everywhere left out.

    `modes`: by id, where not the file's. Raises `BadRules` with every problem.
    """
    texts = sorted(files.read().items(), key=lambda pair: pair[1].number)
    compilers = [_Compiler(name, text, clocks, calendar) for name, text in texts]
    rules = [rule for one in compilers for rule in one.rules(modes.get(one.text.id) or Modes(one.text.mode))]
    found = [problem for one in compilers for problem in one.reader.problems]
    if found:
        raise BadRules(found)
    return tuple(rule for rule in rules if not rule.modes.unused)


class _Compiler:
    """Compiles one file."""

    def __init__(self, file: str, text: RuleText, clocks: Mapping[str, Clock], calendar: Calendar) -> None:
        self.text = text
        self.reader = Reader(file)
        self._clocks = clocks
        self._calendar = calendar

    def rules(self, modes: Modes) -> list[Rule]:
        """A rule for each part, or what comes of it where there are problems."""
        self._examples()
        self._mode()
        return [self._rule(*one, modes) for one in self.text.patterns()]

    def _rule(self, part: str, at: str, text: PatternText, modes: Modes) -> Rule:
        pattern = Framer(self.reader, self._limit, self._calendar, at).framed(text)
        off, version = frozenset(filter(modes.is_off, modes.settings)), _version(self.text)
        types = pattern.triggers().types, pattern.cures()
        facts = Facts(self.text.id, version, *types, part, off, self._expires())
        watches = frozenset(pattern.selections())
        return Rule(facts, self.text.title, self.text.words, modes, pattern, watches, self.text.grouping)

    def _expires(self) -> int:
        """The end of its last day, England."""
        last = self.text.expires
        return FOREVER if last is None else self._calendar.start_of(last.toordinal() + 1)

    def _mode(self) -> None:
        if self.text.mode == "active":
            self.reader.refuse("/mode", "active", ACTIVE)

    def _limit(self, name: str, at: Literal["warn", "limit"], field: str) -> Limit:
        clock = self._clocks.get(name)
        if clock is None:
            self.reader.refuse(
                f"{field}/clock", name, f"a clock of the configuration: {', '.join(sorted(self._clocks))}"
            )
            return Limit(())
        if at == "warn" and clock.warn is None:
            self.reader.refuse(f"{field}/at", at, f"limit: the clock {name} has no warning")
        return clock.limit if at == "limit" or clock.warn is None else clock.warn

    def _examples(self) -> None:
        firing = sum(1 for example in self.text.examples if example.fires)
        quiet = len(self.text.examples) - firing
        if firing < FIRING:
            self.reader.refuse("/examples", firing, f"at least {FIRING} examples that fire")
        if quiet < QUIET:
            self.reader.refuse("/examples", quiet, f"at least {QUIET} examples that don't fire")


def _version(text: RuleText) -> str:
    """The hash of what decides: a rule's words and examples may change without another version."""
    fields = {"id", "grouping", "version", "pattern", "parts"} | ({"expires"} if text.expires else set())
    deciding = text.model_dump_json(include=fields)
    return hashlib.sha256(deciding.encode()).hexdigest()[:16]
