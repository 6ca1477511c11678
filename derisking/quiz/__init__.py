"""Quizzes: `ask` questions of a lesson, at once or `later`, the `primary` text's at home, `recall` earlier ones, `test("pre")` and `test("post")`, and the course's `ending`."""

from derisking.quiz.asking import ask, ending, later, primary, recall, test

__all__ = ["ask", "ending", "later", "primary", "recall", "test"]
