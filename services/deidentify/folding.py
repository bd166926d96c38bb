"""One plain spelling of a text, and the way back to its own characters.

A name may be written with accents, full-width or mathematical letters, letters of another script that look the same,
or with characters between its letters that nobody sees. Recognisers read the folded text; offsets go back.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from services.deidentify.lookalikes import DRAWN_OTHERWISE, LOOKALIKES, is_latin

UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Co", "Cn", "Cs"})
"""Unicode categories of characters that are drawn over others or not at all."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`text[i]` stands for the original's characters from `starts[i]` up to, not including, `ends[i]`."""

    text: str
    starts: list[int]
    ends: list[int]
    odd: list[bool]
    """Whether this character is written otherwise than plainly: with an accent, or in a way that hides it."""


def fold(text: str) -> Folded:
    """Fold any string. What is left out belongs to the character before it."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    odd: list[bool] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        if not plain and ends:
            ends[-1] = place + 1
            odd[-1] = True
        for letter in plain:
            letters.append(letter)
            starts.append(place)
            ends.append(place + 1)
            odd.append(letter != character)
    strange = [otherwise or _foreign(letter) for otherwise, letter in zip(odd, letters, strict=True)]
    return Folded(_one_script("".join(letters)), starts, ends, strange)


def _foreign(letter: str) -> bool:
    return not letter.isascii()


def _plain(character: str) -> str:
    """The character as plainly as it can be written; nothing for one that isn't seen."""
    if " " <= character <= "~":
        return character
    if character in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85":
        return "\n" if character in "\n\v\f\x85" else " "
    if character in DRAWN_OTHERWISE:
        return DRAWN_OTHERWISE[character]
    if unicodedata.category(character) in UNSEEN | {"Cc"}:
        return ""
    return "".join(_letter(each) for each in unicodedata.normalize("NFKD", character))


def _letter(character: str) -> str:
    category = unicodedata.category(character)
    if category in UNSEEN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    if category in {"Zs", "Zl", "Zp"}:
        return " " if category == "Zs" else "\n"
    return DRAWN_OTHERWISE.get(character, character)


def _one_script(text: str) -> str:
    """Letters that look Latin become Latin in a word that has a Latin letter, or that is made of such letters only."""
    if text.isascii():
        return text
    out: list[str] = []
    word: list[str] = []
    for character in text:
        if character.isalpha():
            word.append(character)
        else:
            out += _word(word)
            word = []
            out.append(character)
    return "".join(out + _word(word))


def _word(letters: list[str]) -> list[str]:
    if all(letter.isascii() for letter in letters):
        return letters
    disguised = any(map(is_latin, letters)) or all(letter in LOOKALIKES for letter in letters)
    return [LOOKALIKES.get(letter, letter) for letter in letters] if disguised else letters
