"""Planted stories: histories of overlooked harm, and those that only look like one, with what rules must make of them.

A story is written from guidance: hours and working days are counted here, apart from triage's own calendar.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from services.heed.simulate import stories_assessment, stories_concern, stories_incident, stories_nfa
from services.heed.simulate.chance import dice
from services.heed.simulate.child import Child, child_name
from services.heed.simulate.plot import Plot, Stage, Verdict
from services.heed.simulate.truth import Truth
from services.heed.simulate.world import Place

PLOTS: Final[tuple[Plot, ...]] = (
    *stories_incident.PLOTS,
    *stories_nfa.PLOTS,
    *stories_concern.PLOTS,
    *stories_assessment.PLOTS,
)
YEAR: Final = 365.25
CAUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "overlooked_harm_declared": ("icpc_overdue",),
    "repeat_nfa": ("no_feedback_to_referrer",),
}
"""Which other rules have cause to speak about the children of a rule's stories, where every rule runs."""


def plant(place: Place, seed: int, number: int, first: date, last: date) -> tuple[list[Child], list[Truth]]:
    """Every plot that the area's feeds can tell, once, each about a child of its own."""
    children, truths = [], []
    for plot in PLOTS:
        if _tellable(plot, place):
            child = _child(place, plot, seed, number, first)
            verdicts = plot.tell(Stage(child, first, last))
            truths += [_truth(plot, number, child, verdict) for verdict in verdicts]
            children.append(child)
    return children, truths


def _tellable(plot: Plot, place: Place) -> bool:
    own = all(place.carries(place.responsible.id, type) for type in plot.needs)
    return own and all(place.carriers(type) for type in plot.also)


def _child(place: Place, plot: Plot, seed: int, number: int, first: date) -> Child:
    label = (seed, place.area.code, plot.rule, plot.kind, number)
    chance = dice("story", *label)
    born = first - timedelta(days=round(chance.uniform(*plot.ages) * YEAR))
    return Child(place, child_name("story", *label), born, chance)


def _truth(plot: Plot, number: int, child: Child, verdict: Verdict) -> Truth:
    story = f"{plot.rule}/{plot.kind}/{child.place.area.code}/{number}"
    return Truth(story, plot.kind, verdict.rule, child.place.area.code, child.key, verdict.expected, verdict.severity)
