"""People's names in a text: word by word, then with what belongs to them, then wherever they stand again."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.belonging import Marks, extend
from services.deidentify.context import BEFORE_PLACES
from services.deidentify.lookalikes import is_latin
from services.deidentify.model import Found
from services.deidentify.naming import reason
from services.deidentify.tokens import Token
from services.deidentify.vocabulary import ordinary, words

DOTTED: Final = re.compile(r"(?<![A-Za-z.])(?:[A-Z]\. ?){1,3}[A-Z](?:\.|(?![A-Za-z']))")
SPELT: Final = re.compile(r"(?<!\w)[A-Za-z](?:[ ._*-][A-Za-z](?!\w)){2,}+")
SPLIT: Final = re.compile(r"(?<!\w)[A-Za-z]{2,12}(?:[_*.][A-Za-z]{2,12}(?!\w))++")
_JOINS: Final = frozenset({"", " ", "-", ". ", ".", "  "})


def names(line: list[Token], text: str) -> Iterator[Found]:
    """Every name of a person or town, as long as it goes."""
    marks: Marks = [reason(line, at) for at in range(len(line))]
    extend(line, marks)
    _again(line, marks)
    extend(line, marks)
    yield from _together(line, marks, text)
    for match in DOTTED.finditer(text):
        letters = re.sub(r"[ .]", "", match.group()).lower()
        if text[max(0, match.start() - 2) : match.start()].rstrip()[-1:].isdigit() and letters in {"am", "pm"}:
            continue
        if letters not in (words("acronyms") if len(letters) > 2 else words("noinitials")):
            yield Found(*match.span(), "name", "initials", 6)
    for match in SPELT.finditer(text):
        letters = re.sub(r"\W|_", "", match.group()).lower()
        if letters not in words("acronyms") and len(set(letters)) > 2:
            yield Found(*match.span(), "name", "a word spelt letter by letter", 6)
    for match in SPLIT.finditer(text):
        if not all(ordinary(part) for part in re.split(r"[_*.]", match.group().lower())):
            yield Found(*match.span(), "name", "words tied together", 6)
    yield from _other_scripts(line)


def _other_scripts(line: list[Token]) -> Iterator[Found]:
    for token in line:
        if token.shape and not all(map(is_latin, token.word)):
            yield Found(token.start, token.end, "name", "in another script", 7)


def _again(line: list[Token], marks: Marks) -> None:
    """A word that is a name in one place is one in every other, unless it is an ordinary word there."""
    known = {token.word for token, mark in zip(line, marks, strict=True) if mark and len(token.word) > 2}
    for at, token in enumerate(line):
        if marks[at] is None and token.shape and _same(token, known):
            marks[at] = "named elsewhere in the text"


def _same(token: Token, known: set[str]) -> bool:
    if token.word in known:
        barred = words("slight", "monthlike", "capitals")
        begins = token.opens and token.word in words("modal")
        return not ordinary(token.word) or (token.shape != "lower" and not begins and token.word not in barred)
    return token.word.endswith("s") and token.word[:-1] in known and not ordinary(token.word)


def _together(line: list[Token], marks: Marks, text: str) -> Iterator[Found]:
    """Neighbouring words that are marked, as one; of a town where every one is."""
    at = 0
    while at < len(line):
        if marks[at] is None:
            at += 1
            continue
        last = _last_of(line, marks, at, text)
        turned = line[at].word in words("points") and at > 0 and line[at - 1].word in BEFORE_PLACES
        why = {mark for mark in marks[at : last + 1] if mark}
        kind = "place" if turned or why <= {"a town or county", "a place"} else "name"
        yield Found(line[at].start, line[last].end, kind, marks[at] or "", 5 if kind == "name" else 6)
        at = last + 1


def _last_of(line: list[Token], marks: Marks, at: int, text: str) -> int:
    last = at
    for ahead in range(at + 1, len(line)):
        if marks[ahead] is None:
            if line[ahead].word in {".", "-"} and not line[ahead].apart:
                continue
            break
        if text[line[last].end : line[ahead].start] not in _JOINS or line[last].whose:
            break
        if text[line[last].end : line[ahead].start].startswith(".") and len(line[last].word) > 1:
            break
        last = ahead
    return last
