"""The one kind of error that a teacher meets here."""


class ExportError(Exception):
    """One sentence for a teacher: which file or word, what is wrong, what to do. Shown as it is, without a traceback."""
