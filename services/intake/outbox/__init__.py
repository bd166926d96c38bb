"""Intake's promise on disk: what was accepted and isn't in Kafka yet, and what was seen before."""
