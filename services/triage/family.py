"""Children of one family, whose events the rules by family see as one history."""

from collections.abc import Iterable

from services.triage.case import Case
from services.triage.history import History
from services.triage.spans import FOREVER
from services.triage.working import Turn, Working, work


class Family:
    """The children of a family, all in memory. What a rule finds belongs to the child that the finding is about."""

    def __init__(self, members: Iterable[Case]) -> None:
        """Members all work by the same rules. Their spans of rules by family are worked out."""
        self.members = {case.subject.key: case for case in members}
        self._rulebook = next(iter(self.members.values())).rulebook
        events = (event for case in self.members.values() for event in case.history.events.values())
        self._history = History(self._rulebook.family_watch, events)
        self._workings: dict[str, Working] = {}
        for rule, turn in work(self._rulebook.families, self._workings, self._history, -FOREVER):
            self._share(rule.key, turn)
        for case in self.members.values():
            case.home, case.housed = self, True

    def again(self, case: Case, ref: str) -> list[Case]:
        """An event of a member has changed. Returns the other members for which rules by family now say otherwise."""
        change = self._history.replace(ref, case.history.events.get(ref))
        changed: dict[str, Case] = {}
        for rule, turn in work(
            self._rulebook.touched(change.touched).family, self._workings, self._history, change.since
        ):
            changed |= self._share(rule.key, turn)
        return [changed[key] for key in sorted(changed.keys() - {case.subject.key})]

    def dissolve(self) -> None:
        """It is no longer known who belongs to it, or not all are in memory."""
        for case in self.members.values():
            case.leave()

    def _share(self, rule: str, turn: Turn) -> dict[str, Case]:
        """Tell each member what is about it. Returns those of whom the rule says something else."""
        children = {span.child for spans in turn for span in spans} & self.members.keys()
        return {key: self.members[key] for key in children if self.members[key].turn(rule, _about(key, turn))}


def _about(child: str, turn: Turn) -> Turn:
    return Turn(*([span for span in spans if span.child == child] for spans in turn))
