"""Heed's tests. A package of its own: some libraries install one of the same name beside themselves."""
