"""Two extracts of a system's state, and what has happened between them."""
