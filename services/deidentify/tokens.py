"""A text as words and marks, with what the recogniser of names asks about each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.deidentify.dates import HIDDEN
from services.deidentify.vocabulary import words

TOKEN: Final = re.compile(rf"{HIDDEN}+|[^\W\d_]+(?:'[^\W\d_]+)*+|\d+|[^\s\w]")
_ENDING: Final = re.compile(r"'(?:s|d|ll|ve|re|m|t)$")
_OPENING: Final = frozenset('.!?:\n"*')
_SHOUTED: Final = 0.7
"""Share of words in capitals from which capitals tell nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is in lower case without "'s"; `shape` is lower, title, upper or mixed, or "" for what is no word."""

    start: int
    end: int
    word: str
    shape: str
    opens: bool
    """Whether a sentence begins here, where any word has a capital."""
    apart: str
    """What stands between the token before and this one."""
    whose: bool
    """Whether "'s" follows."""
    held: bool = False
    """Whether this is the placeholder of a name."""
    odd: bool = False
    """Whether a letter of it has an accent or is disguised, where most of the text isn't so."""


def tokens(text: str, whole: str, odd: Sequence[bool] = ()) -> list[Token]:
    """The tokens of a text whose placeholders are hidden; `whole` is the text in which they can be read."""
    found: list[Token] = []
    opens, end = True, 0
    for match in TOKEN.finditer(text):
        apart = text[end : match.start()]
        opens = opens or "\n" in apart
        found.append(_token(match, opens, apart, whole))
        opens = _next_opens(found, opens)
        end = found[-1].end
    return _oddly_written(_evenly_written(found), odd)


def _next_opens(found: Sequence[Token], opens: bool) -> bool:
    """Whether the next token begins a sentence: not after the full stop of an initial or a title."""
    last = found[-1]
    if last.word == "." and not last.apart and len(found) > 1:
        return (len(found[-2].word) > 1 and found[-2].word not in words("titles")) or not found[-2].shape
    return (opens and not last.shape and not last.held) or last.word in _OPENING


def _token(match: re.Match[str], opens: bool, apart: str, whole: str) -> Token:
    written = match.group()
    if not written[0].isalpha():
        held = written[0] == HIDDEN and whole.startswith("[name", match.start())
        return Token(match.start(), match.end(), written[0], "", opens, apart, False, held)
    ending = _ENDING.search(written)
    whose = bool(ending and ending.group() == "'s")
    stem = written[: ending.start()] if ending and ending.group() != "'t" else written
    return Token(
        match.start(), match.start() + len(stem), stem.lower().replace("n't", "nt"), _shape(stem), opens, apart, whose
    )


def _shape(written: str) -> str:
    if written.islower():
        return "lower"
    if len(written) > 1 and written.isupper():
        return "upper"
    return "title" if (written[0].isupper() and written[1:].islower()) or len(written) == 1 else "mixed"


def _evenly_written(found: Sequence[Token]) -> list[Token]:
    """Where nearly all is in capitals, or every word has one, a capital tells nothing: taken as lower case."""
    long = [token for token in found if token.shape and len(token.word) > 1]
    counted = {shape: sum(token.shape == shape for token in long) for shape in ("upper", "title")}
    flat = {shape for shape, count in counted.items() if len(long) > 3 and count > _SHOUTED * len(long)}
    return [_lowered(token) if token.shape in flat else token for token in found]


def _lowered(token: Token) -> Token:
    return replace(token, shape="lower")


def _oddly_written(found: list[Token], odd: Sequence[bool]) -> list[Token]:
    """Mark the words that are written oddly, unless most are: then it is how this text is written."""
    strange = {at for at, token in enumerate(found) if token.shape and any(odd[token.start : token.end])}
    if 2 * len(strange) > sum(bool(token.shape) for token in found) > 3:
        return found
    return [replace(token, odd=True) if at in strange else token for at, token in enumerate(found)]
