"""An area's partition, computed as every Kafka client does it."""

from aiokafka.partitioner import murmur2


def partition_of(area: str, partitions: int) -> int:
    """The partition of an area's records among `partitions`: Kafka's default partitioner over the ONS code."""
    return int(murmur2(area.encode()) & 0x7FFFFFFF) % partitions
