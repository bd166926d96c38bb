"""Words of English that may be names: by capitals, by how rare they are, and by what stands around them."""

from typing import Final

from services.deidentify.context import Line, acts, after, introduced, meant, paired, related, speaks, word_before
from services.deidentify.vocabulary import endings, rank, words

_BARE_VERBS: Final = frozenset({"hit", "hurt", "thought", "saw", "left", "felt", "put", "let"})
DETERMINERS: Final = frozenset({"the", "a", "an", "our", "their", "new", "old", "local", "no"})
_TELLING: Final = frozenset({"said", "says", "told", "tells", "asked", "asks", "rang", "texted", "phoned", "shouted"})
_SELDOM: Final = 6_000
_COMMON: Final = 5_000
_RARE: Final = 12_000
_RAREST: Final = 25_000
_HARDLY_USED: Final = 32_000


def a_person(line: Line, at: int, *, spoken: bool = True) -> str | None:
    if introduced(line, at) or related(line, at):
        return "beside a word for who it is"
    bare = line[at].word in {"will", "may"} and (ahead := after(line, at)) is not None and ahead.word in _BARE_VERBS
    return "does what people do" if spoken and speaks(line, at) and not bare else None


def also_a_word(line: Line, at: int) -> str | None:
    token = line[at]
    ahead = after(line, at)
    vague = token.opens and token.word in words("abstract") and (ahead is None or ahead.word not in _TELLING)
    if not vague and (found := a_person(line, at)):
        return found
    if token.shape == "lower":
        return None
    if not token.opens:
        return "a name that is a word too, with a capital"
    plain = token.word not in words("abstract") and token.word not in words("surnames")
    return "a name that is a word too, at the beginning" if plain and acts(line, at) else None


def of_english(line: Line, at: int) -> str | None:
    token = line[at]
    if token.shape == "lower":
        return _rare(line, at)
    if rank(token.word) > _SELDOM and not token.opens and word_before(line, at) not in DETERMINERS:
        return "a rare word with a capital"
    if token.shape == "upper":
        return None
    if rank(token.word) > _COMMON and related(line, at):
        return "beside a word for who it is"
    if token.opens:
        person = rank(token.word) > _RARE and (speaks(line, at) or acts(line, at))
        return "a rare word with a capital, where a person is meant" if person else None
    ahead = after(line, at)
    if ahead is not None and ahead.shape == "title" and ahead.word in words("capitals"):
        return None
    if introduced(line, at) and rank(token.word) > 300:
        return "after a word for who it is"
    if speaks(line, at) or (meant(line, at) and rank(token.word) > _COMMON):
        return "a word with a capital, where a person is meant"
    return None


def _rare(line: Line, at: int) -> str | None:
    """A word in lower case that hardly anyone uses, where a person is meant."""
    token = line[at]
    place = rank(token.word)
    if place > _RARE and introduced(line, at) and not token.word.endswith(("ed", "ing", "ly")):
        return "after a word for who it is"
    if (
        place > (_RAREST if not token.whose else _SELDOM)
        and related(line, at)
        and not token.word.endswith(endings("endings"))
    ):
        return "beside a word for who it is"
    if place < _RAREST or token.word.endswith(endings("endings")) or _inflected(token.word):
        return None
    if place > _HARDLY_USED:
        return "a word that hardly anyone uses"
    person = speaks(line, at) or acts(line, at) or meant(line, at) or paired(line, at)
    return "a rare word, where a person is meant" if person else None


def _inflected(word: str) -> bool:
    """A plural, or done again: "retractions", "reopens"."""
    stem = word.removeprefix("re").removesuffix("s")
    return len(stem) > 3 and stem != word and rank(stem) < _RAREST
