"""What crosses a service boundary: contracts of the topics, the topology and the configuration. Nothing else."""
