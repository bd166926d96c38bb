"""E-mail addresses, web addresses, names on social media."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.model import Found
from services.deidentify.vocabulary import ordinary, words

EMAIL: Final = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++(?:@| @ )[\w-]++(?:\.[\w-]++)*+")
_DOT: Final = r"(?: ?\. ?| ?[(\[{] ?dot ?[)\]}] ?| dot )"
EMAIL_IN_WORDS: Final = re.compile(
    rf"(?<![\w.+-])[\w.+-]++(?: dot [\w+-]++){{0,3}}+ ?(?:[(\[{{] ?at ?[)\]}}]"
    rf"| at ) ?[\w-]++(?:{_DOT}(?:[\w-]++)){{1,4}}+",
    re.I,
)
LINK: Final = re.compile(r"(?<!\w)(?:https?:/{1,2}|www\.)[^\s<>\"\ufffc]++", re.I)
DOMAIN: Final = re.compile(r"(?<![\w@.-])[\w-]++(?:\.[\w-]++)++(?:/[^\s<>\"\ufffc]*+)?")
AT: Final = re.compile(r"(?<![\w@])@ ?[A-Za-z_][\w.]*+")
WORD: Final = re.compile(r"(?<![\w.'/-])[A-Za-z_][\w]*+(?:\.[A-Za-z0-9_]++)*+(?!\w)")
_SERVICE: Final = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|ig|tik ?tok|facebook|fb|twitter|discord|telegram|whatsapp|roblox|xbox|psn|steam"
    r"|gamer ?tag|user ?name|handle|screen ?name|kik|twitch)\b[^.!?\n]{0,18}$",
    re.I,
)


def contacts(text: str) -> Iterator[Found]:
    """Every address or name by which somebody is reached over the internet."""
    for match in EMAIL.finditer(text):
        yield Found(*match.span(), "email", "an e-mail address", 0)
    for match in EMAIL_IN_WORDS.finditer(text):
        if _is_domain(re.split(_DOT, match.group(), flags=re.I)[-1]) and _is_local(match.group()):
            yield Found(*match.span(), "email", "an e-mail address in words", 0)
    for match in LINK.finditer(text):
        yield Found(*match.span(), "web_address", "a web address", 0)
    for match in DOMAIN.finditer(text):
        if _is_domain(match.group().split("/")[0].rsplit(".", 1)[-1]) and not _abbreviation(match.group()):
            yield Found(*match.span(), "web_address", "a web address", 1)
    for match in AT.finditer(text):
        yield Found(*match.span(), "handle", "a name on social media", 1)
    yield from _handles(text)


def _is_domain(top: str) -> bool:
    return top.lower() in words("domains")


def _is_local(written: str) -> bool:
    """Whether what stands before a bare "at" is somebody's, not a word of the sentence: "the page at heed.org"."""
    local, bare, domain = written.partition(" at ")
    return not bare or " dot " in domain.lower() or not ordinary(local.lower())


def _abbreviation(written: str) -> bool:
    """Such as "i.e" or two words with a missing space ("home.me"): no web address."""
    parts = written.lower().split(".")
    return all(len(part) < 2 for part in parts[:-1]) or (parts[-1] in {"me", "in", "it", "co"} and len(parts) == 2)


def _handles(text: str) -> Iterator[Found]:
    for match in WORD.finditer(text):
        written = match.group()
        if not re.search(r"[\d_.]", written):
            continue
        near = _SERVICE.search(text[max(0, match.start() - 40) : match.start()])
        if (near and _made_up(written)) or (re.search(r"[\d_]", written) and _unknown(written)):
            yield Found(*match.span(), "handle", "letters and figures as in a name on social media", 5)


def _made_up(written: str) -> bool:
    return bool(re.search(r"\d|_|\w\.\w", written))


def _unknown(written: str) -> bool:
    """A word with figures or underlines in it, of which a part is no ordinary word ("jaydn_09", "s4rah")."""
    if written.isupper():
        return False
    parts = [part.lower() for part in re.findall(r"[A-Za-z]+", written)]
    inside = re.search(r"[A-Za-z]\d+[A-Za-z]", written)
    known = words("acronyms", "capitals")
    strange = [part for part in parts if len(part) > 2 and not ordinary(part) and part not in known]
    return bool(strange) or bool(re.search(r"_\d|\d_", written)) or bool(inside and len(written) > 4 and len(parts) > 1)
