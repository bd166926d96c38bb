"""A real Kafka where none is at hand.

`kafka` is the ladder; `local_kafka` is its last rung, with `stop`, `kill` and `restart`.
"""

from services.streaming.broker.jars import JarRefused
from services.streaming.broker.ladder import Broker, kafka
from services.streaming.broker.local import LocalBroker, local_kafka
from services.streaming.broker.progress import Progress, silent
from services.streaming.broker.ready import BrokerNotReady

__all__ = ["Broker", "BrokerNotReady", "JarRefused", "LocalBroker", "Progress", "kafka", "local_kafka", "silent"]
