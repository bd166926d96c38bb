"""Which jars make up the pinned Kafka, and what each must hash to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

KAFKA_VERSION: Final = "4.1.2"
PINS: Final = Path(__file__).with_name("kafka-jars.txt")


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar of Maven Central. `size` in bytes, `sha256` in hex."""

    sha256: str
    size: int
    group: str
    artifact: str
    version: str

    @property
    def filename(self) -> str:
        """As Maven names it."""
        return f"{self.artifact}-{self.version}.jar"

    def line(self) -> str:
        """Its line in the pins file."""
        return f"{self.sha256}  {self.size:>8}  {self.group}:{self.artifact}:{self.version}"


def read_pins(path: Path = PINS) -> list[Jar]:
    """The jars that the file names, one a line; lines that start with `#` are comments."""
    return [_jar(line) for line in path.read_text().splitlines() if line and not line.startswith("#")]


def _jar(line: str) -> Jar:
    sha256, size, coordinate = line.split()
    group, artifact, version = coordinate.split(":")
    return Jar(sha256, int(size), group, artifact, version)
