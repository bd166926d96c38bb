"""The command line and composition root: the only place that imports every service."""
