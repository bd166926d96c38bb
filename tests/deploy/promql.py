"""What an expression of PromQL names, as far as the project's rules use the language."""

import re
from collections.abc import Iterator

GROUPING = re.compile(r"\b(?:on|ignoring|by|without|group_left|group_right)\s*\([^)]*\)")
SELECTOR = re.compile(r"\b([a-zA-Z_:][\w:]*)\b(?!\s*\()\s*(\{[^}]*\})?")
MATCHER = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"([^\"]*)\"")
WORDS = frozenset({"and", "or", "unless", "offset", "bool"})


def selectors(expression: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each series that is selected, with its matchers' labels and values; whatever is no function and no keyword."""
    for found in SELECTOR.finditer(GROUPING.sub("", expression)):
        if found[1] not in WORDS:
            yield found[1], dict(MATCHER.findall(found[2] or ""))


def templated(text: str) -> set[str]:
    """The labels that an annotation shows."""
    return set(re.findall(r"\$labels\.(\w+)", text))
