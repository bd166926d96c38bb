"""`python -m services.heed` is `heed`."""

from services.heed.cli import main

main()
