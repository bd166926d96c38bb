"""Leave a Kafka that isn't ours as it was."""

from aiokafka.admin import AIOKafkaAdminClient

from services.streaming.settings import Settings


async def delete_topics(settings: Settings) -> None:
    """Delete every topic that begins with the prefix. Raises ValueError for an empty one: that would be all of them."""
    if not settings.prefix:
        raise ValueError("without a prefix these would be all topics of the cluster")
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        await admin.delete_topics([name for name in await admin.list_topics() if name.startswith(settings.prefix)])
    finally:
        await admin.close()
