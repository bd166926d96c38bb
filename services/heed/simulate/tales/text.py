"""What a file of stories holds: the events of each, and what its rule must make of them."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from schemas.codes import AgeBand, Severity
from services.heed.simulate.tales.variants import told_each
from services.heed.simulate.truth import Expected

Moment = Annotated[str, StringConstraints(strip_whitespace=True)]
"""See `moments`; empty is the story's start."""
MAIN = "child"
"""The child that a story is about, where it names no other."""
REPORT = "incident_reported"


class Text(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AmendedText(Text):
    """A later revision of an event, recorded at `at`."""

    at: Moment
    fields: dict[str, Any]


class EventText(Text):
    """An event of a story. Fields that begin with `@` are moments.

    `id` names it for other moments, for `about` and as an anchor. `recorded`: when, if not within hours; `date`: only
    its day is known; `withdrawn`: when it was taken back.
    """

    at: Moment = ""
    type: str
    id: str = ""
    child: str = MAIN
    date: bool = False
    recorded: Moment | None = None
    about: str | None = None
    fields: dict[str, Any] = {}
    amended: AmendedText | None = None
    withdrawn: Moment | None = None


class StoryText(Text):
    """One story; in a file it may stand for several (see `variants`).

    The rule's finding is anchored at `anchor` and is about `whose`, by default the child of the anchor. `opens` and
    `deadline`: when it begins, and when its last deadline passes where that is another; `ends`: when what came ends it.
    `also`: rules, or parts as `rule/part`, that may have cause to speak as well. `needs` stands for the file's. `born`:
    where `age` doesn't say it closely enough.
    """

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    says: str
    part: str | None = None
    age: AgeBand = "5_10"
    born: Moment | None = None
    events: Annotated[tuple[EventText, ...], Field(min_length=1)]
    expected: Expected
    severity: Severity | None = None
    anchor: str = ""
    whose: str | None = None
    opens: Moment | None = None
    deadline: Moment | None = None
    ends: Moment | None = None
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _said_in_full(self) -> Self:
        found = self.expected != "none"
        if found != (self.opens is not None) or found != (self.severity is not None):
            raise ValueError("opens and severity go with a finding, and with nothing else")
        if found and self.anchor not in {event.id for event in self.events}:
            raise ValueError(f"anchor {self.anchor!r} is no event of the story")
        return self


class TaleFile(Text):
    """The stories of a rule. `guidance`: what the table of rules says.

    `needs`: types that the feed of the child's own services must carry. `quiet`: types that bear on the rule and that
    no story holds: nothing of them is put around its children.
    """

    rule: str
    guidance: str
    needs: tuple[str, ...]
    quiet: tuple[str, ...] = ()
    stories: Annotated[tuple[StoryText, ...], Field(min_length=1)]

    @property
    def mentioned(self) -> frozenset[str]:
        """Every event type that has to do with the rule."""
        told = (event.type for story in self.stories for event in story.events)
        return frozenset((*self.needs, *self.quiet, *told))


@cache
def packaged_tales() -> tuple[TaleFile, ...]:
    """The stories that come with Heed, by the rule's name."""
    return tuple(sorted(_read(), key=lambda one: one.rule))


def _read() -> Iterator[TaleFile]:
    for one in resources.files("services.heed.simulate.tales.files").iterdir():
        if one.name.endswith(".toml"):
            file = tomllib.loads(one.read_text(encoding="utf-8"))
            stories = [told for story in file.get("stories", ()) for told in told_each(story)]
            yield TaleFile.model_validate(file | {"stories": stories})
