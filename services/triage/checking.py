"""All that is wrong with rule files, whatever else is wrong with them: pure."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import ValidationError

from schemas.problems import problems as told
from services.triage.calendar import Calendar
from services.triage.compiler import Clock, compile_rules
from services.triage.examples import read_at, record
from services.triage.rule_file import ExampleText, RuleText
from services.triage.ruleset import BadRules, RuleFiles, RuleProblem

WAYS = re.compile(r"(?<=/pattern)/\w+(?=/)|/\(a field\)$")
"""What pydantic adds to a field's path: the kind of pattern, and that a field takes values of several kinds."""
A_TIME = "a date or a date and time of England, such as 2026-03-02 or 2026-03-02T10:00"


def problems(files: RuleFiles, clocks: Mapping[str, Clock], calendar: Calendar) -> list[RuleProblem]:
    """In the order of the files. What a file's shape hides comes once that is right."""
    try:
        files.read()
    except BadRules as bad:
        shapes = bad.problems
    else:
        shapes = []
    named = {one.file for one in shapes}
    well = RuleFiles({name: content for name, content in files.files.items() if name not in named})
    found = [*_plainly(shapes), *_compiled(well, clocks, calendar), *_examples(well)]
    return sorted(found, key=lambda one: one.file)


def _plainly(found: Iterable[RuleProblem]) -> list[RuleProblem]:
    """Each field once, as it stands in the file: pydantic names the ways in which a field that takes several failed."""
    once: dict[tuple[str, str], RuleProblem] = {}
    for one in found:
        field = WAYS.sub("", one.field).replace("/pattern/type", "/pattern/kind")
        before = once.get((one.file, field))
        allowed = one.allowed.replace("one of False", "false")
        allowed = allowed if before is None or before.allowed == allowed else f"{before.allowed}; or {allowed}"
        once[one.file, field] = RuleProblem(one.file, field, one.found, allowed)
    return list(once.values())


def _compiled(files: RuleFiles, clocks: Mapping[str, Clock], calendar: Calendar) -> list[RuleProblem]:
    try:
        compile_rules(files, clocks, calendar, {})
    except BadRules as bad:
        return bad.problems
    return []


def _examples(files: RuleFiles) -> Iterator[RuleProblem]:
    for name, text in files.read().items():
        for number, example in enumerate(text.examples):
            yield from _example(name, text, example, f"/examples/{number}")


def _example(file: str, text: RuleText, example: ExampleText, at: str) -> Iterator[RuleProblem]:
    try:
        read_at(example)
    except ValueError:
        yield RuleProblem(file, f"{at}/now", example.now, A_TIME)
    for place in example.irrelevant:
        if not 1 <= place <= len(example.events):
            yield RuleProblem(file, f"{at}/irrelevant", str(place), f"places of its events, 1 to {len(example.events)}")
    for number, event in enumerate(example.events):
        yield from _event(file, event, f"{at}/events/{number}")
        if text.grouping == "subject" and "child" in event:
            yield RuleProblem(file, f"{at}/events/{number}/child", None, 'only where grouping is "family"')


def _event(file: str, event: Mapping[str, object], at: str) -> Iterator[RuleProblem]:
    missing = [name for name in ("type", "at") if not isinstance(event.get(name), str)]
    yield from (RuleProblem(file, f"{at}/{name}", None, "is required, as text") for name in missing)
    if missing:
        return
    try:
        record(event, 1)
    except ValidationError as error:
        yield from (RuleProblem(file, at + one.pointer, one.found, one.message) for one in told(error))
    except ValueError:
        yield RuleProblem(file, f"{at}/at", str(event["at"]), A_TIME)
    except TypeError:
        yield RuleProblem(file, f"{at}/type", str(event["type"]), "a type that histories hold")
