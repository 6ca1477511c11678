"""Make the zip that students get: lessons, tables, exercises, and as much of the package as these need.

    derisking release [--out derisking-students.zip]

What goes out is on a list (`wanted`); a file that is not on it stays here, however it came into the folder. Of the package
goes out what is not for teachers and authors (`STAYS`). The keys of part A and of the question banks go out on purpose:
practice is open-book, a check in the notebook needs them, and for marks an answer counts only if the notebook itself works it
out. Part B is sealed (`sealing`): its keys, explanations and references stay here, as do reference solutions, the tests' sample
submissions, the inputs that a class is graded with and everything about a class.

The same files give the same zip, byte for byte with one version of Python: sorted names, one fixed time, Unix line ends.
"""

import contextlib
import dataclasses
import io
import json
import re
import string
import zipfile
from pathlib import Path

from derisking import arguments, data
from derisking import lessons as course_lessons
from derisking.authoring import exercise_files
from derisking.classroom import files
from derisking.classroom.course import checkout
from derisking.classroom.prepare import sealing
from derisking.errors import UserError
from derisking.exercises import sealed

TOP = "derisking-course"
OUT = "derisking-students.zip"
MARKER = ".derisking-course"  # by which progress.root() finds the folder
MARKER_TEXT = "This file marks the course folder. Your record, progress.sqlite, is kept beside it.\n"
BINDER = "postBuild"  # run there; at the top, since beside a folder binder/ no environment.yml counts
PLAIN = (
    *("run.py", "requirements.txt", "requirements-setup.txt", "environment.yml", BINDER),
    *("LICENSE", "LICENSE-text.md", "CITATION.cff"),
)
BANKS = "notebooks/quizzes/"
DATA = ("datapackage.json", "README.md", "eto/LICENSE.md")  # beside the tables that datapackage.json names
ENDINGS = (".py", ".js", ".css", ".jinja", ".json", ".yaml", ".svg")  # of files of the package
# The rooms of teachers and authors.
STAYS = ("derisking/classroom/", "derisking/authoring/", "derisking/dossier/", "derisking/exports/", "derisking/live/")
TASKS = ("tasks.yaml", "keys.py")  # go into the package, out of the way of whoever opens an exercise
PYPROJECT = ("build-system", "project", "tool.hatch")  # the sections that `pip install -e .` needs
WATCHED = ("notebooks", "exercises", "data")  # where a teacher may have put something that she expects in the zip
TEACHERS_MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME")
_TIME = (2026, 1, 1, 0, 0, 0)  # fixed; recent enough that lists of files look sane and every tool can pack it again
_FILE, _PROGRAM = 0o100644 << 16, 0o100755 << 16


@dataclasses.dataclass(frozen=True)
class Release:
    """A zip that was written. names: its files without the top folder. left_out: what was not on the list."""

    path: Path
    names: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def lessons(folder: Path) -> list[str]:
    """The exercises of a checkout, in order: each has the name of its lesson, but for those that belong to none."""
    return sorted(path.parent.name for path in (folder / "solutions").glob(f"*/{TASKS[0]}"))


def _all(folder: Path) -> list[str]:
    """Every lesson, in order: those with an exercise, and those that hold one of the two tests."""
    banks = {path.stem for path in folder.glob("notebooks/quizzes/*.yaml")}
    alone = {Path(page).stem for _, page in course_lessons.alone(folder)} - banks
    return sorted({*lessons(folder)} - alone | {*(test.lesson for test in course_lessons.facts().tests.values())})


def wanted(folder: Path) -> list[str]:
    """The list: every file that is copied as it is, relative to the checkout, sorted."""
    own = lessons(folder)
    names = [*PLAIN, "notebooks/objectives.yaml", "notebooks/course.yaml", *(f"data/{name}" for name in DATA)]
    for lesson in _all(folder):
        names += [f"notebooks/{lesson}.ipynb", f"{BANKS}{lesson}.yaml"]
    names += [f"exercises/{lesson}/{lesson}.ipynb" for lesson in own]
    names += [f"data/{entry['path']}" for entry in _tables(folder)]
    beside = [*folder.glob("notebooks/pictures/*.svg"), *folder.glob("notebooks/explorers/*")]
    paths = [*beside, *folder.glob("derisking/**/*")]
    there = (path.relative_to(folder).as_posix() for path in paths if path.suffix in ENDINGS)
    return sorted([*names, *(name for name in there if not name.startswith(STAYS) and "/." not in name)])


def _task_files(folder: Path, drawn_by: str) -> dict[str, str]:
    """Name -> text of what students get of the exercises' tasks."""
    made = {}
    for lesson in lessons(folder):
        place, own = f"derisking/_tasks/{lesson}", folder / "solutions" / lesson
        made[f"{place}/{TASKS[0]}"] = sealing.students_tasks(own, drawn_by)
        made[f"{place}/{sealed.FILE}"] = sealing.sheets(own, drawn_by)
        if (own / TASKS[1]).is_file():
            made[f"{place}/{TASKS[1]}"] = _read(folder, f"solutions/{lesson}/{TASKS[1]}")
    return made


