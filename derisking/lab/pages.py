"""The pages of the working copy as notebooks: lessons with ways to their neighbours and cells that hold still, exercises, and two of our own."""

import ast
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat

from derisking import cards
from derisking.lessons import Lesson, for_students, read_all

# What to press where a form does not answer: in JupyterLab with menus, and in ours.
PRESS = "press **▶▶** in the bar above", "press *Start it* or *Reconnect* above"
HOME, PROGRESS = "home.ipynb", "my-progress.ipynb"
KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
STILL = {"editable": False, "deletable": False}
# What a hidden cell is about, by its tag; a reader who sees its first line reads this and no code.
ABOUT = {
    "setup": "What this page needs",
    "quiz": "Questions",
    "predict": "A prediction",
    "chart": "A chart",
    "explorer": "An explorer",
    "write": "A sentence of your own",
    "guesses": "Your guesses so far",
    "later": "What comes after a game",
    "sources": "Sources",
}


def planned(root: Path) -> dict[str, tuple[nbformat.NotebookNode, str]]:
    """Place in the working copy -> the notebook without outputs, and the hash of what it is made from; as a student meets them."""
    lessons = read_all(root)
    made = {HOME: _own_page("home")}
    for number, lesson in enumerate(lessons):
        before = lessons[number - 1] if number else None
        after = lessons[number + 1] if number + 1 < len(lessons) else None
        made[lesson.page] = lesson_page(_read(root / lesson.page), lesson, before, after, lessons)
        if lesson.exercise:
            made[lesson.task_page] = _read(root / lesson.task_page)
    made[PROGRESS] = _own_page("my-progress")
    return {name: (book, _hash(book)) for name, book in made.items()}


def _read(path: Path) -> nbformat.NotebookNode:
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        elif "nbgrader" not in cell.metadata:  # whose text says whether somebody has written there
            text = for_students(cell.source).replace(*PRESS)
            cell.source = cards.tied_markdown(text)
    return book


def _hash(book: nbformat.NotebookNode) -> str:
    return hashlib.sha256(json.dumps(book, sort_keys=True).encode()).hexdigest()


def _own_page(name: str) -> nbformat.NotebookNode:
    """A page that is one cell: home, or the learner's progress."""
    source = f"from derisking import lab\n\nlab.show_{name.replace('-', '_')}()"
    hidden = {**STILL, "jupyter": {"source_hidden": True}}
    cell = nbformat.v4.new_code_cell(source, id=name, metadata=hidden)
    return nbformat.v4.new_notebook(cells=[cell], metadata=dict(KERNEL))


# --- lessons --------------------------------------------------------------------------------------------------------------


def lesson_page(
    book: nbformat.NotebookNode,
    lesson: Lesson,
    before: Lesson | None,
    after: Lesson | None,
    course: Sequence[Lesson] = (),
) -> nbformat.NotebookNode:
    """A lesson as a student gets it: ways at the end, cells that no stray key deletes or edits, a line on each program.

    book: is changed. Cells with the tag `analyst` stay the student's own. before, after: the neighbours, None at the ends.
    course: all lessons, for the contents.
    """
    for cell in book.cells:
        if "analyst" in cell.metadata.get("tags", []):
            continue
        cell.metadata |= STILL
        if cell.cell_type == "code":
            cell.source = f"# {about(cell)}\n{cell.source}"
    end = nbformat.v4.new_markdown_cell(_ways(lesson, before, after), id="ways-end", metadata=dict(STILL))
    book.cells = [*book.cells, end]
    pages = {"previous": before and before.page, "next": after and after.page, "exercise": lesson.task_page}
    listed = [[one.page, one.heading] for one in course]
    book.metadata["derisking"] = {name: page for name, page in pages.items() if page} | {"course": listed}
    return book


def _ways(lesson: Lesson, before: Lesson | None, after: Lesson | None) -> str:
    """The next lesson by its picture and its question, then one line of links; they open as tabs."""
    links, onward = ["[Home](../home.ipynb)"], "---"
    if before:
        links.insert(0, f"[‹ {before.number} · {before.title}]({Path(before.page).name})")
    if after:
        name, page = f"{after.number} · {after.title}", Path(after.page).name
        links.append(f"[{name} ›]({page})")
        onward = f"---\n\n### Next: {name}\n\n[![{name}](pictures/{after.name}.svg)]({page})\n\n**{after.question}**"
    if lesson.exercise:
        links.append(f"[Exercise {lesson.number}](../{lesson.task_page})")
    return f"{onward}\n\n" + " &nbsp;|&nbsp; ".join([*links, "[My progress](../my-progress.ipynb)"])


def about(cell: nbformat.NotebookNode) -> str:
    """What a cell shows, in a few words: by its tag, and by the title that it gives to its chart."""
    tags = cell.metadata.get("tags", [])
    words = next((ABOUT[tag] for tag in tags if tag in ABOUT), "A program")
    title = _title(cell.source) if words in (ABOUT["chart"], ABOUT["predict"]) else ""
    return f"{words}: {title}" if title else words


def _title(source: str) -> str:
    """The title that a cell's chart gets, where it is plain text."""
    try:
        tree = ast.parse(re.sub(r"(?m)^[%!].*$", "", source))
    except SyntaxError:
        return ""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    titles = [word.value for call in calls for word in call.keywords if word.arg == "title"]
    return next((str(title.value) for title in titles if isinstance(title, ast.Constant)), "")
