"""The stream runtime: folds of Kafka partitions into SQLite, with their position and outputs in one transaction."""
