"""What a request says beside its body."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.intake.api_keys import Grant
from services.intake.refusal import RefusedError, one

_TRACE: Final = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
"""W3C Trace Context, version 00."""

_DRAW: Final = random.Random()  # noqa: S311  (a trace id is no secret, and the system's source takes a call each)


@dataclass(frozen=True, slots=True)
class Received:
    """Who sent, when it was accepted (twice the same), the `traceparent`, and whether it is a load of history."""

    grant: Grant
    now_ms: int
    now: datetime
    trace: str
    history: bool


def trace_of(headers: Mapping[str, str]) -> str:
    """The request's `traceparent`, or a new one."""
    found = headers.get("traceparent", "")
    return found if _TRACE.fullmatch(found) else _new_trace()


def _new_trace() -> str:
    drawn = f"{_DRAW.getrandbits(192):048x}"
    return f"00-{drawn[:32]}-{drawn[32:]}-01"


def is_history(headers: Mapping[str, str]) -> bool:
    """Whether the request says `Heed-History: true`.

    Raises `RefusedError` (400) for another word than true or false: a load of history that isn't marked pages officers.
    """
    found = headers.get("heed-history", "false").strip().lower()
    if found not in ("true", "false"):
        raise RefusedError(one(400, "history", "Heed-History: true or false"))
    return found == "true"
