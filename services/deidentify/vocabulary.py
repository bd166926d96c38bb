"""Which words are ordinary English, and which are names: lists of ours beside a maintained dictionary.

The idea is Philter's (Norgeot and others, 2020): what isn't known to be harmless is taken away. A list of names can't
hold the next child's; a list of ordinary words holds nearly all of them. The dictionary is symspellpy's, with counts
from Google's n-grams; the proper nouns in it stand in `words/proper.txt` and are put out again.
"""

from functools import cache
from importlib.resources import files
from typing import Final

LISTS: Final = files("services.deidentify") / "words"
_SLIP_OF_RANK: Final = 4_000
_VERY_COMMON: Final = 100
_BASE_RANK: Final = 10_000
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_BEFORE: Final = (
    "un",
    "re",
    "pre",
    "non",
    "anti",
    "over",
    "under",
    "mis",
    "post",
    "co",
    "de",
    "multi",
    "inter",
    "self",
)
_AFTER: Final = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "ish", "less")
LONGEST: Final = 24
"""Letters: no English word or name that is looked up is longer."""


@cache
def words(*names: str) -> frozenset[str]:
    """Lists of ours, together: words parted by white space, lines that begin with `#` left out."""
    lines = [line for name in names for line in (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def endings(name: str) -> tuple[str, ...]:
    """A list of ours of what words end in."""
    return tuple(sorted(words(name)))


@cache
def ranks() -> dict[str, int]:
    """Ordinary words by how common they are: 0 is the commonest."""
    source = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    counted = (line.split() for line in source.read_text(encoding="utf-8-sig").splitlines())
    proper = words("proper", "names")
    common = sorted(((int(count), word) for word, count in counted if word not in proper), reverse=True)
    ranked = {word: rank for rank, (_, word) in enumerate(common) if len(word) > 1}
    return ranked | dict.fromkeys(words("ordinary"), 500) | dict.fromkeys(words("slight"), 0)


def rank(word: str) -> int:
    """How common a word in lower case is; a large number for one that isn't known."""
    return ranks().get(word, 10**6)


@cache
def _ordinary(word: str) -> bool:
    known = ranks()
    if word in known:
        return True
    bare = word.replace("'", "")
    if bare in known or _drawn_out(bare):
        return True
    begun = (word[len(one) :] for one in _BEFORE if word.startswith(one))
    ended = (word[: -len(one)] for one in _AFTER if word.endswith(one))
    return any(len(stem) > 3 and rank(stem) < _BASE_RANK for stem in (*begun, *ended))


def ordinary(word: str) -> bool:
    """Whether a word in lower case is ordinary English as it stands, with an affix, or drawn out ("sooo")."""
    return len(word) <= LONGEST and word not in words("names") and _ordinary(word)


def _drawn_out(word: str) -> bool:
    once = _even(word)
    return len(word) - len(once) > 1 and once in ranks()


@cache
def slip_of(word: str) -> str | None:
    """A common word of which this one is a slip of the finger or the spelling, or none.

    Two letters changed over, a letter doubled or not, a letter left out, in a longer word another one struck. A name
    that is one letter off a word ("denis", "lenka") mostly differs in another way, or is shorter.
    """
    if not 2 < len(word) <= LONGEST or not word.isascii():
        return None
    common = _SLIP_OF_RANK if len(word) > 3 else _VERY_COMMON
    near = {each for each in _slips(word) if len(each) > 2 and _rank_here(each) < common}
    even = _evened().get(_even(word)) if len(word) > 4 else None
    return min(near, key=rank, default=even)


def _rank_here(word: str) -> int:
    """As `rank`, with the field's own words among the common ones."""
    return min(rank(word), 1_000) if word in words("capitals") and word in ranks() else rank(word)


def _slips(word: str) -> set[str]:
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    more = {a + letter + b for a, b in parts for letter in _LETTERS} if len(word) > 5 else set()
    other = {a + letter + b[1:] for a, b in parts if b for letter in _LETTERS} if len(word) > 6 else set()
    gone = {a + b[1:] for a, b in parts if b} if len(word) > 6 else set()
    return swapped | more | other | gone


def _even(word: str) -> str:
    """The word with no letter twice in a row."""
    return "".join(a for a, b in zip(word, " " + word, strict=False) if a != b)


@cache
def _evened() -> dict[str, str]:
    return {
        _even(word): word
        for word, place in ranks().items()
        if len(word) > 4 and (place < _SLIP_OF_RANK or word in words("capitals"))
    }
