"""The one kind of error that a teacher meets."""


class ClassroomError(Exception):
    """One sentence for a teacher: which file, which place, what to do. Shown as it is, without a traceback."""
