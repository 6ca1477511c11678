"""Where a learner stands in each lesson and exercise, for Home; My progress works out more in the page (learner/src/progress.js)."""

import dataclasses
import datetime

from derisking import places, progress
from derisking.exercises import remembered, task
from derisking.lessons import Lesson, read_all
from derisking.questions.verdict import NOT_ATTEMPTED


@dataclasses.dataclass(frozen=True)
class Standing:
    """One lesson. answered, guessed: how many of its questions and guesses; points: in the exercise, where something was checked.

    latest: when one last worked in it, in seconds as `datetime.timestamp` has them; 0 for never."""

    lesson: Lesson
    answered: int
    points: float
    maximum: float
    checked: bool
    latest: float = 0.0
    guessed: int = 0

    @property
    def done(self) -> bool:
        """Whether every question of the lesson has an answer."""
        return self.answered >= len(self.lesson.asked)

    @property
    def given(self) -> int:
        """Questions answered and guesses made, as My progress counts them; `most`: how many there are."""
        return self.answered + self.guessed

    @property
    def most(self) -> int:
        return len(self.lesson.asked) + len(self.lesson.guesses)

    @property
    def per_cent(self) -> int:
        return round(100 * self.given / self.most) if self.most else 0


def standings() -> list[Standing]:
    """One per lesson, in order."""
    return [_standing(lesson) for lesson in read_all()]


def _standing(lesson: Lesson) -> Standing:
    answers, tried = progress.rows("answer", lesson.name), progress.rows("check", lesson.name)
    answered = {row["item"] for row in answers} & set(lesson.asked)
    checks = {row["item"]: row["points"] or 0 for row in tried if row["outcome"] != NOT_ATTEMPTED}
    points, maximum = _points(lesson, checks)
    made = progress.rows("prediction", lesson.name)
    guessed = {row["item"] for row in made} & set(lesson.guesses)
    worked = [*(row for row in answers if row["mode"] == "practice"), *made, *tried]
    latest = max((datetime.datetime.fromisoformat(row["at"]).timestamp() for row in worked), default=0.0)
    return Standing(lesson, len(answered), points, maximum, bool(checks), latest, len(guessed))


def _points(lesson: Lesson, checks: dict[str, float]) -> tuple[float, float]:
    """Points in the checks of an exercise, as its own table counts them: part A and the better route of part B.

    Where the record was lost, what was chosen in the exercise's notebook is judged again and put into `checks`.
    """
    if not lesson.exercise:
        return 0, 0
    definition = task.read(task.folder(lesson.name))
    if not checks and progress.put_aside():
        checks |= remembered.earned(places.course() / lesson.task_page, definition.tasks)

    def earned(part: str, route: str = "") -> float:
        return sum(checks.get(one.id, 0) for one in definition.part(part, route))

    return earned("A") + max(earned("B", route) for route in task.ROUTES), definition.maximum()


def coming(standings: list[Standing]) -> Standing | None:
    """The lesson that was worked in last, or the next with open questions, as in learner/src/progress.js; None at the end of the course."""
    left = [one for one in standings if not one.done]
    last = max(standings, key=lambda one: one.latest).lesson.number
    return next((one for one in left if one.lesson.number >= last), left[0] if left else None)


def waiting(standings: list[Standing]) -> Standing | None:
    """A finished lesson whose exercise nobody has checked yet, the earliest one."""
    return next((one for one in standings if one.done and one.lesson.exercise and not one.checked), None)
