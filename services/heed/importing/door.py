"""Intake's HTTP API as a sender uses it: in batches, again while it is busy or away, never twice counted.

Every request may be repeated: an event's identity is its agency, id and revision; a report's its idempotency key.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_delay
from tenacity.wait import wait_exponential

PATIENCE_S: Final = 120.0
"""How long one request is tried for."""
LONGEST_WAIT_S: Final = 30.0
AGAIN: Final = frozenset({429, 502, 503, 504, 507})
TIMEOUT: Final = httpx.Timeout(60.0, connect=10.0)


class Busy(Exception):
    """Intake can't take it now. `after` is when it asks to be tried again, in seconds."""

    def __init__(self, status: int, after: float | None) -> None:
        super().__init__(f"intake answers {status}")
        self.after = after


class DoorError(Exception):
    """Intake didn't take the request as a whole; the message says why, without anything that was in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one record: `accepted`, `repeated` or `rejected`, and why."""

    status: str
    reason: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """Intake, for the holder of an API key."""

    client: httpx.AsyncClient
    api_key: str = field(repr=False)
    patience_s: float = PATIENCE_S

    async def events(self, events: Sequence[dict[str, Any]], *, history: bool = False) -> list[Answer]:
        """At most 10,000 case events, in order; an answer for each. Raises `DoorError`, `Busy`, `httpx` errors."""
        body = b"\n".join(json.dumps(event).encode() for event in events)
        headers = {"Content-Type": "application/x-ndjson"} | ({"Heed-History": "true"} if history else {})
        found = await self._post("/v1/case-events", body, headers)
        results = _content(found).get("results")
        if not isinstance(results, list) or len(results) != len(events):
            raise DoorError(_why(found))
        return [_answer(result) for result in results]

    async def report(self, body: dict[str, Any], idempotency: str) -> Answer:
        """One incident report."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency}
        found = await self._post("/v1/incident-reports", json.dumps(body).encode(), headers)
        content = _content(found)
        if found.is_success:
            return Answer(str(content.get("status", "accepted")))
        return _answer({"status": "rejected", "reason": _why(found), "errors": content.get("errors", [])})

    async def complete_to(
        self, source: str, area: str, until: datetime, types: Iterable[str] | None = None
    ) -> str | None:
        """Say how far a feed is complete; why it wasn't taken, or None."""
        said: dict[str, Any] = {"area": area, "complete_to": until.isoformat()}
        if types is not None:
            said["types"] = sorted(types)
        headers = {"Content-Type": "application/json"}
        found = await self._post(f"/v1/feeds/{source}/complete-to", json.dumps(said).encode(), headers)
        return None if found.is_success else _why(found)

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        tries = AsyncRetrying(
            retry=retry_if_exception_type((Busy, httpx.TransportError)),
            stop=stop_after_delay(self.patience_s),
            wait=_wait,
            reraise=True,
        )
        return await tries(self._once, path, body, headers)

    async def _once(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        found = await self.client.post(
            path, content=body, headers=headers | {"Authorization": f"Bearer {self.api_key}"}, timeout=TIMEOUT
        )
        if found.status_code in AGAIN:
            raise Busy(found.status_code, _seconds(found.headers.get("Retry-After")))
        return found


def _wait(state: RetryCallState) -> float:
    """As long as intake asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Busy) else None
    return min(LONGEST_WAIT_S, asked if asked is not None else _LONGER(state))


_LONGER: Final = wait_exponential(multiplier=0.1, max=LONGEST_WAIT_S)


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdigit() else None


def _content(found: httpx.Response) -> dict[str, Any]:
    try:
        content = found.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _answer(result: dict[str, Any]) -> Answer:
    errors = tuple(f"{error.get('pointer', '')}: {error.get('allowed', '')}" for error in result.get("errors", ()))
    return Answer(str(result["status"]), str(result.get("reason", "")), errors)


def _why(found: httpx.Response) -> str:
    content = _content(found)
    words = [str(content.get("title") or content.get("reason") or ""), *_answer({"status": "", **content}).errors[:3]]
    return f"{found.status_code} {'; '.join(word for word in words if word)}".strip()
