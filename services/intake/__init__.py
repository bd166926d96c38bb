"""Intake: the only door. It checks, splits and keeps what agencies send, and relays it to Kafka."""
