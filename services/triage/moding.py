"""The modes of rules as the configuration has them."""

from collections.abc import Iterable, Iterator

from schemas.configuration import Configuration
from schemas.rule_modes import RuleSetting
from services.triage.calendar import Calendar
from services.triage.modes import Modes, Setting
from services.triage.rule_file import RuleText
from services.triage.ruleset import BadRules, RuleProblem
from services.triage.spans import FOREVER

FILE = "the configuration"
"""How problems name it: where it lies isn't known here."""


def modes(configuration: Configuration, texts: Iterable[RuleText], calendar: Calendar) -> dict[str, Modes]:
    """Each rule's modes, by id: the configuration's, else its file's."""
    return {text.id: _modes(configuration, text, calendar) for text in texts}


def refuse_unknown(configuration: Configuration, texts: Iterable[RuleText]) -> None:
    """Raise `BadRules` where the configuration names a rule that isn't there: unnoticed, it would page nobody."""
    known = sorted(text.id for text in texts)
    found = [
        RuleProblem(FILE, f"/rules/{place}/id", one.id, f"one of {', '.join(known)}")
        for place, one in enumerate(configuration.rules)
        if one.id not in known
    ]
    if found:
        raise BadRules(found)


def _modes(configuration: Configuration, text: RuleText, calendar: Calendar) -> Modes:
    said = [one for one in configuration.rules if one.id == text.id]
    elsewhere = next((one.mode for one in said if not one.agencies), text.mode)
    own = {id for one in said for id in one.agencies}
    named = [one.id for one in configuration.agencies if one.id in own or elsewhere == "off"]
    officers = {one.id: one.officers or 0 for one in configuration.agencies}
    return Modes(elsewhere, {id: tuple(_settings(said, id, officers[id], calendar)) for id in named})


def _settings(said: Iterable[RuleSetting], agency: str, officers: int, calendar: Calendar) -> Iterator[Setting]:
    """Where it is off elsewhere, an agency without a setting has that one."""
    own = [one for one in said if agency in one.agencies]
    if not own:
        yield Setting(-FOREVER, "off")
    for one in own:
        since = -FOREVER if one.approved_on is None else calendar.start_of(one.approved_on.toordinal())
        yield Setting(since, one.mode, None if one.alerts_a_week is None else _most(one.alerts_a_week, officers))


def _most(alerts_a_week: float, officers: int) -> int:
    """Whole alerts of an agency's week, at least one."""
    return max(1, int(alerts_a_week * officers))
