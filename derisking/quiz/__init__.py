"""Quizzes: `ask` questions of a lesson, at once or `later`, the `primary` text's at home, `recall` earlier ones, `test("pre")` and `test("post")`, forecasts from the record (`forecast`), and the course's `ending`."""

from derisking.quiz.asking import ask, ending, forecast, later, primary, recall, test
