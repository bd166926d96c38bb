"""A story told: what agencies record of it, and what its rule must make of that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.heed.simulate.calendar import DAY, at, later
from services.heed.simulate.chance import Dice
from services.heed.simulate.child import SOON, Child
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.reporting import report, take_back
from services.heed.simulate.tales.cast import Told
from services.heed.simulate.tales.text import MAIN, REPORT, EventText, StoryText
from services.heed.simulate.truth import Truth


@dataclass(slots=True)
class Telling:
    """A story about its children. `entries`: those of named events."""

    story: StoryText
    children: dict[str, Child]
    when: Told
    dice: Dice
    entries: dict[str, CaseEventEntry] = field(default_factory=dict)

    def tell(self) -> None:
        """Record every event."""
        for event in self.story.events:
            if event.type == REPORT:
                self._report(event)
            else:
                self._record(event)

    def truths(self, rule: str, name: str) -> Iterator[Truth]:
        """The finding, and that there is none about the other children."""
        story = self.story
        about = story.whose or next((e.child for e in story.events if e.id == story.anchor and e.id), MAIN)
        for who, child in self.children.items():
            expected = story.expected if who == about else "none"
            yield Truth(
                name if who == about else f"{name}/{who}",
                story.kind,
                rule,
                child.place.area.code,
                child.key,
                expected,
                story.severity if who == about else None,
                story.part,
                **(self._finding() if expected != "none" else {}),
                also=story.also,
            )

    def _finding(self) -> dict[str, str | None]:
        anchor = self.entries.get(self.story.anchor)
        return {
            "anchor_event": None if anchor is None else str(anchor.body["event_id"]),
            "opens": self._said(self.story.opens),
            "deadline": self._said(self.story.deadline),
            "ends": self._said(self.story.ends),
        }

    def _said(self, text: str | None) -> str | None:
        return None if text is None else self.when.at(text).isoformat()

    def _record(self, event: EventText) -> None:
        child, happened = self.children[event.child], self._at(event)
        occurred = at(happened.date()) if event.date else happened
        entry = child.record(
            event.type,
            occurred,
            by=carrier(child, event.type),
            recorded=self._recorded(event, happened),
            **({"occurred_precision": "day"} if event.date else {}),
            **self._about(event, child),
            **self._fields(event.fields),
        )
        if event.id:
            self.entries[event.id] = entry
        self._revise(event, child, entry)

    def _revise(self, event: EventText, child: Child, entry: CaseEventEntry) -> None:
        if event.amended is not None:
            fields = self._fields(event.amended.fields)
            entry = child.amend(entry, self.when.at(event.amended.at), **fields)
        if event.withdrawn is not None:
            child.withdraw(entry, self.when.at(event.withdrawn))

    def _report(self, event: EventText) -> None:
        """A person's report that names the child: the event is made of it by intake."""
        child, name = self.children[event.child], f"sim-tale-{len(self.children[event.child].entries)}"
        entry = report(child, self._at(event), f"{name}-{child.name}", **self._fields(event.fields))
        if event.withdrawn is not None:
            take_back(child, entry, self.when.at(event.withdrawn))

    def _at(self, event: EventText) -> datetime:
        return self.when.named[event.id] if event.id else self.when.at(event.at)

    def _recorded(self, event: EventText, happened: datetime) -> datetime:
        """A near miss is recorded at once: for as long as it isn't, the alert is there, and rightly."""
        if event.recorded is not None:
            return self.when.at(event.recorded)
        if self.story.kind.startswith("near_miss"):
            return happened
        return min(later(happened, self.dice.between(*SOON)), at(happened.date() + DAY, 23, 59))

    def _about(self, event: EventText, child: Child) -> dict[str, str]:
        if event.about is None:
            return {}
        other = self.entries[event.about]
        own = carrier(child, event.type) == other.agency
        return {"about_event": other.body["event_id"], **({} if own else {"about_agency": other.agency})}

    def _fields(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {name: self._value(value) for name, value in fields.items()}

    def _value(self, value: Any) -> Any:
        timed = isinstance(value, str) and value.startswith("@")
        return self.when.at(value.removeprefix("@")).isoformat() if timed else value


def carrier(child: Child, type: str) -> str:
    """Children's services where their feed brings the type, else the first agency whose feed does."""
    own = child.place.responsible.id
    return own if child.place.carries(own, type) else child.place.carriers(type)[0]
