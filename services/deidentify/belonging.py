"""What belongs to a name: the surname beside the forename, both sides of a hyphen, initials, "van der"."""

from typing import Final

from services.deidentify.tokens import Token
from services.deidentify.vocabulary import ordinary, rank, words

_SHORT: Final = frozenset({"e", "o", "y", "do", "te", "ten", "den", "an", "na", "ni"})
_COMMON: Final = 2_000
_USUAL: Final = 300
_SELDOM: Final = 8_000
_RARE: Final = 15_000

Marks = list[str | None]
"""For each token why it is taken for a name, or None."""


def extend(line: list[Token], marks: Marks) -> None:
    """Take what belongs to a name: forename and surname, both sides of a hyphen, initials, "van der"."""
    for at in range(1, len(line)):
        if marks[at] is None and marks[at - 1] and _follows(line, at):
            marks[at] = "beside a name"
        elif marks[at] is None and at > 1 and marks[at - 2] and (marks[at - 2] == "an initial" or _tied(line, at)):
            marks[at] = "tied to a name"
        elif marks[at] is None and at > 1 and marks[at - 2] and _turned(line, at - 1, line[at]):
            marks[at] = "beside a name"
    for at in range(len(line) - 2, -1, -1):
        if marks[at] is None and marks[at + 1] and _precedes(line, at):
            marks[at] = "beside a name"
        elif marks[at] is None and at + 2 < len(line) and marks[at + 2] and _tied(line, at + 2) and _tieable(line[at]):
            marks[at] = "tied to a name"
        elif marks[at] is None and at + 2 < len(line) and marks[at + 2] and _turned(line, at + 1, line[at]):
            marks[at] = "beside a name"


def _turned(line: list[Token], comma: int, token: Token) -> bool:
    """Whether a word may be half of a name with the surname first: "Hayes, Troy"."""
    if line[comma].word != "," or line[comma].apart or not token.shape or len(token.word) < 3:
        return False
    if token.shape == "lower":
        return rank(token.word) > _SELDOM and not token.word.endswith(("ed", "ing", "ly"))
    barred = _barred() | words("kin", "speech", "roles")
    return (
        token.word not in barred and rank(token.word) > _COMMON and line[comma + 1].shape in {"title", "upper", "mixed"}
    )


def _barred() -> frozenset[str]:
    return words("slight", "monthlike", "acronyms") | (words("capitals") - words("surnames"))


def _tied(line: list[Token], at: int) -> bool:
    """Whether a hyphen, or an initial's full stop, ties this token to the one two before."""
    middle, token, first = line[at - 1], line[at], line[at - 2]
    if not token.shape or middle.apart or (token.apart and middle.word != "."):
        return False
    if middle.word == "-":
        return _tieable(token) and not first.whose
    return middle.word == "." and len(first.word) == 1 and token.shape in {"title", "upper", "mixed"}


def _tieable(token: Token) -> bool:
    if token.word in words("notied") or token.word in words("kin", "roles"):
        return False
    return (
        token.shape in {"title", "upper", "mixed"}
        or token.word in words("particles")
        or (bool(token.shape) and rank(token.word) > _USUAL)
    )


def _follows(line: list[Token], at: int) -> bool:
    token, name = line[at], line[at - 1]
    if not token.shape or token.apart != " " or name.whose:
        return False
    if len(token.word) == 1:
        return token.shape == "title" and (token.word not in "ia" or _dotted(line, at))
    if token.word in words("particles"):
        return _leads_on(line, at) and (token.word not in words("slight") or name.word in words("particles"))
    if token.shape == "lower":
        return _small_surname(token, name)
    return _may_be_a_surname(token)


def _leads_on(line: list[Token], at: int) -> bool:
    """Whether after this particle, and two more at most, a surname stands: "van den Berg"."""
    for ahead in line[at + 1 : at + 4]:
        if not ahead.shape or ahead.apart != " ":
            return False
        if ahead.word not in words("particles"):
            return ahead.shape in {"title", "mixed", "upper"} or rank(ahead.word) > _SELDOM
    return False


def _small_surname(token: Token, name: Token) -> bool:
    if token.word in words("plainsurnames") or name.word in words("particles"):
        return token.word not in words("slight")
    if token.word in words("acronyms", "kin", "roles", "capitals") or len(token.word) < 3:
        return False
    return rank(token.word) > _RARE and not (ordinary(token.word) and token.word.endswith(("ed", "ing", "ly", "s")))


def _may_be_a_surname(token: Token) -> bool:
    return token.word not in _barred()


def _dotted(line: list[Token], at: int) -> bool:
    return at + 1 < len(line) and line[at + 1].word == "." and not line[at + 1].apart


def _precedes(line: list[Token], at: int) -> bool:
    token, name = line[at], line[at + 1]
    if name.word == "," and not name.apart:
        return False
    if not token.shape or name.apart not in {" ", ""} or token.whose:
        return False
    if len(token.word) == 1:
        return token.shape == "title" and token.word not in "ia"
    if token.word in words("particles"):
        return token.shape != "lower" or token.word not in words("slight", "capitals", "acronyms") | _SHORT
    if token.word in words("points") and token.shape == "title" and not token.opens:
        return True
    if token.shape == "lower" or token.word in words("slight", "monthlike", "capitals", "acronyms"):
        return False
    if token.opens:
        also_a_word = token.word in words("wordnames") and token.word not in words("modal") - {"grace", "rose", "faith"}
        return also_a_word or not ordinary(token.word)
    return token.word not in words("kin", "speech")
