"""How many examples laws are tried on: fewer where the same laws are asked of a thousand mutants."""

from hypothesis import Phase, settings

MUTANTS = "mutants"
"""The same few examples each time, none of them made smaller: that a law fails is enough. `make mutation` names it."""


def register() -> None:
    """Make the profile known; `--hypothesis-profile` loads it."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile(MUTANTS, settings.get_profile("ci"), max_examples=5, phases=phases)


def at_most(number: int) -> int:
    """So many examples, or as many as the profile allows where those are fewer."""
    return min(number, settings().max_examples)
