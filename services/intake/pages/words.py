"""What the forms say: one file of words for each audience."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from schemas.codes import JOURNEY_STAGES

Audience = Literal["staff", "family", "child"]
AUDIENCES: Final[tuple[Audience, ...]] = ("staff", "family", "child")


class Option(NamedTuple):
    """An answer that may be chosen: what is kept, what is read, and a hint."""

    value: str
    text: str
    hint: str = ""


class Question(NamedTuple):
    """One page's question. `short` is its name in the list of answers and in errors; `more` asks for words beside."""

    id: str
    title: str
    short: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    more: str = ""
    extra: Mapping[str, str] = {}


class Words(NamedTuple):
    """All that one form says, by the question's id."""

    name: str
    questions: Mapping[str, Question]


@lru_cache(maxsize=8)
def words_for(audience: Audience) -> Words:
    """The words of an audience's form."""
    file = files("services.intake.pages") / "words" / f"{audience}.toml"
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    name = content.pop("name")
    if audience == "staff":
        content["stage"]["options"] = [[code, words[:1].upper() + words[1:]] for code, words in JOURNEY_STAGES.items()]
    return Words(name, {id: _question(id, said) for id, said in content.items()})


def _question(id: str, said: dict[str, object]) -> Question:
    known = {name: str(said.pop(name)) for name in ("title", "short", "hint", "more") if name in said}
    options = tuple(Option(*map(str, each)) for each in _listed(said.pop("options", ())))
    return Question(id, **known, options=options, extra={name: str(value) for name, value in said.items()})


def _listed(value: object) -> list[list[object]]:
    return [list(each) for each in value] if isinstance(value, list) else []
