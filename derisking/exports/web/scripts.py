"""The browser's part: one classic script, the learner's runtime, one more for exercises, and the one style sheet of every page."""

import json
import re
import shutil
from pathlib import Path

from derisking import places
from derisking.exercises import form_answers, outline
from derisking.quiz import items

MARK = "_static/widgets.js"  # by which a folder is known as an earlier web edition
BUNDLES = places.PACKAGE / "learner" / "static"
# A page as JupyterLab shows it too, and where that looks for it.
PAGE = places.PACKAGE / "lab" / "labextensions" / "derisking-course" / "static" / "page.css"
SHEET = "course.css"
SHEETS = (SHEET, "look-up.css", "progress.css")  # for where one looks something up, and for My progress
BESIDE = Path(__file__).parent / "page"
# What a browser does not need of a sheet: comments, the room around braces, the last semicolon of a rule, a zero before the point;
# outside quotes the room after commas, around ">" and before a value.
NEEDLESS = re.compile(
    r"/\*.*?\*/|\s+(?=[{}])|(?<=[{};])\s+|;(?=\s*\})|(?<=[ ,:(-])0(?=\.\d)|"
    r'(?<=,)\s+(?=[^"{}]*[;{}])| (?=>[^"{};]*\{)|(?<=>) (?=[^"{};]*\{)|(?<=[\w-]:) (?=[^"{}]*[;}])',
    re.DOTALL,
)


def script() -> str:
    """The whole script: what every page knows of the course, and the learner's runtime. What lessons, questions and forecasts ask is on My progress alone."""
    known = course()
    lessons = [one | {"asked": dict.fromkeys(one["asked"]), "question": "", "does": ""} for one in known["lessons"]]
    told = json.dumps(known | {"lessons": lessons, "forecasts": []}, ensure_ascii=False, separators=(",", ":"))
    bundle = (BUNDLES / "learner-web.js").read_text(encoding="utf-8")
    return f'"use strict";\nglobalThis.deriskingCourse = {told};\n{bundle}'


def style(*files: Path) -> str:
    """One sheet of several, without what a browser does not need; dark where the page's bar says so."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    text = NEEDLESS.sub("", re.sub(r'="([a-zA-Z][\w-]*)"(?=\])', r"=\1", text))
    return text.replace("[data-jp-theme-light=false]", "html[data-theme=dark]")


def course() -> dict:
    """The course with the addresses of this edition. form: how an answer is called in a notebook."""
    form = {"mime": form_answers.FORM_MIME, "version": form_answers.VERSION, "memo": form_answers.MEMO}
    known = outline.course(lambda one: f"{one.name}.html", lambda one: f"exercise-{one.name}.html", anchor)
    return known | {"form": form}


def anchor(heading: str) -> str:
    """The id that Sphinx gives to a heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def write(folder: Path) -> None:
    """Put scripts, styles and the explanations of the two tests into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(BUNDLES / "learner-exercise.js", folder / "exercise.js")
    (folder / "widgets.js").write_text(script(), encoding="utf-8")
    (folder / SHEET).write_text(style(BUNDLES / "learner.css", PAGE, BESIDE / "web.css"), encoding="utf-8")
    (folder / SHEETS[-1]).write_text(style(BUNDLES / SHEETS[-1]), encoding="utf-8")
    data = json.dumps(items.explained(), ensure_ascii=False)
    (folder / "explained.js").write_text(f"globalThis.deriskingExplained({data});\n", encoding="utf-8")
