"""The factors identified at the end of an assessment."""

from schemas.codes import ASSESSMENT_FACTORS, RETIRED_FACTORS
from services.intake.adapters.cin.scope import Scope
from services.intake.adapters.cin.tree import Node
from services.intake.adapters.cin.values import shown

NONE_IDENTIFIED = "21"
NO_EVENT = "its assessment has no date that was accepted"
TAGS = ("AssessmentFactors", "AssessmentFactor")
"""The element of the current census, and that of older software."""


def factors_of(scope: Scope, *, known: bool) -> list[str] | None:
    """The codes under their names here, ascending; None when there is none. Each value's fate is noted.

    `known` is false where no event can carry them: then all are refused. "No factors" beside a factor is refused too.
    """
    found = [(group, leaf) for group in scope.inner("FactorsIdentifiedAtAssessment") for leaf in _leaves(group)]
    several = len({leaf.text for _, leaf in found}) > 1
    codes = {code for group, leaf in found if (code := _factor(group, leaf, known=known, several=several))}
    return sorted(codes) or None


def _leaves(group: Scope) -> list[Node]:
    return [leaf for tag in TAGS for leaf in group.node.all(tag) if leaf.text]


def _factor(group: Scope, leaf: Node, *, known: bool, several: bool) -> str | None:
    code = RETIRED_FACTORS.get(leaf.text, leaf.text)
    if not known:
        group.refuse_leaf(leaf, NO_EVENT, NO_EVENT)
    elif code not in ASSESSMENT_FACTORS:
        group.refuse_leaf(
            leaf,
            f"found {shown(leaf.text)}; allowed: the factors 1A to 24A of the census",
            "not a factor of the census",
        )
    elif code == NONE_IDENTIFIED and several:
        group.refuse_leaf(leaf, "found '21' (no factors) beside a factor", "'no factors' beside a factor")
    else:
        group.use_leaf(leaf, "with the assessment")
        return code
    return None
