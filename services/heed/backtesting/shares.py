"""Several processes share a backtest by partitions, as workers share the log. Any number of them says the same."""

import re
from dataclasses import dataclass
from typing import Final

from schemas.topology import load_topology
from services.streaming.partitions import partition_of

PARTITIONS: Final = load_topology().partitions
AREA: Final = re.compile(r'"area"\s*:\s*"([^"\\]*)"')


@dataclass(frozen=True, slots=True)
class Share:
    """Every partition that is `number` modulo `of`."""

    number: int = 0
    of: int = 1

    def holds(self, partition: int) -> bool:
        """Whether the partition is one of them."""
        return partition % self.of == self.number

    def has(self, line: str) -> bool:
        """Whether a line's area is. One that names none can't be used, which somebody must say: the first share."""
        if self.of == 1:
            return True
        named = AREA.search(line)
        return self.holds(partition_of(named[1], PARTITIONS) if named else 0)


WHOLE: Final = Share()
