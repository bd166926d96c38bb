"""A child as the fold has it in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas.alerts import AlertRevision
from services.triage.compiled import Rule
from services.triage.events import Event
from services.triage.history import UNCHANGED, Change, History
from services.triage.rulebook import Rulebook
from services.triage.spans import FOREVER, Finding
from services.triage.store import Subject
from services.triage.verdicts import Verdicts
from services.triage.working import Turn, Working, work

if TYPE_CHECKING:
    from services.triage.alerts import FindingKey
    from services.triage.closings import Closing
    from services.triage.family import Family
    from services.triage.told import Told


PLACEHOLDER_EVENTS = 1_000
"""A key with more events than this stands for no child ("unknown", "test"): of 60,000 children the longest history had
125 in 99 of 100 cases, and one of 5,000 was a placeholder. It is never joined with another key."""


@lru_cache(1_000)
def numbers(*revisions: int) -> tuple[int, ...]:
    """Revisions, ascending: the same object for the same, since nearly all events have but the first."""
    return tuple(sorted(revisions))


@dataclass(slots=True)
class Case:
    """A child: its events in force and all their revisions, the spans of each rule, its alerts' last revisions, and
    what of them officers have closed.

    Of the events in `odd` a correction may say where they stand and which revision counts. `shown`: the findings at the
    last look, None before the first since the case was read.

    It is `whole` once all rules were asked: where nothing is open or pending, an event needs only those that it
    touches. It is `stale` where the rules may say otherwise than at the last look, and `marked` once it has shown that
    it stands for no child.

    `kin` is the key of the family in which it is listed, "" for none. `home` is that family while others are in it;
    before the case is `housed` that isn't known, and what rules by family say isn't up to date.
    """

    subject: Subject
    rulebook: Rulebook
    history: History
    revisions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)
    verdicts: Verdicts = field(default_factory=Verdicts)
    workings: dict[str, Working] = field(default_factory=dict)
    alerts: dict[str, AlertRevision] = field(default_factory=dict)
    closings: "dict[FindingKey, Closing]" = field(default_factory=dict)
    shown: tuple[Finding, ...] | None = None
    told: "Told" = field(default_factory=dict)
    stale: bool = True
    whole: bool = True
    marked: bool = False
    kin: str = ""
    home: "Family | None" = None
    housed: bool = False
    _carrier: Event | None = None

    @property
    def is_placeholder(self) -> bool:
        """Whether it has too many events to be one child."""
        return len(self.revisions) > PLACEHOLDER_EVENTS

    @property
    def family(self) -> str:
        """The family's key that the last of the child's events names, of those that name one; "" for none."""
        return "" if self._carrier is None else self._carrier.family

    def know(self, ref: str, revision: int) -> None:
        """Note that a revision of an event or action is kept."""
        self.revisions[ref] = numbers(*self.revisions.get(ref, ()), revision)

    def put(self, ref: str, revision: int, event: Event | None) -> Change:
        """Take in a revision that was noted; None takes the event back. One that was overtaken changes nothing."""
        return UNCHANGED if self.revisions[ref][-1] > revision else self.settle(ref, event)

    def settle(self, ref: str, event: Event | None) -> Change:
        """This is what the event says from now on."""
        change = self.history.replace(ref, event)
        if self._carrier is not None and self._carrier.ref == ref:
            carriers = (one for one in self.history.events.values() if one.family)
            self._carrier = max(carriers, key=lambda one: one.order, default=None)
        if event is not None:
            self._carry(event)
        return change

    def restore(self, events: Iterable[Event]) -> None:
        """These are its events in force."""
        self.history = History(self.rulebook.watch, events)
        for event in self.history.events.values():
            self._carry(event)

    def _carry(self, event: Event) -> None:
        if event.family and (self._carrier is None or event.order > self._carrier.order):
            self._carrier = event

    def follow(self, rulebook: Rulebook) -> None:
        """Work by these rules, from the beginning."""
        self.rulebook = rulebook
        self.history = History(rulebook.watch, self.history.events.values())
        self.begin()

    def begin(self) -> None:
        """Work out what the rules say, but for those by family."""
        self.verdicts, self.workings, self.stale = Verdicts(), {}, True
        self.whole = False
        self.complete()

    def complete(self) -> None:
        """Work out what those rules say that have not been asked since the case was read."""
        if not self.whole:
            self.whole = True
            self._work((rule for rule in self.rulebook.by_subject if rule.key not in self.workings), -FOREVER)

    def alone(self) -> None:
        """Nobody else is in the child's family: rules by family see its own history."""
        self.home, self.housed = None, True
        self._work(self.rulebook.families, -FOREVER)

    def unhouse(self) -> None:
        """It is no longer known who is in the child's family."""
        if self.home is not None:
            self.home.dissolve()
        else:
            self.leave()

    def leave(self) -> None:
        """Forget what rules by family say: it must be worked out anew."""
        self.home, self.housed, self.stale = None, False, True
        for rule in self.rulebook.families:
            self.workings.pop(rule.key, None)
            self.verdicts.forget(rule.key)

    def again(self, change: Change) -> None:
        """Work out anew what the rules say that watch what has changed; those by family only where it is alone."""
        rules = self.rulebook.touched(change.touched)
        self._work(rules.subject, change.since)
        if self.home is None:
            self._work(rules.family, change.since)

    def turn(self, rule: str, turn: Turn) -> bool:
        """A rule says otherwise of the child. Returns whether that is so."""
        changed = self.verdicts.turn(rule, turn)
        self.stale = self.stale or changed
        return changed

    def _work(self, rules: Iterable[Rule], earliest: int) -> None:
        for rule, turn in work(rules, self.workings, self.history, earliest):
            self.turn(rule.key, turn)
