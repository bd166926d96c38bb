"""Write the pins file anew, for another version of Kafka: `python -m services.streaming.broker.pin`.

A maintainer's tool. It trusts what Maven Central holds at that moment; a review looks at how the file changed.
"""

import hashlib
import tempfile
from pathlib import Path

from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext, PythonResolver
from jgo.parse import Coordinate

from services.streaming.broker.pins import KAFKA_VERSION, PINS, Jar

ROOTS = (
    ("org.apache.kafka", "kafka_2.13", KAFKA_VERSION),
    # Kafka logs through slf4j 1.7; without a binding it says nothing at all when it cannot start.
    ("org.apache.logging.log4j", "log4j-slf4j-impl", "2.25.3"),
)
HEADER = f"# Apache Kafka {KAFKA_VERSION}: sha256, bytes, Maven coordinate. Made by services/streaming/broker/pin.py.\n"


def resolve(cache: Path) -> list[Jar]:
    """Every jar that the roots need at run time, with what it hashes to. Where two roots differ the first one wins."""
    context = MavenContext(resolver=PythonResolver(), repo_cache=cache, remote_repos={"central": MAVEN_CENTRAL_URL})
    jars: dict[tuple[str, str], Jar] = {}
    for root in ROOTS:  # one by one: jgo takes roots resolved together as bills of materials for each other
        for jar in _closure(context, *root):
            jars.setdefault((jar.group, jar.artifact), jar)
    return [jars[key] for key in sorted(jars)]


def _closure(context: MavenContext, group: str, artifact: str, version: str) -> list[Jar]:
    root = context.create_dependency(Coordinate(group, artifact, version=version, scope="compile"))
    direct, transitive = context.resolver.resolve([root])
    wanted = [each for each in [*direct, *transitive] if each.scope in ("compile", "runtime")]
    return [_pin(each.groupId, each.artifactId, each.version, each.artifact.resolve()) for each in wanted]


def _pin(group: str, artifact: str, version: str, path: Path) -> Jar:
    return Jar(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, group, artifact, version)


def main() -> None:
    """Replace the pins file."""
    with tempfile.TemporaryDirectory() as cache:
        jars = resolve(Path(cache))
    PINS.write_text(HEADER + "".join(f"{jar.line()}\n" for jar in jars))


if __name__ == "__main__":
    main()
