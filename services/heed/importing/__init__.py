"""Import of files that agencies' systems export."""

from services.heed.importing.command import import_app

__all__ = ["import_app"]
