"""Code lists, one file a source."""
