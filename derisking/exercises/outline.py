"""The course as *My progress* and the web edition's pages know it, in plain JSON: lessons, what each asks, exercises, the two tests."""

import re
from collections.abc import Callable

from derisking import forecasts, lessons, markdown
from derisking.exercises import task
from derisking.lessons import Lesson
from derisking.questions import bank


def course(page: Callable[[Lesson], str], task_page: Callable[[Lesson], str], anchor: Callable[[str], str]) -> dict:
    """lessons; exercises: names of those that have one; tests: [address, number of its lesson]; forecasts: what each that is settled came to.

    page, task_page: the address of a lesson and of its exercise in an edition; anchor: the place of a heading in a page.
    """
    every = lessons.read_all()
    pages = {one.name: page(one) for one in every}
    tests = {
        name: [f"{pages[one.lesson]}#{anchor(one.section)}", one.number] for name, one in lessons.facts().tests.items()
    }
    return {
        "lessons": [_lesson(one, anchor) | {"page": pages[one.name], "task": task_page(one)} for one in every],
        "exercises": [one.name for one in every if one.exercise],
        "tests": tests,
        "forecasts": forecasts.outcomes(),
    }


def _lesson(one: Lesson, anchor: Callable[[str], str]) -> dict:
    """asked: question -> one sentence of it and the place of its section; verdicts: question -> how many sentences its story has.

    most: points of the exercise; routes: task -> "" or the route it belongs to; guesses, explorers: names.
    """
    questions = bank.load(one.name)
    verdicts = {id: len(questions[id].raw["cards"]) for id in one.asked if questions[id].raw.get("face") == "story"}
    asked = {q: [at if q == "the-story" else _words(questions[q].text), anchor(at)] for q, at in one.asked.items()}
    tasks = task.read(task.folder(one.name)) if one.exercise else None
    most, routes = (tasks.maximum(), {each.id: each.route for each in tasks.tasks}) if tasks else (0, {})
    own = {"id": one.name, "number": one.number, "title": one.heading, "asked": asked, "verdicts": verdicts}
    own |= {"question": one.question, "does": lessons.facts().does.get(one.name, ""), "most": most, "routes": routes}
    return own | {"guesses": one.guesses, "explorers": one.explorers}


def _words(text: str) -> str:
    whole = re.split(r"(?<=[.?”])\s+(?=[A-Z“])", plain := " ".join(markdown.plain(text).split()))
    ask = next((one for one in reversed(whole) if one.endswith("?")), "")
    first = " ".join(whole[: 1 if len(whole[0]) > 30 else 2])  # "Who decided it?" alone names nothing
    first = first if len(first) < (95 if ask else 115) else first[:90].rsplit(" ", 1)[0] + "…"
    first = first.rstrip(".…") + "…”" if first.count("“") > first.count("”") else first
    return ask if len(ask) > 47 else plain if len(plain) < 115 else first if ask in first else f"{first} {ask}"
