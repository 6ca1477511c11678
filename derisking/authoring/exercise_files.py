"""Make the students' notebooks in `exercises/` from `solutions/`, or check that they are up to date: a step of `build`.

Runs the steps of nbgrader's own `generate_assignment` as `nbgrader_config.py` sets them, in this process and without a
gradebook; a test compares the result with that command's.
"""

import functools
import re
from pathlib import Path
from typing import Any

from derisking import places
from derisking.authoring import source
from derisking.errors import UserError
from derisking.exercises import task

_SKIPPED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}
_TOKEN = re.compile(r"### (BEGIN|END) (SOLUTION|HIDDEN TESTS)")


def _files(folder: Path) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder) for path in files if not _SKIPPED & set(path.relative_to(folder).parts)]


DEFENCE = "defence.py"  # what is asked in the defence of a memo, where an exercise has one


def check_sources(solutions: Path) -> list[str]:
    """The lessons in `solutions/`; each folder holds its notebook and tasks.yaml, and may hold keys.py, sealed.py and defence.py. Raises UserError."""
    lessons = sorted(path.name for path in solutions.iterdir() if path.is_dir() and path.name not in _SKIPPED)
    for lesson in lessons:
        have = {file.name for file in (solutions / lesson).iterdir()} - _SKIPPED
        known = {f"{lesson}.ipynb", task.TASKS, task.KEYS, task.TEACHERS, DEFENCE}
        if have - known:
            raise UserError(f"solutions/{lesson}/{min(have - known)} belongs to no exercise: move it out of solutions.")
        if lacking := {f"{lesson}.ipynb", task.TASKS} - have:
            raise UserError(f"solutions/{lesson} has no {min(lacking)}: restore it from a fresh copy of the module.")
    return lessons


def check_notebook(notebook, lesson: str, definition: task.Definition) -> None:
    """Refuse a source whose cells would be graded wrongly."""
    place, graded = f"solutions/{lesson}/{lesson}.ipynb", {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.outputs:
            raise UserError(f"{place}, cell {cell.id}: clear its output before saving.")
        if "nbgrader" in cell.metadata:
            graded[cell.id] = cell.metadata["nbgrader"]
            if graded[cell.id]["grade_id"] != cell.id:
                other = graded[cell.id]["grade_id"]
                raise UserError(f"{place}, cell {cell.id}: its nbgrader id is {other}; make the two the same.")
    if not definition.tasks:  # a person marks the whole
        return
    points, part_b = definition.part_b({}).max_points, graded.get("check-part-b", {})
    if part_b.get("points") != points or not part_b.get("locked"):
        raise UserError(f"{place}, cell check-part-b: it must be there, locked and worth {points} points.")


@functools.cache
def _steps() -> tuple:
    """nbgrader's steps for an assignment, with our settings, but for the one that writes a gradebook."""
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import Config

    from derisking.authoring import stubs

    config = Config()
    stubs.configure(config)
    return tuple(step(config=config) for step in config.GenerateAssignment.preprocessors if step is not SaveCells)


def release(folder: Path) -> str:
    """The text of the notebook that students get, from a folder of `solutions/`. Raises UserError."""
    import nbformat

    lesson, notebook = folder.name, source.expand(folder)
    check_notebook(notebook, lesson, task.read(folder))
    resources: dict[str, Any] = {"unique_key": lesson, "metadata": {"name": lesson}}
    resources["nbgrader"] = {"assignment": lesson, "notebook": lesson}
    for step in _steps():
        notebook, resources = step(notebook, resources)
    text = nbformat.writes(notebook)
    if _TOKEN.search(text):
        raise UserError(f"solutions/{lesson}: a solution would be left in the students' notebook.")
    return text.rstrip("\n") + "\n"


def wanted(top: Path) -> dict[Path, str]:
    """Place below `exercises/` -> text, for the notebook of each lesson of a checkout."""
    lessons = check_sources(top / "solutions")
    return {Path(name) / f"{name}.ipynb": release(top / "solutions" / name) for name in lessons}


def differences(top: Path) -> list[str]:
    """What `exercises/` lacks, has too much, or has in another version than `solutions/` gives; empty if up to date."""
    want = wanted(top)
    have = set(_files(top / "exercises"))
    lines = [f"exercises/{file.as_posix()} is missing." for file in sorted(set(want) - have)]
    lines += [f"exercises/{file.as_posix()} comes from no solution: delete it." for file in sorted(have - set(want))]
    for file in sorted(set(want) & have):
        if (top / "exercises" / file).read_bytes().replace(b"\r\n", b"\n").decode("utf-8") != want[file]:
            lines.append(f"exercises/{file.as_posix()} differs from what its solution gives.")
    return lines


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare and write nothing. Returns the exit code, 1 if anything differs or cannot be made."""
    top = places.checkout("solutions")
    if "--check" in arguments:
        lines = differences(top)
        print("\n".join([*lines, "Run: python3 run.py build"]) if lines else "exercises/ is up to date.")
        return 1 if lines else 0
    made = wanted(top)
    lessons = {place.stem for place in made}
    if stray := [file for file in _files(top / "exercises") if file.parts[0] not in lessons]:
        raise UserError(f"exercises/{stray[0].as_posix()} comes from no solution: move or delete it.")
    for place, text in made.items():
        (top / "exercises" / place).parent.mkdir(parents=True, exist_ok=True)
        (top / "exercises" / place).write_text(text, encoding="utf-8", newline="\n")
    print("Made:", ", ".join(place.stem for place in made))
    return 0
