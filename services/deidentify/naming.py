"""Why a word is taken for a name, word by word; None where it isn't."""

from typing import Final

from services.deidentify.context import Line, after, introduced, meant, paired, placed, speaks, titled, word_before
from services.deidentify.english import DETERMINERS, a_person, also_a_word, of_english
from services.deidentify.vocabulary import ordinary, rank, slip_of, words

_USUAL: Final = 300
_COMMON: Final = 5_000


def reason(line: Line, at: int) -> str | None:
    """Why the word at this place is taken for (a part of) a name or a place."""
    token = line[at]
    if not token.shape:
        return None
    if titled(line, at):
        return "after a title"
    if len(token.word) == 1 and initial(line, at):
        return "an initial"
    if len(token.word) == 1 or token.word in words("slight"):
        return None
    if token.word in words("names"):
        return "a name in our list"
    if token.word.endswith("s") and token.word[:-1] in words("names") and rank(token.word) > _COMMON:
        return "a name in our list, and an s"
    if token.odd and len(token.word) > 1 and token.word not in words("accented") and rank(token.word) > _USUAL:
        return "written with an accent or in disguise"
    return _unlisted(line, at)


def initial(line: Line, at: int) -> bool:
    """A letter with a full stop before what may be a surname: "J. Smith"."""
    stop, name = after(line, at), after(line, at, 2)
    if stop is None or name is None or stop.word != "." or stop.apart or not name.shape or _dotted_before(line, at):
        return False
    if line[at].shape == "lower" and name.shape != "lower":
        return False
    return (
        len(name.word) > 1 and (name.shape != "lower" or rank(name.word) > _COMMON) and name.word not in words("slight")
    )


def _dotted_before(line: Line, at: int) -> bool:
    """Inside "e.g." and the like."""
    return word_before(line, at) == "." and not line[at].apart


def _unlisted(line: Line, at: int) -> str | None:
    token = line[at]
    if token.word in words("places") and (token.shape != "lower" or not ordinary(token.word)):
        return "a town or county"
    if token.word in words("monthlike"):
        return a_person(line, at, spoken=token.shape != "lower")
    if token.word in words("wordnames"):
        return also_a_word(line, at)
    if token.word in words("acronyms") and (token.shape == "upper" or not token.word.isascii() or len(token.word) < 4):
        return None
    if token.word in words("capitals", "acronyms", "kin", "roles"):
        return None
    return of_english(line, at) if ordinary(token.word) else _of_no_english(line, at)


def _of_no_english(line: Line, at: int) -> str | None:
    token = line[at]
    told = introduced(line, at) or speaks(line, at) or paired(line, at) or _object(line, at)
    if token.shape == "upper":
        return _in_capitals(line, at, told)
    if token.shape == "lower" or token.opens:
        if len(token.word) < 3 and not told:
            return None
        ahead = after(line, at)
        beside = token.shape != "lower" and ahead is not None and ahead.shape == "title" and not ordinary(ahead.word)
        if not told and not beside and slip_of(token.word):
            return None
    return "a place" if placed(line, at) and token.shape != "lower" and not token.whose else "no English word"


def _object(line: Line, at: int) -> bool:
    """After "told", "rang", "with": where a slip of the finger is less likely than a name."""
    return meant(line, at) and word_before(line, at) not in {"by", "for", "about", "to", "from", "and", "with"}


def _in_capitals(line: Line, at: int, told: bool) -> str | None:
    token = line[at]
    if word_before(line, at) in DETERMINERS:
        return None
    if len(token.word) > 3:
        return "no English word"
    person = told or meant(line, at) or token.whose or word_before(line, at) in words("roles")
    return "initials" if person else None
