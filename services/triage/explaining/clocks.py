"""Clocks of the configuration, in words."""

from collections.abc import Mapping, Sequence

from schemas.configuration import ClockEdition
from services.triage.explaining.selectors import plain
from services.triage.rule_file import StepText

Clocks = Mapping[str, Sequence[ClockEdition]]
"""The editions of each clock, by its name."""


def step(text: StepText, clocks: Clocks) -> str:
    """Such as "45 working days (the clock assessment; guidance)"."""
    editions = clocks.get(text.clock)
    if not editions:
        return f"the clock {text.clock}, which the configuration doesn't have"
    warning = ", its warning" if text.at == "warn" else ""
    return f"{_editions(editions, text.at == 'warn')} (the clock {text.clock}{warning}; {editions[-1].label})"


def limit(name: str, clocks: Clocks) -> str:
    """A clock's limit."""
    editions = clocks.get(name)
    return f"the clock {name}, which the configuration doesn't have" if not editions else _editions(editions, False)


def _editions(editions: Sequence[ClockEdition], warn: bool) -> str:
    """The last of them, and what held before it."""
    said = [_amount(one, warn) for one in editions]
    before = [f"{amount} before {after.valid_from}" for amount, after in zip(said, editions[1:], strict=False)]
    return ", ".join([said[-1], *reversed(before)])


def _amount(edition: ClockEdition, warn: bool) -> str:
    amount = edition.warn if warn and edition.warn is not None else edition.amount
    unit = plain(edition.unit)
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"
