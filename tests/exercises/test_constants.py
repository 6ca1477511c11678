"""Who answers without reading earns at most 35 %, be it by answering every question of a kind alike or by looking at the words.
A property of the banks, by pure calls of the judge. Two sorts of constants are tried: *plain* ones, which anybody could choose
(the third option, the first three letters, the last bin), in each exercise those that suit it best; and the best ones of the
whole course, found by trying all that there are (every set of letters, every pair of statements), which may earn 45 %. Then the strategies of
those who look at lengths, at hedges or at absolutes (`STRATEGIES`): over the course the same limit, in one exercise 45 %."""

import functools
import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Callable

import pytest
import runner
from support import thorough

from derisking import exercises, markdown
from derisking.authoring.lint import HEDGE
from derisking.exercises import task as exercise_task
from derisking.exercises.task import ROUTES, Task
from derisking.questions.encoding import encode
from derisking.questions.kinds.classify import bin_names

MOST = 0.35  # of the points of an exercise
MOST_FOUND = 0.45  # of the points of an exercise, by the best constants that a search over the course finds
MOST_IN_ONE = 0.45  # of the points of one exercise, by a strategy that looks at the words
MOST_OF_SORTING = 0.75  # of one task, with all cards in one bin
SEED = 5  # any but that of practice
LETTERS, CARDS = "ABCDEF", "abcdefghijkl"
NUMBERS = (0, 1, 2, 5, 10, 50, 100, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, -1)
GIVEN = (0, 1, 0.5, True, False, "", [], {}, None)
STARTS = {LETTERS[:n] for n in range(1, 7)} | {LETTERS[n:] for n in range(1, 6)} | {LETTERS[::2], LETTERS[1::2]}


def placed(names: list) -> dict[str, object]:
    """The first, the second and so on, and the last."""
    return {str(place): name for place, name in enumerate(names)} | {"last": names[-1]}


def sets(names: list, sizes=range(1, 7)) -> dict[str, list]:
    """Every choice of several, by the letters of their places."""
    chosen = [places for size in sizes for places in itertools.combinations(range(len(names)), size)]
    return {"".join(LETTERS[p] if p < 6 else f"+{p}" for p in places): [names[p] for p in places] for places in chosen}


def constants(task: Task) -> dict[str, tuple]:
    """Name of a constant -> the values of the task's names; empty for functions, which are called."""
    question, raw = task.question, task.question.raw
    if question.kind in ("single", "multiple"):
        names = [name for name, _ in question.rules.labelled(question)]
        tried = placed(names) if question.kind == "single" else sets(names)
        return {name: (value,) for name, value in tried.items()}
    if question.kind == "classify":
        cards = CARDS[: len(raw["cards"])]
        return {name: (dict.fromkeys(cards, one),) for name, one in placed(list(bin_names(raw))).items()}
    if question.kind == "order":
        letters = [letter for letter, _ in question.rules.letters(question)]
        return {"forwards": (", ".join(letters),), "backwards": (", ".join(letters[::-1]),)}
    if question.kind == "defend":
        pairs = sets([entry["id"] for entry in raw["statements"]], sizes=[2])
        options = placed([entry["id"] for entry in raw["options"]])
        return {f"{o} {p}": (options[o], pairs[p]) for o in options for p in pairs}
    return {str(number): (number,) for number in NUMBERS} if question.kind == "numeric" else {}


def probed(task: Task, values: tuple) -> dict:
    return {"found": {name: encode(value) for name, value in zip(task.names, values, strict=True)}, "calls": {}}


def called(task: Task, value: object) -> dict:
    """What a probe finds of a function that always gives the same."""
    rounds = [[{"value": encode(value), "changed": []}] * len(task.question.rules.cases(task.question, SEED))] * 2
    return {"found": {task.names[0]: {"t": "function"}}, "calls": {task.names[0]: rounds}}


def plain(kind: str, constant: str, task: Task) -> bool:
    """Whether anybody could think of it without looking."""
    if kind == "multiple":
        return constant in STARTS
    if kind == "defend":
        last = len(task.question.raw["statements"]) - 1
        pairs = sets(list(range(last + 1)), sizes=[2])
        return pairs[constant.split(" ")[1]] in ([0, 1], [last - 1, last], [0, last], [0, 2])
    return kind != "numeric" or constant in ("0", "1", "0.5", "10", "100")


