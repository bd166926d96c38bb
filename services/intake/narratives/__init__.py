"""What people wrote: reduced and encrypted for `narratives`; the original, encrypted, here for a few days only."""
