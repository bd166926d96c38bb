"""An operator's leave for a partition that too many dead letters have stopped."""

from schemas.control import OPERATOR_LEAVE
from services.streaming.compacted import last_of
from services.streaming.marks import mark_key
from services.streaming.settings import Settings

OPERATOR = "operator"


async def allowed_until(settings: Settings, group: str, topic: str, partition: int) -> int:
    """The offset below which dead letters may pass in any number; 0 without a leave."""
    value = await last_of(settings, OPERATOR, partition, mark_key(group, topic, partition))
    return 0 if value is None else OPERATOR_LEAVE.validate_json(value).until
