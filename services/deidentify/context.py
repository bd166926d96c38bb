"""What the words around a word say about it: whether it is somebody's name."""

from collections.abc import Sequence
from typing import Final

from services.deidentify.tokens import Token
from services.deidentify.vocabulary import endings, ordinary, words

OWNERS: Final = frozenset({"my", "your", "his", "her", "our", "their", "its", "the", "a", "an", "this", "that", "s"})
_BEARING: Final = frozenset({"called", "named", "nicknamed", "surname", "forename", "surnamed", "name", "names"})
_AUXILIARY: Final = frozenset(
    {"is", "was", "has", "had", "wasnt", "isnt", "hadnt", "hasnt", "does", "did", "didnt", "doesnt", "who"}
)
BEFORE_PLACES: Final = frozenset({"in", "near", "around", "from", "to", "at", "of", "outside", "towards"})

Line = Sequence[Token]


def before(line: Line, at: int, back: int = 1) -> Token | None:
    """The token so many places back, or none."""
    return line[at - back] if at >= back else None


def after(line: Line, at: int, on: int = 1) -> Token | None:
    """The token so many places on, or none."""
    return line[at + on] if at + on < len(line) else None


def word_before(line: Line, at: int, back: int = 1) -> str:
    """The word so many places back, or nothing."""
    token = before(line, at, back)
    return token.word if token else ""


def titled(line: Line, at: int) -> bool:
    """After "Mr", "Dr", "PC" and the like, with or without a full stop."""
    dotted = word_before(line, at) == "."
    title = before(line, at, 2 if dotted else 1)
    if title is None or title.word not in words("titles") or (dotted and line[at - 1].apart):
        return False
    if line[at].word in words("slight", "speech") or line[at].apart.strip():
        return False
    if len(line[at].word) == 1 and line[at].word not in "iau":
        return True
    if title.word == "miss" and not dotted and word_before(line, at, 2) in words("toward", "roles"):
        return True
    return title.word not in words("mildtitles") or (title.shape != "lower" and line[at].shape != "lower")


def introduced(line: Line, at: int) -> bool:
    """After "my son", "a girl called", "her name is": the words that bring a name."""
    last, second, third = (word_before(line, at, back) for back in (1, 2, 3))
    if last in words("kin"):
        owner = before(line, at, 2)
        return second in OWNERS or last == "baby" or bool(owner and (owner.whose or owner.held))
    if last in {"is", "was"}:
        return second in {"name", "nickname", "surname"}
    if last == "," and second in words("kin"):
        return third in OWNERS
    return last in _BEARING or (last == "as" and second in {"known"})


def speaks(line: Line, at: int) -> bool:
    """Before "said", "told", "rang": the subject of what a person does."""
    behind, ahead = before(line, at), after(line, at)
    if ahead is None or ahead.word not in words("speech") or ahead.shape == "":
        return False
    return behind is None or line[at].opens or not behind.shape or behind.word in words("clauses")


def acts(line: Line, at: int) -> bool:
    """Before "is", "was", "has", or with "'s": the subject of a sentence, as far as it shows."""
    ahead = after(line, at)
    return line[at].whose or (ahead is not None and ahead.word.replace("'", "") in _AUXILIARY)


def related(line: Line, at: int) -> bool:
    """Before "'s mother", or with an age in brackets: "Liana (4)"."""
    ahead, then = after(line, at), after(line, at, 2)
    if ahead is None:
        return False
    aged = ahead.word == "(" and then is not None and then.word.isdigit() and line[at].shape == "title"
    family = ahead.word in {"family", "household"} and not line[at].whose
    return aged or family or (line[at].whose and ahead.word in words("kin", "roles"))


def meant(line: Line, at: int) -> bool:
    """After "told", "with", "rang": what is done to or with a person."""
    return word_before(line, at) in words("toward")


def placed(line: Line, at: int) -> bool:
    """After "lives in", "moved to", "from the village of": a place rather than a person."""
    back = 2 if word_before(line, at) in words("points") else 1
    if word_before(line, at, back) not in BEFORE_PLACES:
        return False
    near = {word_before(line, at, far) for far in range(2, 12)}
    return (
        bool(near & words("living"))
        or word_before(line, at, back) in {"in", "near"}
        or line[at].word.endswith(endings("placeends"))
    )


def paired(line: Line, at: int) -> bool:
    """After a name or a word for kin and "and"."""
    first = before(line, at, 2)
    if word_before(line, at) not in {"and", "&"} or first is None:
        return False
    return first.held or first.word in words("names") or bool(first.shape and not ordinary(first.word))
