"""Letters say nothing, and nothing says how many are right: over the course, and with a canary for each rule."""

import dataclasses
import re
from collections import Counter

import pytest
from support.told import cases

from derisking import exercises
from derisking.exercises import sealed

TASKS = [task for lesson in exercises.lessons() for task in exercises.definition(lesson).tasks]
NUMBERS = "one|two|three|four|five|six|seven|[1-7]"
COUNTS = re.compile(cases(__file__, "typed.yaml")["what counts"].replace("NUMBERS", NUMBERS), re.IGNORECASE)


def rights(question) -> str:
    """The letters that are right, as a notebook deals them; empty where options are typed as words."""
    if question.raw.get("words"):
        return ""
    return "".join(sorted(letter for letter, option in question.rules.labelled(question) if option.get("correct")))


def lettered(kind: str, tasks=TASKS) -> dict:
    """Lesson, task and place -> its right letters, for the choices of a kind over the course."""
    chosen = [(n, task) for n, task in enumerate(tasks) if task.question.kind == kind]
    return {(task.question.lesson, task.id, n): rights(task.question) for n, task in chosen if rights(task.question)}


def too_often(singles: dict) -> dict:
    """Letters that are right in more than 40 % of the single choices, with the share."""
    often = Counter(letter for letters in singles.values() for letter in letters)
    return {letter: count / len(singles) for letter, count in often.items() if count > 0.4 * len(singles)}


def test_no_letter_is_right_too_often_and_the_canary():
    singles = lettered("single")
    assert len(singles) >= 12 and not too_often(singles), too_often(singles)
    assert too_often({number: "A" if number < 5 else "B" for number in range(10)}) == {"A": 0.5, "B": 0.5}
    assert not too_often({number: "ABCDE"[number % 5] for number in range(10)})


def one_count(multiples: dict) -> str:
    """What is wrong with how many options are right, in words; empty if nothing."""
    counts = Counter(map(len, multiples.values()))
    missing = {1, 2, 3, 4, 5} - set(counts)
    if missing:
        return f"no choose-all has {min(missing)} right"
    favourite, times = counts.most_common(1)[0]
    return f"{times} of {len(multiples)} have {favourite} right" if times > len(multiples) / 2 else ""


def test_a_choose_all_has_from_one_to_five_of_six_right_and_the_canary():
    multiples = lettered("multiple")
    for n, task in enumerate(TASKS):
        if (task.question.lesson, task.id, n) in multiples:
            assert len(task.question.raw["options"]) == 6, task.id
    classes = [exercises.definition(name, sealed.code(n)) for n in range(1, 9) for name in exercises.lessons()]
    assert not one_count(lettered("multiple", [*TASKS, *(task for one in classes for task in one.tasks)]))
    assert "no choose-all has 1" in one_count({number: "ABC" for number in range(11)})
    assert not one_count(varied := {number: "ABCDE"[: number + 1] for number in range(5)})
    assert "7 of 11" in one_count(varied | {10 + number: "DEF" for number in range(6)})


def told(task) -> list[str]:
    """Words in question, hints and help that tell how many answers are right."""
    written = task.question.written
    otherwise = written.get("otherwise") or ""
    words = [written["text"], *written["hints"], otherwise["feedback"] if isinstance(otherwise, dict) else otherwise]
    return [match[0] for text in words for match in COUNTS.finditer(" ".join(text.split()))]


CHOSEN = [task for task in TASKS if task.question.kind in ("single", "multiple", "classify", "defend")]


@pytest.mark.parametrize("task", CHOSEN, ids=lambda task: f"{task.question.lesson}-{task.id}")
def test_nothing_tells_how_many_are_right(task):
    assert not told(task)


@pytest.mark.parametrize("hint", cases(__file__, "typed.yaml")["counting hints"])
def test_canary_a_hint_that_counts_is_noticed(hint):
    task = next(task for task in TASKS if task.question.kind == "single")
    written = task.question.written | {"hints": ["Think.", hint]}
    assert told(dataclasses.replace(task, question=dataclasses.replace(task.question, written=written)))


def test_deal_gives_letters_anew():
    asked = next(task for task in TASKS if task.id == "limits-decide").question
    dealt = {tuple(one["text"] for _, one in asked.rules.labelled(asked.with_(deal=n))) for n in range(5)}
    assert len(dealt) > 1 and len({frozenset(order) for order in dealt}) == 1
