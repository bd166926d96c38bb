"""The configuration of a one-node Kafka in KRaft mode."""

from pathlib import Path


def server_properties(data: Path, port: int, controller_port: int) -> str:
    """A `server.properties` for a broker and controller in one process, on this machine only."""
    return "".join(f"{key}={value}\n" for key, value in _settings(data, port, controller_port).items())


def _settings(data: Path, port: int, controller_port: int) -> dict[str, object]:
    return {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": data,
        "auto.create.topics.enable": "false",
    } | ONE_NODE


ONE_NODE: dict[str, object] = {
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 4,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1000,
    # An open transaction past its time is ended within a second, not ten: it holds back every reader behind it.
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 1000,
    # The default of 128 MB is a third of the heap.
    "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
    "num.network.threads": 2,
    "num.io.threads": 4,
    "background.threads": 4,
}
"""What differs from Kafka's defaults because there is one node, and it is small."""
