"""Quizzes: `ask` questions of a lesson, `recall` earlier ones, `test("pre")` and `test("post")`, and the course's `ending`."""

from derisking.quiz.asking import ask, recall, test

__all__ = ["ask", "ending", "recall", "test"]


def ending() -> None:
    """Show the end of the course on one page, to be printed (`last`)."""
    from derisking.quiz import last

    last.ending()
