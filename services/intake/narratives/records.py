"""Texts on their way to `narratives`, and the tombstones that erase them."""

import base64
import uuid
from dataclasses import dataclass
from typing import Final

from schemas.base import encode
from schemas.narratives import Narrative
from services.intake.days import day_start, england_day
from services.intake.narratives.keys import TextKeys
from services.intake.outbox.rows import Outgoing
from services.streaming.cloudevents import dataschema, headers
from services.streaming.partitions import partition_of

TOPIC: Final = "narratives"


@dataclass(frozen=True, slots=True)
class Texts:
    """Makes the records. They say the day and the area, and nothing that belongs to a report."""

    keys: TextKeys
    partitions: int

    def kept(self, area: str, text: str, now_ms: int) -> tuple[str, Outgoing]:
        """The new random id of a reduced text, and its record."""
        text_id = str(uuid.uuid4())
        version, sealed = self.keys.seal(area, text_id, text)
        kept_on = england_day(now_ms)
        narrative = Narrative(
            text_id=text_id, area=area, kept_on=kept_on, key_version=version, sealed=base64.b64encode(sealed).decode()
        )
        return text_id, self._record(text_id, area, encode(narrative), now_ms)

    def erased(self, area: str, text_id: str, now_ms: int) -> Outgoing:
        """The tombstone of a text. An empty value goes out as none."""
        return self._record(text_id, area, b"", now_ms)

    def opened(self, narrative: Narrative) -> str:
        """The reduced text of a record of the topic."""
        sealed = base64.b64decode(narrative.sealed)
        return self.keys.open(narrative.key_version, narrative.area, narrative.text_id, sealed)

    def _record(self, text_id: str, area: str, value: bytes, now_ms: int) -> Outgoing:
        day = day_start(now_ms)
        ce = headers(
            id=text_id, type="heed.narrative", source=f"/areas/{area}", time_ms=day, dataschema=dataschema(TOPIC)
        )
        return Outgoing(TOPIC, partition_of(area, self.partitions), text_id.encode(), value, ce, day)
