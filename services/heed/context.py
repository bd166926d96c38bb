"""What every command gets: where configuration, Kafka and this machine's folders are. Nothing is read until used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import typer

from schemas.configuration import Configuration, load_configuration
from schemas.settings import KeyPaths
from services.heed.errors import UserError
from services.heed.places import Places
from services.heed.running import Running, running
from services.heed.secret_files import dead_letter_key
from services.streaming.settings import Limits, Settings

NO_KAFKA = (
    "No Kafka is named. Start one in another terminal with `heed broker`, or name one's bootstrap servers: "
    "HEED_KAFKA=host:9092, or `heed --kafka host:9092 …`."
)

NO_CONFIGURATION = "There is no configuration {}: name one with `heed --config FILE …`, or HEED_CONFIG=FILE."


@dataclass(frozen=True)
class Heed:
    """One installation, as the command's options and the environment say."""

    configuration_file: Path
    kafka: str | None
    home: Path
    cache: Path
    topic_prefix: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The base URL of each service that isn't at its usual place."""

    @cached_property
    def configuration(self) -> Configuration:
        """With key paths of this machine: `.heed` in them is `home`. Raises with every problem of the file at once."""
        try:
            read = load_configuration(self.configuration_file)
        except FileNotFoundError:
            raise UserError(NO_CONFIGURATION.format(self.configuration_file)) from None
        keys = KeyPaths(directory=self._placed(read.keys.directory), dead_letter=self._placed(read.keys.dead_letter))
        return read.model_copy(update={"keys": keys})

    def _placed(self, path: Path) -> Path:
        """Where a relative path of the configuration lies."""
        home = self.home.absolute()
        return home.joinpath(*path.parts[1:]) if path.parts[0] == ".heed" else home.parent / path

    @cached_property
    def running(self) -> Running | None:
        """A demo or broker that runs here now."""
        return running(Places(self.home, self.cache).run / "running.json")

    def check_alone(self) -> None:
        """Raises `UserError` where a demo or broker runs from this home already."""
        if self.running is not None:
            raise UserError(
                f"Process {self.running.pid} already runs Heed's Kafka from {self.home}, at {self.running.bootstrap}. "
                "End it with Ctrl-C first, or name another folder with `heed --home FOLDER …`."
            )

    @property
    def joined(self) -> Running | None:
        """What runs here, unless another Kafka is asked for."""
        return self.running if self.running is not None and self.kafka in (None, self.running.bootstrap) else None

    @property
    def places(self) -> Places:
        """This installation's folders; the running demo's, where there is one."""
        joined = self.joined
        return Places(Path(joined.home) if joined and joined.home else self.home, self.cache)

    @property
    def bootstrap(self) -> str:
        """Bootstrap servers. Raises `UserError` saying how to get some."""
        if self.kafka:
            return self.kafka
        if self.running is not None:
            return self.running.bootstrap
        raise UserError(NO_KAFKA)

    @property
    def prefix(self) -> str:
        """What topics, groups and transactional ids begin with."""
        if self.topic_prefix is not None:
            return self.topic_prefix
        found = self.joined.prefix if self.joined else None
        return self.configuration.kafka.prefix if found is None else found

    @property
    def keys(self) -> Path:
        """The folder with everything secret."""
        return self.configuration.keys.directory

    def settings(self, host: str = "127.0.0.1", port: int = 0) -> Settings:
        """A process's place in the cluster."""
        configuration = self.configuration
        return Settings(
            bootstrap=self.bootstrap,
            state_dir=self.places.state,
            prefix=self.prefix,
            host=host,
            port=port,
            dead_letter_key=dead_letter_key(configuration.keys.dead_letter),
            partitions=configuration.kafka.partitions,
            replication=configuration.kafka.replication,
            limits=Limits(
                dead_letter_window=configuration.dead_letter.window,
                dead_letter_least=configuration.dead_letter.least,
                dead_letter_share=configuration.dead_letter.share,
            ),
        )

    def address(self, service: str) -> str:
        """The base URL of a service's HTTP API: as it was named, as what runs here says, or the usual one."""
        known = {**(self.joined.addresses if self.joined else {}), **self.addresses}
        return known.get(service, f"http://127.0.0.1:{PORTS[service]}")


PORTS = {"intake": 8701, "triage": 8702, "aggregator": 8703}
"""Where each service listens unless it is told otherwise."""


def heed_of(context: typer.Context) -> Heed:
    """What the command line's own options made."""
    found = context.obj
    if not isinstance(found, Heed):
        raise TypeError("the command was not called through `heed`")
    return found
