"""Quizzes: `ask` questions of a lesson, `recall` earlier ones, `test("pre")` and `test("post")`."""

from derisking.quiz.asking import ask, recall, test

__all__ = ["ask", "recall", "test"]
