"""How much one API key may send, in requests a minute and records a day: so one that errs can't fill the spool."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from services.intake.api_keys import Grant
from services.intake.limits import Limits
from services.intake.refusal import RefusedError, one


class Quotas:
    """Counted in this process, by the key's id: a restart begins anew. Nothing is known of who has no key."""

    def __init__(self, limits: Limits) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._requests = RateLimitItemPerMinute(limits.requests_a_minute)
        self._records = RateLimitItemPerDay(limits.records_a_day)

    def request(self, grant: Grant) -> None:
        """Count a request. Raises `RefusedError` (429) where it is one too many in this minute."""
        self._spend(self._requests, "requests a minute", grant, 1)

    def records(self, grant: Grant, number: int) -> None:
        """Count records that are valid. Raises `RefusedError` (429) where they are too many in this day."""
        if number:
            self._spend(self._records, "records a day", grant, number)

    def _spend(self, item: RateLimitItem, unit: str, grant: Grant, cost: int) -> None:
        if self._limiter.hit(item, grant.key or grant.agency, cost=cost):
            return
        until, _ = self._limiter.get_window_stats(item, grant.key or grant.agency)
        wait = max(1, math.ceil(until - time.time()))
        refusal = one(429, "too_many", f"at most {item.amount:,} {unit} with one key; send the same again later")
        raise RefusedError(refusal, {"Retry-After": str(wait)})
