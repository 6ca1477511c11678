"""Quizzes: `ask` questions of a lesson, at once or `later`, `recall` earlier ones, `test("pre")` and `test("post")`, and the course's `ending`."""

from derisking.quiz.asking import ask, ending, later, recall, test

__all__ = ["ask", "ending", "later", "recall", "test"]
