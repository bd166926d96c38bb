"""What a person at the terminal is told instead of a traceback."""


class UserError(Exception):
    """The command can't be done as asked; the message says what to do."""
