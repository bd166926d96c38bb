"""One scenario's corner of Kafka: its input is written, its outputs are compared with an undisturbed run's."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from schemas.topology import Topology, load_topology
from services.streaming import topology
from services.streaming.settings import Settings
from tests.chaos.events import PARTITIONS, journal
from tests.chaos.level import published
from tests.chaos.outcome import Seen, see
from tests.chaos.plan import Plan
from tests.chaos.table import Line
from tests.chaos.writing import write
from tests.cluster import Cluster

TOPICS = ("cases", "alert-revisions", "alerts", "counts", "marks", "dead-letters", "operator")
SEED = 20_260_301


@dataclass
class Scene:
    """`ends`: where the input ends by partition. `size`: how many records were written, about."""

    settings: Settings
    size: int
    folder: Path
    ends: Mapping[int, int] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def plan(self, place: str = "one", **changes: Any) -> Plan:
        """A worker whose files lie in a folder of this name."""
        plan = Plan(self.settings.bootstrap, self.settings.prefix, str(self.folder / place))
        return replace(plan, **changes)

    async def write(self, *, clocks: bool = True) -> None:
        """Write the journal of this size."""
        self.ends = await write(self.settings, journal(self.size, seed=SEED, clocks=clocks))

    async def published(self, share: float = 1.0, within: float = 170.0) -> None:
        """Wait until the outputs of this share of the input are published."""
        least = 0 if share == 1.0 else int(share * sum(self.ends.values()))
        await published(self.settings, self.ends, within, least)

    async def verdict(self, expected: Seen, scenario: str, faults: str) -> Line:
        """Compare what was published; one line of the table."""
        seen = await see(self.settings)
        return Line(
            scenario=scenario,
            faults=faults,
            records=sum(self.ends.values()),
            events=len(seen.all_events()),
            duplicates=seen.duplicates,
            missing=seen.missing(expected),
            identical=seen == expected,
            seconds=time.monotonic() - self.began,
        )

    async def clean(self) -> None:
        """Delete its topics."""
        await Cluster(self.settings).close()


async def new_scene(bootstrap: str, folder: Path, size: int) -> Scene:
    """A corner with the topics that a fold of `cases` needs, and nothing written."""
    settings = Settings(bootstrap, folder, f"chaos-{secrets.token_hex(4)}-", partitions=PARTITIONS)
    await topology.apply(settings, topics_of(TOPICS))
    return Scene(settings, size, folder)


def topics_of(names: tuple[str, ...]) -> Topology:
    """The topology, cut down to these topics."""
    whole = load_topology(PARTITIONS, 1)
    return whole.model_copy(update={"topics": {name: whole.topics[name] for name in names}})
