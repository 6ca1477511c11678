"""The browser's part as two files: one classic script, the learner's runtime, and the one style sheet of every page."""

import json
import re
from pathlib import Path

from derisking import forecasts, lessons, markdown, places
from derisking.exercises import form_answers, task
from derisking.questions import bank
from derisking.quiz import items

MARK = "_static/widgets.js"  # by which a folder is known as an earlier web edition
BUNDLES = places.PACKAGE / "learner" / "static"
# Where JupyterLab looks for it.
PAGE = places.PACKAGE / "lab" / "labextensions" / "derisking-course" / "static" / "page.css"
SHEET = "course.css"
BESIDE = Path(__file__).parent / "page"


def script() -> str:
    """The whole script: what is to be known of the course, and the learner's runtime."""
    known = json.dumps(course(), ensure_ascii=False)
    bundle = (BUNDLES / "learner-web.js").read_text(encoding="utf-8")
    return f'"use strict";\nglobalThis.deriskingCourse = {known};\n{bundle}'


def style() -> str:
    """The one sheet: cards, the page as JupyterLab shows it too, and the frame around it; dark where the page's bar says so."""
    files = BUNDLES / "learner.css", PAGE, BESIDE / "web.css"
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    # Minified sheets drop the quotes.
    return re.sub(r'\[data-jp-theme-light="?false"?\]', 'html[data-theme="dark"]', text)


def course() -> dict:
    """Lessons with their titles and numbers of questions, which have an exercise, and where each test stands: [address, lesson].

    form: how an answer is called in a notebook; forecasts: what each that is settled came to.
    """
    tests = {
        name: [f"{one.lesson}.html#{_anchor(one.section)}", one.number] for name, one in lessons.facts().tests.items()
    }
    form = {"mime": form_answers.FORM_MIME, "version": form_answers.VERSION, "memo": form_answers.MEMO}
    return {
        "lessons": [_lesson(one) for one in lessons.read_all()],
        "exercises": [one.name for one in lessons.read_all() if one.exercise],
        "tests": tests,
        "form": form,
        "forecasts": forecasts.outcomes(),
    }


def _lesson(one: lessons.Lesson) -> dict:
    """asked: question of the lesson -> its first words and the address of its section; most: points of its exercise; guesses, explorers: names."""
    questions = bank.load(one.name)
    asked = {id: [_words(questions[id].text), _anchor(heading)] for id, heading in one.asked.items()}
    most = task.read(task.folder(one.name)).maximum() if one.exercise else 0
    counted = {"guesses": one.guesses, "explorers": one.explorers}
    return {"id": one.name, "title": one.heading, "asked": asked, "most": most, **counted}


def _words(text: str) -> str:
    whole = " ".join(markdown.plain(text).split())
    return whole if len(whole) <= 90 else whole[:87].rsplit(" ", 1)[0] + " …"


def _anchor(heading: str) -> str:
    """The id that Sphinx gives to a heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def write(folder: Path) -> None:
    """Put script, styles and the explanations of the two tests into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "widgets.js").write_text(script(), encoding="utf-8")
    (folder / SHEET).write_text(style(), encoding="utf-8")
    data = json.dumps(items.explained(), ensure_ascii=False)
    (folder / "explained.js").write_text(f"globalThis.deriskingExplained({data});\n", encoding="utf-8")
