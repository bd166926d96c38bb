"""Children of one family, whose events the rules by family see as one history."""

from collections.abc import Iterable

from services.triage.case import Case
from services.triage.history import History
from services.triage.spans import Span


class Family:
    """The children of a family, all in memory. What a rule finds belongs to the child that the finding is about."""

    def __init__(self, members: Iterable[Case]) -> None:
        """Members all work by the same rules. Their spans of rules by family are worked out."""
        self.members = {case.subject.key: case for case in members}
        self._rulebook = next(iter(self.members.values())).rulebook
        events = (event for case in self.members.values() for event in case.history.events.values())
        self._history = History(self._rulebook.family_watch, events)
        for rule in self._rulebook.families:
            self._share(rule.key, rule.spans(self._history))
        for case in self.members.values():
            case.home, case.housed = self, True

    def again(self, case: Case, ref: str) -> list[Case]:
        """An event of a member has changed. Returns the other members for which rules by family now say otherwise."""
        touched = self._history.remove(ref)
        if ref in case.history.events:
            touched |= self._history.add(case.history.events[ref])
        changed: dict[str, Case] = {}
        for key, rule in self._rulebook.touched(touched).items():
            if rule.grouping == "family":
                changed |= self._share(key, rule.spans(self._history))
        return [changed[key] for key in sorted(changed.keys() - {case.subject.key})]

    def dissolve(self) -> None:
        """It is no longer known who belongs to it, or not all are in memory."""
        for case in self.members.values():
            case.home, case.housed = None, False

    def _share(self, rule: str, spans: Iterable[Span]) -> dict[str, Case]:
        shares: dict[str, list[Span]] = {key: [] for key in self.members}
        for span in spans:
            if span.child in shares:
                shares[span.child].append(span)
        changed = {key: case for key, case in self.members.items() if case.spans.get(rule) != shares[key]}
        for key, case in changed.items():
            case.spans[rule] = shares[key]
        return changed
