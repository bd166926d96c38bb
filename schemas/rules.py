"""The rules by which an area is triaged, as they were published: kept for ever on `rules`, since alerts name them."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import Code, Contract, Sha256
from schemas.times import Instant


class RuleFile(Contract):
    """One rule: its id and its TOML."""

    name: Code
    content: Annotated[str, Field(max_length=100_000)]


class RulesPublished(Contract):
    """A whole set of rules under its hash, which `rules_changed` names. The same hash always has the same files."""

    type: Literal["rules_published"] = "rules_published"
    rules: Sha256
    files: Annotated[tuple[RuleFile, ...], Field(min_length=1, max_length=500)]
    published_at: Instant


RULES_PUBLISHED: Final[TypeAdapter[RulesPublished]] = TypeAdapter(RulesPublished)
