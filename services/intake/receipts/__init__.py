"""The way back for whoever reported: a code that only they hold."""
