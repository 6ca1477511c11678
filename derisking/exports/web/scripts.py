"""The browser's part as two files: one classic script and one style sheet, made of the notebook's widgets and the page's own.

A page opened from a folder (file://) loads no ES modules, so the modules of the widgets are wrapped here; their logic is
theirs and stands nowhere twice.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from derisking import lessons, markdown, places
from derisking.exercises import form_answers, task
from derisking.exports.web import items
from derisking.questions import bank
from derisking.quiz.last import title
from derisking.quiz.widget import FACES

MARK = "_static/widgets.js"  # by which a folder is known as an earlier web edition
FIGURES = "lab/labextensions/derisking-course/static/figures"  # where JupyterLab looks for it; .js and .css
# File of the package -> what the page calls what the module exports; "" for a script that is none. In the order of the page.
SCRIPTS = {
    **dict.fromkeys(("widgets/live.js", *(file.relative_to(places.PACKAGE).as_posix() for file in FACES)), ""),
    "quiz/quiz.js": "quiz",
    "quiz/ending.js": "ending",
    "widgets/predict.js": "predict",
    "widgets/write.js": "write",
    "widgets/later.js": "later",
    "exercises/memo_box.js": "",
    **{f"widgets/{name}.js": name for name in ("range", "select", "goals")},
    f"{FIGURES}.js": "",
    **{
        f"exports/web/page/{name}.js": ""
        for name in ("record", "progress", "exercise", "view", "twin", "explorer", "offline", "mount")
    },
}
STYLES = (
    "widgets/card.css",
    "quiz/quiz.css",
    "quiz/story.css",
    "widgets/predict.css",
    "widgets/write.css",
    "widgets/later.css",
    "widgets/controls.css",
    "widgets/explorer.css",
    f"{FIGURES}.css",
)


class ScriptError(Exception):
    """A widget's script that cannot be wrapped; one sentence with the file."""


def _read(file: str) -> str:
    return (places.PACKAGE / file).read_text(encoding="utf-8")


def classic(file: str, text: str) -> str:
    """A script for a page: what a module exports by default becomes `widgets.<name>`. Raises ScriptError."""
    text = re.sub(r"^export \{[^}]*\};\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^export default ", f"widgets.{SCRIPTS[file]} = ", text, flags=re.MULTILINE)
    left = re.search(r"^\s*(?:export|import)\b.*$", text, re.MULTILINE)
    if left:
        raise ScriptError(f"{file}: `{left[0].strip()}` cannot stand in a classic script. Use `export default`.")
    return text


def script(course: dict) -> str:
    """The whole script. course: lessons and exercises, for the record."""
    parts = [classic(file, _read(file)) if name else _read(file) for file, name in SCRIPTS.items()]
    head = f'"use strict";\nconst widgets = {{}};\nconst COURSE = {json.dumps(course, ensure_ascii=False)};\n'
    head += f"const FORM = {json.dumps(_form())};\n"
    # The page's own parts are also at hand for a test, and for nobody else.
    out = "globalThis.derisking = { judge, shared, readRecord, notebookWith, $ };\n"
    return f"(() => {{\n{head}" + "\n".join(parts) + f"\n{out}}})();\n"


def _form() -> dict:
    """What the script must know of what forms leave in a notebook."""
    return {"mime": form_answers.FORM_MIME, "version": form_answers.VERSION, "memo": form_answers.MEMO}


def style() -> str:
    """The style sheet of cards, dark where the theme of the pages is dark."""
    return "\n".join(map(_read, STYLES)).replace('[data-jp-theme-light="false"]', 'html[data-theme="dark"]')


def course() -> dict:
    """Lessons with their titles and numbers of questions, which have an exercise, and where each test stands: [address, lesson]."""
    tests = {
        name: [f"{one.lesson}.html#{_anchor(one.section)}", one.number] for name, one in lessons.facts().tests.items()
    }
    return {"lessons": [_lesson(one) for one in lessons.read_all()], "exercises": task.lessons(), "tests": tests}


def _lesson(one: lessons.Lesson) -> dict:
    """asked: question of the lesson -> its first words and the address of its section; most: points of its exercise."""
    questions = bank.load(one.name)
    asked = {id: [_words(questions[id].text), _anchor(heading)] for id, heading in one.asked.items()}
    most = task.read(task.folder(one.name)).maximum() if one.exercise else 0
    return {"id": one.name, "title": title(one.name), "asked": asked, "most": most}


def _words(text: str) -> str:
    whole = " ".join(markdown.plain(text).split())
    return whole if len(whole) <= 90 else whole[:87].rsplit(" ", 1)[0] + " …"


def _anchor(heading: str) -> str:
    """The id that Sphinx gives to a heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def write(folder: Path) -> None:
    """Put script, styles and the explanations of the two tests into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "widgets.js").write_text(script(course()), encoding="utf-8")
    (folder / "widgets.css").write_text(style(), encoding="utf-8")
    data = json.dumps(items.explained(), ensure_ascii=False)
    (folder / "explained.js").write_text(f"globalThis.deriskingExplained({data});\n", encoding="utf-8")
