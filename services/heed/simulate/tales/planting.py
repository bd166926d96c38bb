"""The stories of every rule in one area, those of the first four rules included, and children without any story."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from services.heed.simulate.calendar import DAY, at
from services.heed.simulate.chance import dice
from services.heed.simulate.child import Child, child_name
from services.heed.simulate.tales.cast import cast, placed
from services.heed.simulate.tales.ordinary import nothing_but, surround
from services.heed.simulate.tales.telling import Telling
from services.heed.simulate.tales.text import REPORT, StoryText, TaleFile, packaged_tales
from services.heed.simulate.truth import Truth
from services.heed.simulate.world import Place
from services.triage.feeds import FOR_ALL

QUIET: Final = 2
"""Children without a story, an area and telling."""
NOTHING: Final = "ordinary"


def plant_every_rule(
    place: Place, seed: int, number: int, last: date, files: Iterable[TaleFile] | None = None
) -> tuple[list[Child], list[Truth]]:
    """Every story that the area's feeds can tell, once, each about children of its own."""
    children: list[Child] = []
    truths: list[Truth] = []
    chosen = tuple(packaged_tales() if files is None else files)
    for file in chosen:
        for story in file.stories:
            if tellable(file, story, place):
                found, lines = _told(file, story, place, seed, number, last)
                children += found
                truths += lines
    for each in range(QUIET):
        child, lines = _untold(chosen, place, seed, number * QUIET + each, last)
        children.append(child)
        truths += lines
    return children, truths


def tellable(file: TaleFile, story: StoryText, place: Place) -> bool:
    """Whether whoever should carries what the rule awaits, and somebody every event of the story."""
    needs = file.needs if story.needs is None else story.needs
    own = all(place.carries(place.responsible.id, type) or (type in FOR_ALL and place.carriers(type)) for type in needs)
    return own and all(event.type == REPORT or place.carriers(event.type) for event in story.events)


def _told(
    file: TaleFile, story: StoryText, place: Place, seed: int, number: int, last: date
) -> tuple[list[Child], list[Truth]]:
    called = "/".join(filter(None, (file.rule, story.part, story.kind)))
    chance = dice("tale", seed, place.area.code, called, number)
    when = placed(story, chance, last)
    name = child_name("tale", seed, place.area.code, called, number)
    telling = Telling(story, cast(story, place, name, when, chance), when, chance)
    telling.tell()
    truths = list(telling.truths(file.rule, f"{called}/{place.area.code}/{number}"))
    children = list(telling.children.values())
    for child in children:
        surround(child, when.start, file.mentioned, chance)
    return children, truths


def _untold(files: Iterable[TaleFile], place: Place, seed: int, number: int, last: date) -> tuple[Child, list[Truth]]:
    chance = dice("untold", seed, place.area.code, number)
    start = at(last - chance.randint(346, 352) * DAY, 9)
    born = start.date() - chance.randint(7 * 365, 9 * 365) * DAY
    child = Child(place, child_name("untold", seed, place.area.code, number), born, chance)
    nothing_but(child, start, chance)
    story = f"{NOTHING}/{place.area.code}/{number}"
    rules = (file.rule for file in files)
    return child, [Truth(story, NOTHING, rule, place.area.code, child.key, "none", also=()) for rule in rules]
