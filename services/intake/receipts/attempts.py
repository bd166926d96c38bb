"""Wrong codes, counted without knowing who tried: by what was typed, in buckets that say nothing, in memory only."""

import hashlib
import hmac
import secrets
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

BUCKETS: Final = 1_024
PREFIX: Final = 4
"""Characters of a code by which it falls into a bucket: whoever varies the rest of a code stays in one."""


class Attempts:
    """At most `in_bucket` wrong codes of one bucket, and `in_all` of all, each ten minutes.

    A right code is never refused because of wrong ones elsewhere: else one sender could lock everybody out. A code has
    130 random bits, so that guessing is hopeless anyhow; the bounds keep it from being free.
    """

    def __init__(self, in_bucket: int = 10, in_all: int = 600) -> None:
        self._key = secrets.token_bytes(32)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._bucket = RateLimitItemPerMinute(in_bucket, 10)
        self._all = RateLimitItemPerMinute(in_all, 10)

    def may_try(self, code: str) -> bool:
        """Whether a code of this bucket is looked up at all now."""
        return self._limiter.test(self._bucket, self._of(code))

    def wrong(self, code: str) -> bool:
        """Count a wrong one; whether that may be told, or only that there were too many."""
        self._limiter.hit(self._bucket, self._of(code))
        return self._limiter.hit(self._all, "all")

    def _of(self, code: str) -> str:
        digest = hmac.new(self._key, code[:PREFIX].encode(), hashlib.sha256).digest()
        return str(int.from_bytes(digest[:4], "big") % BUCKETS)
