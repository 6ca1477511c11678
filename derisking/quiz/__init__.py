"""Quizzes: `ask` questions of a lesson, at once or `later`, `recall` earlier ones, `test("pre")` and `test("post")`, and the course's `ending`."""

from derisking.quiz.asking import ask, later, recall, test

__all__ = ["ask", "ending", "later", "recall", "test"]


def ending() -> None:
    """Show the end of the course on one page, to be printed (`last`)."""
    from derisking.quiz import last

    last.ending()
