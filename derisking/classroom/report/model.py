"""The figures of a report, as they are handed from counting to showing: what is counted, and what follows from it."""

import collections
import dataclasses
import functools

import pandas as pd

from derisking.classroom.report import course_items, stats
from derisking.classroom.report.evidence import Entry, Evidence
from derisking.classroom.report.stats import Gain, Value
from derisking.exercises.task import Definition, Task
from derisking.forecasts import Forecast, score
from derisking.objectives import Objective
from derisking.questions import verdict
from derisking.questions.question import Question
from derisking.questions.verdict import Part

# What became of a task, from best to worst, as the charts show it.
BANDS = (
    "right",
    "partly right",
    "recognised misconception",
    "other wrong answer",
    "error or wrong kind",
    "not attempted",
)


def band(entry: Entry, points: float) -> str:
    """Where a result stands among BANDS. A recognised misconception with a share of the points counts as one."""
    if entry.outcome == verdict.NOT_ATTEMPTED:
        return "not attempted"
    if entry.outcome == verdict.RIGHT or entry.points >= points - 1e-9:
        return "right"
    if entry.misconception or entry.outcome in (verdict.MISCONCEPTION, verdict.WRONG_SCALE):
        return "recognised misconception"
    if entry.points > 0:
        return "partly right"
    broken = entry.outcome in (verdict.RAISES, verdict.WRONG_TYPE, verdict.WRONG_SHAPE)
    return "error or wrong kind" if broken else "other wrong answer"


@dataclasses.dataclass(frozen=True)
class TaskFigures:
    """One task. entries: of those who are counted (part B: who chose its route); totals: of the same students, all points."""

    lesson: str
    task: Task
    entries: list[Entry]
    totals: list[float]

    base = property(lambda self: len(self.entries))
    shares = property(lambda self: [entry.points / self.task.points for entry in self.entries])
    full = property(lambda self: stats.all_points(self.shares))
    difficulty = property(lambda self: stats.mean_share(self.shares))
    flags = property(lambda self: stats.flags(self.difficulty, self.discrimination, self.base))

    @functools.cached_property
    def discrimination(self) -> Value:
        rest = [total - entry.points for total, entry in zip(self.totals, self.entries, strict=True)]
        return stats.item_rest(self.shares, rest)

    @functools.cached_property
    def bands(self) -> collections.Counter[str]:
        """Students per band of BANDS."""
        return collections.Counter(band(entry, self.task.points) for entry in self.entries)

    @functools.cached_property
    def misconceptions(self) -> list[tuple[str, int]]:
        """Names of recognised misconceptions and students, the most frequent first."""
        named = collections.Counter(entry.misconception for entry in self.entries if entry.misconception)
        return sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))

    def words(self, misconception: str) -> str:
        """What a student who shows it reads."""
        return course_items.of_task(self.lesson, self.task.id)[misconception]


@dataclasses.dataclass(frozen=True)
class ExerciseFigures:
    """One exercise. totals: points in the checks per student id; routes: students per route of part B ("" for none); memos:
    those still to be marked, None if that is not known or there are none."""

    definition: Definition
    handed_in: int
    totals: dict[str, float]
    routes: collections.Counter[str]
    tasks: list[TaskFigures]
    memos: int | None

    lesson = property(lambda self: self.definition.lesson)
    maximum = property(lambda self: self.definition.maximum())


@dataclasses.dataclass(frozen=True)
class QuestionFigures:
    """One quiz question at the first try (in the two tests: the answer handed in). scores, picks: of each student's answer;
    again: students who tried more than once; later: of those not right at first, right in the end."""

    question: Question
    scores: list[float]
    picks: list[tuple[int, ...]]
    discrimination: Value
    again: int
    later: int

    n = property(lambda self: len(self.scores))
    right = property(lambda self: stats.all_points(self.scores))
    difficulty = property(lambda self: stats.mean_share(self.scores))
    flags = property(lambda self: stats.flags(self.difficulty, self.discrimination, self.n))

    @functools.cached_property
    def parts(self) -> list[tuple[Part, int]]:
        """What answers may hold, and how many did."""
        counts = collections.Counter(place for picks in self.picks for place in picks)
        return [(part, counts[place]) for place, part in enumerate(course_items.parts(self.question))]


@dataclasses.dataclass(frozen=True)
class ObjectiveFigures:
    """One objective. shares: of its tasks' points, per student; scores: mean at the first try over its practice questions."""

    objective: Objective
    tasks: list[str]
    shares: list[float]
    scores: list[float]

    n = property(lambda self: len(self.shares))
    mastered = property(lambda self: sum(share >= stats.MASTERED - 1e-9 for share in self.shares))
    share = property(lambda self: stats.mean_share(self.shares))
    asked = property(lambda self: len(self.scores))
    quiz = property(lambda self: stats.mean_share(self.scores))


@dataclasses.dataclass(frozen=True)
class HintFigures:
    """Hints of one task. counts: how many each student saw whose record tells."""

    lesson: str
    task: Task
    counts: list[int]

    n = property(lambda self: len(self.counts))
    seen = property(lambda self: sum(count > 0 for count in self.counts))
    last = property(lambda self: sum(count >= len(self.task.hints) for count in self.counts))
    mean = property(lambda self: stats.mean_share(self.counts))


@dataclasses.dataclass(frozen=True)
class ForecastFigures:
    """One forecast. said: probabilities in per cent, of each student's first."""

    forecast: Forecast
    said: list[float]

    n = property(lambda self: len(self.said))
    mean = property(lambda self: sum(self.said) / self.n)
    pairs = property(lambda self: [(said, self.forecast.outcome) for said in self.said])

    @property
    def score(self) -> float | None:
        """The mean Brier score; None as long as nobody knows what comes."""
        return None if self.forecast.live else sum(score(said, came) for said, came in self.pairs) / self.n


@dataclasses.dataclass(frozen=True)
class Report:
    """All figures of a class. gains: of all lessons together ("") and of each; variants: by lesson."""

    evidence: Evidence
    exercises: list[ExerciseFigures]
    questions: list[QuestionFigures]
    objectives: list[ObjectiveFigures]
    gains: list[tuple[str, Gain]]
    hints: list[HintFigures]
    forecasts: list[ForecastFigures]
    variants: dict[str, pd.DataFrame]

    @property
    def tasks(self) -> list[TaskFigures]:
        return [task for exercise in self.exercises for task in exercise.tasks]