def dealt(task: Task) -> list[Task]:
    """A task as classes get it: where a secret deals the letters, two dozen times."""
    if not task.sealed or task.question.kind not in ("single", "multiple", "defend"):
        return [task]
    draws = (exercise_task.Draw(exercise_task.folder(task.lesson), "a class", number) for number in range(24))
    return [Task(draw.question(task.question)) for draw in draws]


class Row:
    """One task with what each constant earns, on average over the draws."""

    def __init__(self, task: Task, as_written: bool = False):
        self.task, self.kind, self.lesson = task, task.question.kind, task.question.lesson
        tried = constants(task)
        answers = {name: probed(task, values) for name, values in tried.items()}
        answers = answers or {repr(value): called(task, value) for value in GIVEN}
        several, self.points = [task] if as_written else dealt(task), {}
        for name, answer in answers.items():
            self.points[name] = statistics.fmean(one.judge(answer, SEED).points for one in several)


@pytest.fixture(scope="module")
def rows():
    return [Row(task) for lesson in runner.lessons() for task in exercises.definition(lesson).tasks]


def of_route(rows: list[Row], lesson: str, route: str) -> list[Row]:
    """The tasks that make up a mark."""
    return [row for row in rows if row.lesson == lesson and row.task.route in ("", route)]


def totals(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Kind -> constant -> points over these tasks."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        for constant, points in row.points.items():
            found[row.kind][constant] += points
    return found


def plain_ones(rows: list[Row]) -> float:
    """Points of the plain constants that suit these tasks best, one for each kind."""
    tasks = {row.kind: row.task for row in rows}
    return sum(
        max(points for constant, points in tried.items() if plain(kind, constant, tasks[kind]))
        for kind, tried in totals(rows).items()
    )


def searched(rows: list[Row], course: list[Row]) -> float:
    """Points in these tasks of the constants that earn most over the course, one for each kind."""
    here, everywhere, found = totals(rows), totals(course), 0.0
    for kind, own in here.items():
        tried = everywhere[kind]
        found += max(own[constant] for constant, points in tried.items() if points >= max(tried.values()) - 1e-9)
    return found


def share(points: float, rows: list[Row]) -> float:
    return round(points / sum(row.task.points for row in rows), 4)


ABSOLUTE = re.compile(
    r"\b(all|any\w*|every\w*|always|never|no|nobody|none|nothing|only|must|cannot|whatever|exactly|entirely|certain\w*|at once)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[a-z]{4,}")
Entry = tuple[str, str]  # name, text
plain_text = functools.cache(markdown.plain)


def by_length(entries: list[Entry]) -> list[Entry]:
    """The longest first; of equals, the one that is shown first."""
    return sorted(entries, key=lambda entry: -len(plain_text(entry[1])))


def from_rank(place: int) -> Callable:
    """Lengths from a rank on (0 the longest), then round again."""
    return lambda entries: by_length(entries)[place:] + by_length(entries)[:place]


def from_the_middle(entries: list[Entry]) -> list[Entry]:
    ranked = by_length(entries)
    return sorted(ranked, key=lambda entry: abs(ranked.index(entry) - (len(ranked) - 1) / 2))


def by_count(words: re.Pattern, sign: int) -> Callable:
    return lambda entries: sorted(entries, key=lambda entry: sign * len(words.findall(plain_text(entry[1]))))


STRATEGIES = {  # name -> what is chosen first, second and so on
    "second longest": from_rank(1),
    "middle length": from_the_middle,
    "longest": from_rank(0),
    "hedge words": by_count(HEDGE, -1),
    "fewest absolutes": by_count(ABSOLUTE, 1),
    "third longest": from_rank(2),
    "shortest": lambda entries: by_length(entries)[::-1],
}


def shared_word(card: str, bins: dict[str, str]) -> str:
    """The bin that has most words of the card; of equals the first."""
    words = set(WORD.findall(plain_text(card).lower()))
    return max(bins, key=lambda name: len(words & set(WORD.findall(f"{name} {bins[name]}".lower()))))


def guess(task: Task, order: Callable) -> tuple | None:
    """The values of the task's names by a strategy; None where nothing can be chosen."""
    question, raw = task.question, task.question.raw
    if question.kind in ("single", "multiple"):
        shown = [(name, option["text"]) for name, option in question.rules.labelled(question)]
        return (order(shown)[0][0],) if question.kind == "single" else ([name for name, _ in order(shown)[:3]],)
    if question.kind == "classify":
        bins = bin_names(raw)
        return ({letter: shared_word(card["text"], bins) for letter, card in zip(CARDS, raw["cards"], strict=False)},)
    if question.kind == "defend":
        first, second = (order([(one["id"], one["text"]) for one in raw[key]]) for key in ("options", "statements"))
        return first[0][0], [name for name, _ in second[:2]]
    return None


def guessed(tasks: list[list[Task]], strategy: str) -> float:
    """Share of the points of these tasks that a strategy earns, on average over the draws of each."""
    points = 0.0
    for several in tasks:
        answers = [(one, guess(one, STRATEGIES[strategy])) for one in several]
        points += sum(one.judge(probed(one, values), SEED).points for one, values in answers if values) / len(several)
    return round(points / sum(several[0].points for several in tasks), 4)


@functools.cache
def decided(lesson: str) -> list[list[Task]]:
    """The tasks of an exercise, each as dealt, without those that are programmed, of which nothing can be guessed."""
    return [dealt(task) for task in exercises.definition(lesson).tasks if task.route in ("", "decide")]


@pytest.mark.parametrize("strategy", thorough.but(STRATEGIES, "longest", "middle length", "hedge words", "shortest"))
def test_words_give_no_answers_away(strategy):
    each = {lesson: decided(lesson) for lesson in runner.lessons()}
    shares = {lesson: guessed(tasks, strategy) for lesson, tasks in each.items()}
    whole = guessed([task for tasks in each.values() for task in tasks], strategy)
    # Shown with -s.
    print(f"{strategy}: {'  '.join(f'{share:.0%}' for share in shares.values())}, together {whole:.0%}")
    assert whole <= MOST
    assert not {lesson: share for lesson, share in shares.items() if share > MOST_IN_ONE}


def test_canary_right_options_that_are_longest_are_noticed():
    padded = []
    for task in (several[0] for lesson in runner.lessons() for several in decided(lesson)):
        options = task.question.raw.get("options", [])
        longer = [{**one, "text": one["text"] + " indeed" * 20} if one.get("correct") else one for one in options]
        choice = task.question.kind in ("single", "multiple")
        padded.append([Task(task.question.with_(options=longer)) if choice else task])
    assert guessed(padded, "longest") > MOST


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("lesson", runner.lessons())
def test_no_constant_passes(rows, lesson, route):
    mine = of_route(rows, lesson, route)
    assert share(plain_ones(mine), mine) <= MOST
    assert share(searched(mine, rows), mine) <= MOST_FOUND


def test_no_bin_holds_most_cards(rows):
    sorts = [row for row in rows if row.kind == "classify"]
    assert not [row.task.id for row in sorts if max(row.points.values()) / row.task.points > MOST_OF_SORTING]
    raw = next(row.task.question for row in sorts if len(row.task.question.raw["cards"]) > 3)
    cards = [{**card, "bins": [next(iter(bin_names(raw.raw)))]} for card in raw.raw["cards"]]
    full = Row(Task(raw.with_(cards=cards)))
    assert full.points["0"] / full.task.points > MOST_OF_SORTING, "the canary: one bin holds them all"


@pytest.mark.parametrize("typed", ["", " ", "...", "-", "A B C D", "A or B", "A, B", "a and b"])
def test_nothing_and_several_letters_are_no_single_choice(rows, typed):
    singles = [row.task for row in rows if row.kind == "single"]
    assert not {task.id for task in singles if task.judge(probed(task, (typed,)), SEED).points}


def test_canary_undealt_letters_are_noticed(rows):
    """As an author writes them: right options first."""
    mine = of_route(rows, "02-de-risking", "decide")
    chosen = [row for row in mine if row.kind in ("single", "multiple") and row.task.route]
    words = []
    for question in (row.task.question for row in chosen):
        options = sorted(question.raw["options"], key=lambda option: not option.get("correct"))
        words.append(Row(Task(question.with_(options=options, words=True)), as_written=True))
    left = [row for row in mine if row not in chosen]
    assert len(words) == 2 and share(plain_ones([*left, *words]), mine) > MOST
