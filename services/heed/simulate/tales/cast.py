"""The children of a story, and when it takes place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.heed.simulate.calendar import DAY, at
from services.heed.simulate.chance import Dice
from services.heed.simulate.child import Child, child_name
from services.heed.simulate.tales.moments import moment
from services.heed.simulate.tales.text import MAIN, StoryText
from services.heed.simulate.world import Place

YEARS: Final = {
    "unborn": (-0.4, -0.25),
    "under_1": (0.15, 0.4),
    "1": (1.15, 1.4),
    "2_4": (2.2, 3.9),
    "5_10": (6.5, 9.5),
    "11_15": (12.5, 14.5),
    "16_17": (16.2, 16.5),
    "18_plus": (18.2, 19.0),
}
"""A child's age when its story begins: far from the ends of the band."""
YEAR: Final = 365.25
ROOM: Final = 15
"""Days that a story leaves before the end, so that every feed has said that it is complete."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a story says is when: its start, and the moments of its events by their names."""

    start: datetime
    named: Mapping[str, datetime]

    def at(self, text: str) -> datetime:
        """The moment that the words name."""
        return moment(text, self.start, self.named)


def told(story: StoryText, start: datetime) -> Told:
    """All its events have their moments; each may be named after it was told."""
    named: dict[str, datetime] = {}
    for event in story.events:
        at = moment(event.at, start, named)
        if event.id:
            named[event.id] = at
    return Told(start, named)


def placed(story: StoryText, dice: Dice, last: date) -> Told:
    """A story whose finding must be open passes its last deadline days before the end; others are over by then."""
    day, most = last - dice.randint(4, 11) * DAY, last - (4 if story.expected == "open" else ROOM) * DAY
    hour = (9, dice.randint(0, 59))
    found = told(story, at(day, *hour))
    while _over(story, found).date() > most:
        day -= DAY
        found = told(story, at(day, *hour))
    if story.expected == "open":
        return found
    return told(story, at(day - dice.randint(0, 40) * DAY, *hour))


def _over(story: StoryText, when: Told) -> datetime:
    """When all that matters has happened and is recorded."""
    if story.expected == "open":
        return when.at(story.deadline or story.opens or "")
    said = [story.deadline, story.opens]
    for event in story.events:
        said += [event.at, event.recorded, event.withdrawn, None if event.amended is None else event.amended.at]
    return max(when.at(text) for text in said if text is not None)


def cast(story: StoryText, place: Place, name: str, when: Told, dice: Dice) -> dict[str, Child]:
    """The children by what the story calls them; a family where there are several, the others of school age."""
    called = list(dict.fromkeys([MAIN, *(event.child for event in story.events)]))
    family = place.pseudonym(child_name("family", name)) if len(called) > 1 else None
    return {who: Child(place, child_name(name, who), _born(story, who, when, dice), dice, family) for who in called}


def _born(story: StoryText, who: str, when: Told, dice: Dice) -> date:
    if who == MAIN and story.born is not None:
        return when.at(story.born).date()
    years = YEARS[story.age if who == MAIN else "5_10"]
    return when.start.date() - timedelta(days=round(dice.uniform(*years) * YEAR))
