"""One file for each command of `heed`."""