def _tables(folder: Path) -> list[dict]:
    """The entries of datapackage.json."""
    return json.loads(_read(folder, "data/datapackage.json"))["resources"]


def _read(folder: Path, name: str) -> str:
    """The text of one file with Unix line ends. Raises UserError if it is missing or no text."""
    try:
        return (folder / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{name}, byte {error.start}: this is not UTF-8; save the file as UTF-8.") from error
    except OSError as error:
        raise UserError(
            f"{name} cannot be read ({error.strerror}): restore it from a fresh copy of the module."
        ) from error


def collect(folder: Path, drawn_by: str = sealed.EXAMPLE) -> dict[str, str]:
    """Name below the top folder -> text, for everything in the zip; written files included. drawn_by: the secret of part B."""
    texts = {name: _read(folder, name) for name in wanted(folder)}
    texts |= _task_files(folder, drawn_by)
    texts |= {name: sealing.students_bank(folder / name, drawn_by) for name in texts if name.startswith(BANKS)}
    texts["pyproject.toml"] = students_pyproject(_read(folder, "pyproject.toml"))
    texts[MARKER] = MARKER_TEXT
    texts["README.md"] = readme(texts, _all(folder))
    return dict(sorted(texts.items()))


def students_pyproject(text: str) -> str:
    """pyproject.toml with only the sections that `pip install -e .` needs: no extras, no `derisking` command, no tools."""
    kept, keep = [], False
    for line in text.splitlines(keepends=True):
        section = re.match(r"\[+([\w.-]+)\]+\s*(#.*)?$", line)
        if section:
            name = section[1]
            keep = name in PYPROJECT or name.startswith(PYPROJECT[-1] + ".")
        if keep and not line.startswith('"solutions"'):  # what is needed of them lies in the package here
            kept.append(line)
    return "".join(kept).rstrip() + "\n"


def readme(texts: dict[str, str], names: list[str]) -> str:
    """The students' README: the template beside this module with the table of lessons filled in."""
    template = (Path(__file__).parent / "student_readme.md").read_text(encoding="utf-8")
    lines = ["| Lesson | Exercise, which you hand in |", "|---|---|"]
    for name in names:
        lesson, exercise = f"notebooks/{name}.ipynb", f"exercises/{name}/{name}.ipynb"
        hand_in = f"[{exercise}]({exercise})" if exercise in texts else "none"
        lines.append(f"| [{_title(texts, lesson)}]({lesson}) | {hand_in} |")
    for title, page in ((_title(texts, page), page) for page in texts if page.startswith("exercises/")):
        lines += [] if f"notebooks/{Path(page).name}" in texts else [f"| {title} | [{page}]({page}) |"]
    return string.Template(template).substitute(lessons="\n".join(lines))


def _title(texts: dict[str, str], page: str) -> str:
    """The heading of a notebook, or its name where there is none."""
    title = re.search(r"^# (.+)$", "".join(_cells(page, texts[page])[0].get("source", "")), re.MULTILINE)
    return title[1] if title else Path(page).stem


def left_out(folder: Path, names: dict[str, str]) -> list[str]:
    """Files in the folders of lessons, exercises and tables that are not on the list; hidden ones and caches aside."""
    strange = []
    for place in WATCHED:
        for path in sorted((folder / place).rglob("*")):
            name = path.relative_to(folder)
            hidden = any(part.startswith((".", "__")) for part in name.parts)
            if path.is_file() and not hidden and name.as_posix() not in names:
                strange.append(name.as_posix())
    return strange


# --- what must hold before it goes out ------------------------------------------------------------------------------------


def _cells(name: str, text: str) -> list[dict]:
    try:
        cells = json.loads(text)["cells"]
        if cells and all(isinstance(cell, dict) and "cell_type" in cell for cell in cells):
            return cells
    except (ValueError, TypeError, KeyError):
        pass
    raise UserError(f"{name} is not a notebook: restore it from a fresh copy of the module.")


def check_texts(folder: Path, texts: dict[str, str]) -> None:
    """Refuse stored outputs, marks of a solution, and tables that would not load. Raises UserError at the first."""
    for name, text in texts.items():
        for mark in TEACHERS_MARKS:
            if mark in text:
                raise UserError(f"{name} holds the words {mark}: it would give a solution away; restore the file.")
        if name.endswith(".ipynb"):
            _check_outputs(name, text)
    for entry in _tables(folder):
        if entry["hash"] != data.digest(texts[f"data/{entry['path']}"].encode("utf-8")):
            raise UserError(
                f"data/{entry['path']} is not the version that data/datapackage.json describes, so it would not load: "
                "restore it, or, if the change is meant, run `python3 run.py build`."
            )


def _check_outputs(name: str, text: str) -> None:
    if name.startswith("exercises/"):
        remedy = "run `python3 run.py build`, which makes it anew"
    else:
        remedy = "in JupyterLab choose Edit, then Clear Outputs of All Cells, and save"
    for number, cell in enumerate(_cells(name, text), 1):
        if cell.get("outputs") or cell.get("execution_count") is not None:
            raise UserError(f"{name}, cell {number}: what it printed is stored in the file; {remedy}.")
    if "widgets" in json.loads(text).get("metadata", {}):
        raise UserError(f"{name}: the state of its controls is stored in the file; {remedy}.")


def check_exercises(folder: Path, names: list[str]) -> None:
    """Refuse exercises that are not those of solutions/, which are made anew and compared byte by byte.

    folder: the checkout; names: its lessons with an exercise. Raises UserError, also when a solution cannot become one.
    """
    lines = exercise_files.differences(folder)
    ours = tuple(f"exercises/{name}/{name}.ipynb " for name in names)
    for line in lines:
        if line.startswith(ours):
            raise UserError(f"{line.rstrip('.')}: run `python3 run.py build`, then repeat.")


# --- writing it -----------------------------------------------------------------------------------------------------------


def pack(texts: dict[str, str]) -> bytes:
    """The zip as bytes, the same for the same texts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in sorted(texts.items()):
            entry = zipfile.ZipInfo(f"{TOP}/{name}", _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = _PROGRAM if name == BINDER else _FILE
            archive.writestr(entry, text.encode("utf-8"))
    return raw.getvalue()


def check_out(out: Path) -> None:
    """Refuse a place where nothing can be written, or where something else lies."""
    if out.is_dir():
        raise UserError(f"{out} is a folder: name a file for the zip, such as --out {out / OUT}.")
    if out.suffix.lower() != ".zip":
        raise UserError(f"{out} does not end in .zip, and students could not open it: choose a name such as {OUT}.")
    if not out.parent.is_dir():
        raise UserError(f"There is no folder {out.parent}: make it first, or choose another place.")
    if out.exists() and not _is_release(out):
        raise UserError(f"{out} is there already and is not a zip for students: choose another name.")


def _is_release(path: Path) -> bool:
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
        return f"{TOP}/{MARKER}" in archive.namelist()
    return False


def release(folder: Path, out: Path, drawn_by: str = sealed.EXAMPLE) -> Release:
    """Write the students' zip of the checkout `folder` to `out` and say what is in it. drawn_by: the secret of part B.

    Raises UserError, and writes nothing, when something must not or cannot go out.
    """
    check_out(out)
    texts = collect(folder, drawn_by)
    check_texts(folder, texts)
    check_exercises(folder, lessons(folder))
    files.write(out, pack(texts))
    return Release(out, tuple(texts), tuple(left_out(folder, texts)))


def report(made: Release) -> str:
    """What a teacher reads afterwards."""

    def count(start: str, end: str = "") -> int:
        return sum(name.startswith(start) and name.endswith(end) for name in made.names)

    missing = "".join(f"  Not on the list, so not in it: {name}\n" for name in made.left_out)
    return f"""{made.path.resolve()}: {len(made.names)} files, {made.path.stat().st_size / 1e6:.1f} MB.
  In it: {count("notebooks/", ".ipynb")} lessons, {count("exercises/")} exercises, the questions, \
{count("data/", ".csv")} tables, {count("derisking/")} files of the package, run.py,
  the lists of packages for pip and for conda, licences, and a README for students.
  Not in it: solutions, the keys of part B, tests, tools, anything about a class.
{missing}Next: put the zip on your learning platform. Students unpack it and read README.md. When their work is in, run
`python3 run.py grade` with the file or folder that the platform gives you."""


def main(words: list[str] | None = None) -> int:
    """The command. Returns the exit code; UserError is left to the caller."""
    options = arguments.parser("release").parse_args(words)
    folder = checkout()
    check_out(options.out)
    print("Comparing the exercises with the solutions ...", flush=True)
    drawn_by = sealing.secret(options.into)
    print(report(release(folder, options.out, drawn_by)))
    solutions = {lesson: folder / "solutions" / lesson for lesson in lessons(folder)}
    if changed := sealing.note(options.into, solutions, drawn_by):
        print(
            f"Part B of {', '.join(changed)} asks other things than in the zip that was made before: give this one to everybody. "
            "Answers that were given to the earlier one would be judged by this one."
        )
    kept = options.into / sealed.SECRET
    print(f"Part B was drawn by a secret that stays in {kept}: keep that file until the marks are out.")
    return 0
