"""Make the students' notebooks in `exercises/` from `solutions/`, or check that they are up to date.

    python -m derisking.exercises.build            # write
    python -m derisking.exercises.build --check    # compare, write nothing; exit code 1 if anything differs

Both run nbgrader's own `generate_assignment` with `nbgrader_config.py`, in a temporary folder and without a gradebook.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from derisking import exercises

_SKIPPED = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}


class BuildError(Exception):
    """A folder or notebook that cannot become an exercise; one sentence with the place and the remedy."""


def root() -> Path:
    """The checkout. Raises BuildError outside one: an installed package has no solutions."""
    folder = Path(__file__).resolve().parents[2]
    if not (folder / "solutions").is_dir():
        raise BuildError(f"There is no folder solutions in {folder}: run this in a checkout of the module.")
    return folder


def _files(folder: Path) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder) for path in found if not _SKIPPED & set(path.relative_to(folder).parts)]


def check_sources(solutions: Path) -> list[str]:
    """The lessons in `solutions/`; each folder holds its notebook and nothing else, since nbgrader copies every file."""
    lessons = sorted(path.name for path in solutions.iterdir() if path.is_dir() and path.name not in _SKIPPED)
    for file in _files(solutions):
        lesson = file.parts[0]
        if file != Path(lesson) / f"{lesson}.ipynb":
            raise BuildError(f"solutions/{file.as_posix()} would be handed to students: move it out of solutions.")
    for lesson in lessons:
        if lesson not in exercises.lessons():
            raise BuildError(f"solutions/{lesson} has no module in derisking/exercises that names its tasks.")
        check_notebook(solutions / lesson / f"{lesson}.ipynb", lesson)
    return lessons


def check_notebook(file: Path, lesson: str) -> None:
    """Refuse a solution whose cells and tasks do not fit together."""
    import nbformat

    definition, cells = exercises.definition(lesson), nbformat.read(file, as_version=4).cells
    place = f"solutions/{lesson}/{lesson}.ipynb"
    graded = {cell.id: cell.metadata["nbgrader"] for cell in cells if "nbgrader" in cell.metadata}
    for cell_id, meta in graded.items():
        if meta["grade_id"] != cell_id:
            raise BuildError(f"{place}, cell {cell_id}: its nbgrader id is {meta['grade_id']}; make the two the same.")
    wanted = {f"check-{task.id}": task.points if task.part == "A" else None for task in definition.tasks}
    wanted["check-part-b"] = definition.part_b({}).max_points
    for cell_id, points in wanted.items():
        if cell_id not in graded:
            raise BuildError(f"{place}: there is no cell {cell_id} for its task; add exercise.check there.")
        if graded[cell_id].get("points") != points or not graded[cell_id]["locked"]:
            raise BuildError(f"{place}, cell {cell_id}: it must be locked and worth {points} points.")
    for cell in cells:
        if cell.cell_type == "code" and cell.outputs:
            raise BuildError(f"{place}, cell {cell.id}: clear its output before saving.")


def generate(source: Path, target: Path) -> list[str]:
    """Run generate_assignment for each lesson of a checkout; target gets one folder per lesson. Returns the lessons."""
    lessons = check_sources(source / "solutions")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copy(source / "nbgrader_config.py", work)
        shutil.copytree(source / "solutions", work / "solutions", ignore=shutil.ignore_patterns(*_SKIPPED))
        for lesson in lessons:
            _run(work, lesson)
        for lesson in lessons:
            (target / lesson).mkdir(parents=True, exist_ok=True)
            text = (work / "exercises" / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8")
            with (target / lesson / f"{lesson}.ipynb").open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
    return lessons


def _run(folder: Path, lesson: str) -> None:
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", lesson, "--force", "--no-db"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode or not (folder / "exercises" / lesson / f"{lesson}.ipynb").is_file():
        raise BuildError(f"nbgrader could not generate {lesson}:\n{done.stderr[-2000:]}")


def differences(source: Path) -> list[str]:
    """What `exercises/` lacks, has too much, or has in another version than `solutions/` gives; empty if up to date."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        generate(source, fresh)
        have, want = set(_files(source / "exercises")), set(_files(fresh))
        lines = [f"exercises/{file.as_posix()} is missing." for file in sorted(want - have)]
        lines += [f"exercises/{file.as_posix()} comes from no solution: delete it." for file in sorted(have - want)]
        for file in sorted(want & have):
            raw = (source / "exercises" / file).read_bytes().replace(b"\r\n", b"\n")
            if raw != (fresh / file).read_bytes():
                lines.append(f"exercises/{file.as_posix()} differs from what its solution gives.")
        return lines


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m derisking.exercises.build", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            lines = differences(root())
            print("\n".join([*lines, "Run: python3 run.py exercises"]) if lines else "exercises/ is up to date.")
            return 1 if lines else 0
        stray = [file for file in _files(root() / "exercises") if file.parts[0] not in exercises.lessons()]
        if stray:
            raise BuildError(f"exercises/{stray[0].as_posix()} comes from no solution: move or delete it.")
        print("Made:", ", ".join(generate(root(), root() / "exercises")))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
