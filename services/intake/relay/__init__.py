"""From the outbox to Kafka: in order, never dropped, deleted only when the broker has acknowledged."""
