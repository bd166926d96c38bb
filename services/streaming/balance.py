"""Whether a group leaves a member without work that it should have."""

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from services.streaming.identity import LogNotFound, log_identity
from services.streaming.settings import Settings


async def should_have_work(settings: Settings, group: str, topic: str) -> bool:
    """Whether a member that holds nothing ought to: the group has no more members than the topic has partitions.

    False while Kafka can't be asked: that is no reason to end a process.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    try:
        _, _, partitions = await log_identity(settings.bootstrap, settings.topic(topic))
        await admin.start()
        answers = await admin.describe_consumer_groups([f"{settings.prefix}{group}"])
    except (KafkaError, LogNotFound, OSError):
        return False
    finally:
        await admin.close()
    members = sum(len(described[5]) for answer in answers for described in answer.groups)
    return members <= partitions
