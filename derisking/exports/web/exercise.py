"""The page of an exercise, out of the story and the tasks that also make the students' notebook.

Tasks of part A and of the route *decide* are forms. The page holds the very notebook that students get; its script puts what
was chosen into it, as the forms of that notebook do, and hands it out. The route *code* has to be run, so it stays in
JupyterLab.
"""

import copy
import json
import re
from pathlib import Path

import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell

from derisking import cards as shown
from derisking import markdown, places
from derisking.authoring import source
from derisking.exercises import form_page, task
from derisking.exercises.panels import said
from derisking.exercises.task import Definition, Task
from derisking.learner import card
from derisking.quiz import items

OF_NOTEBOOK = ("<", "**Part A**", "*Check*", "The page starts")  # how paragraphs begin that a page does not need
WORDS = yaml.safe_load(Path(__file__).with_name("exercise-words.yaml").read_text(encoding="utf-8"))


def released(lesson: str) -> dict:
    """The notebook that students get, as JSON."""
    file = places.checkout("exercises") / "exercises" / lesson / f"{lesson}.ipynb"
    return json.loads(file.read_text(encoding="utf-8"))


def notebook(lesson: str):
    """The page's notebook: the story, with a form for each task and last the way to the route that has to be run."""
    folder = task.folder(lesson)
    story, definition = source.story(folder), task.read(folder)
    kept, aside, skipping = [], [], False
    for cell in story.cells:
        text = cell.source
        marked = source.MARKER.fullmatch(text)
        if text.startswith("## "):
            skipping = text.startswith("## Part B, route *code*")
            if skipping:
                aside = [new_markdown_cell(WORDS["code_route"], id=f"{cell.id}-web")]
            elif aside and not text.startswith("## Part B, route"):  # after what can be done here
                kept, aside = [*kept, *aside], []
        if skipping or cell.id == "run-md" or text == 'exercise.check("part-b")':
            continue
        kept += _cells(cell, marked, definition)
    story.cells = [*kept, new_code_cell(f'stage.hand_in("{lesson}")', id="hand-in")]
    return story


def _cells(cell, marked, definition: Definition) -> list:
    if marked:
        asked = definition.task(marked[1])
        shown = f'stage.task("{definition.lesson}", "{asked.id}")'
        return [new_code_cell(shown, id=cell.id)] if asked.formed else []
    if cell.id in ("memo-form", "part-b-md", "student-code") or cell.source == "print(exercise.variant.note)":
        return []
    if cell.id == "memo":
        return [new_code_cell(f'stage.memo("{definition.lesson}")', id=cell.id)]
    cell = copy.deepcopy(cell)
    decide = "## Part B, route *decide*"
    if cell.source.startswith(decide):
        goal = f"## Part B: you decide\n\n{definition.goals['B']}"
        cell.source = cell.source.replace(decide, goal, 1).replace("\n\n###", f"\n\n{WORDS['decide']}\n\n###", 1)
    cell.metadata = {"tags": ["remove-output"] if cell.id == "setup" or cell.source.endswith(";") else []}
    if cell.id == "title":
        head, *parts = cell.source.split("\n\n")
        drawn = f"![The lesson’s picture.](pictures/{definition.lesson}.svg)"
        if not definition.tasks:  # nothing but work that a person marks
            cell.source = "\n\n".join([head, drawn, *parts, WORDS["alone"]])
            return [cell]
        _, bold, decision = "".join(parts[:1]).partition("**")  # `you` has told the case
        memo = [part[part.index("**The memo**") :] for part in parts if "**The memo**" in part]
        told = [part.split(" · objectives ")[0] for part in parts[1:] if not part.startswith(OF_NOTEBOOK)]
        cell.source = "\n\n".join([head, drawn, f"{definition.you} {bold}{decision}"])
        how = "\n\n".join([*told, WORDS["how"], *memo])
        return [cell, new_code_cell(f'stage.way("{definition.lesson}", {how!r})', id="way")]
    return [cell]


def cards(text: str) -> str:
    """docs/exercises.md with a card per exercise in the place of EXERCISES: a drawing, its title, and who asks what.

    In the place of CALL stands the first of their first guesses whose replies lead on, each to an exercise.
    """
    every = [task.read(task.folder(lesson)) for lesson in task.lessons()]
    listed = shown.render("exports/templates/exercises.md.jinja", exercises=every, form=form, safe=shown.safe)
    asks = next((one for one in every if one.first.get("leads")), None)
    titles = {one.lesson: markdown.inline(one.title) for one in every}
    return text.replace("CALL", _call(asks, titles) if asks else "", 1).replace("EXERCISES", listed, 1)


def _call(definition: Definition, titles: dict[str, str]) -> str:
    part = form_page.first(definition)
    goes = r'<a class="dr-go" href="exercise-{0}.html">\1 Find out in {1}</a>'  # each ending by its own question
    ends = zip(part.data["replies"], part.data["leads"], strict=True)
    replies = [re.sub(r"(“[^”]+”)$", goes.format(to, titles[to]), one, count=1) for one, to in ends]
    return card.in_page("drtcall", part.data | {"kept": "", "replies": replies, "html": "", "again": True}, part.static)


def form(task_: Task) -> dict:
    """A task for the browser: the question with its keys, hints, and how its answer is written into the notebook. A sealed one
    comes without keys, and with what a check says once it is filled in."""
    question = task_.question
    data = _page(question, not task_.sealed) | {"title": task_.title, "points": task_.points}
    hints = [markdown.block(hint) for hint in task_.hints]
    made = {"question": data, "hints": hints, "cell": f"answer-{task_.id}", **form_page.written(task_)}
    return made | {"filled": said(task_.filled())} if task_.sealed else made


def _page(question, keys: bool) -> dict:
    """The question as items.asked, with the task's own order and the words of its variant."""
    asked = items.asked(question.with_(text=question.say(question.text.strip())), keys=keys)
    data = question.rules.in_order(question, asked)
    for part in data["parts"] if keys else ():
        part["feedback"] = question.say(part["feedback"])
    return data
