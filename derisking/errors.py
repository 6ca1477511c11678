"""The one kind of error that a user meets."""


class UserError(Exception):
    """One sentence: which file or word, which place, what to do. Every command shows it as it is, without a traceback."""
