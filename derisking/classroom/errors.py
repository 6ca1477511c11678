"""The error of users, under the name that these rooms knew it by."""

from derisking.errors import UserError as ClassroomError

__all__ = ["ClassroomError"]
