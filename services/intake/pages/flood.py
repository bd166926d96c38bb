"""A bound on what the forms take in all: whoever floods them is unknown, and must not drown what others say."""

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from services.intake.refusal import RefusedError, one


class Flood:
    """Counts in memory, and nothing about anybody."""

    def __init__(self, an_hour: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._bound = RateLimitItemPerHour(an_hour)

    def check(self) -> None:
        """Count one. Raises `RefusedError` (503): the page then says whom to ring; what was typed isn't lost."""
        if not self._limiter.hit(self._bound, "forms"):
            raise RefusedError(one(503, "too_many_forms", "a report later: the forms take no more this hour"))
