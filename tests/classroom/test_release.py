"""derisking release: what students get, what must never reach them, and a zip that works where it is unpacked."""

import errno
import functools
import io
import json
import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
from support import lints, told
from support.imports import imported

from derisking import data, exercises, objectives, progress
from derisking.authoring import exercise_files, source
from derisking.classroom.prepare import release
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.questions import encoding

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("data", "derisking", "exercises", "notebooks", "solutions")
FILES = (*release.PLAIN, "pyproject.toml", "requirements-dev.txt", "nbgrader_config.py")
LESSONS = [one for one in release.lessons(ROOT) if exercises.definition(one).tasks]
STORY = "exercises/08-your-own-story/08-your-own-story.ipynb"  # belongs to no lesson


@pytest.fixture(autouse=True)
def current(monkeypatch):
    """Stands in for the comparison with solutions/ (tests/authoring/test_exercise_files.py): all is up to date."""
    monkeypatch.setattr(exercise_files, "differences", lambda folder: [])


@pytest.fixture(scope="module", autouse=True)
def sealed_once():
    """What is sealed is made once for every copy of a folder, since it takes its time: no test changes a solution or a bank."""
    made = {}

    def once(make, place, drawn_by):
        key = make.__name__, place.name, drawn_by
        if key not in made:
            made[key] = make(place, drawn_by)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        for name in ("students_tasks", "_drawn", "students_bank"):
            patch.setattr(release.sealing, name, functools.partial(once, getattr(release.sealing, name)))
        yield


@pytest.fixture(scope="module")
def raw():
    """The bytes of the zip of this checkout."""
    return release.pack(release.collect(ROOT))


@pytest.fixture(scope="module")
def entries(raw):
    """Name without the top folder -> bytes."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name.removeprefix(release.TOP + "/"): archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def course(raw, tmp_path_factory):
    """The zip, unpacked into a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("my courses") / "a course"
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        archive.extractall(folder)
    return folder / release.TOP


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A copy of what a checkout has."""
    folder = tmp_path_factory.mktemp("whole") / "checkout"
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def tree(whole, tmp_path):
    """A copy to break; its files are links to those of `whole` until they are written anew."""
    return Path(shutil.copytree(whole, tmp_path / "checkout", copy_function=os.link))


def put(path, content):
    """Write a file of the tree, and not the one that it is a link to."""
    path.unlink(missing_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def refused(folder, sign):
    """release must refuse with a sentence that has `sign` in it, and leave nothing behind."""
    out = folder.parent / "students.zip"
    with pytest.raises(UserError, match=sign):
        release.release(folder, out)
    assert list(folder.parent.iterdir()) == [folder]


READER = told.cases(__file__, "programs.yaml")["reader of keys"]


def test_what_a_reader_of_keys_gets_is_what_the_guide_says(course):
    """A few lines that have nothing but the zip, judged as what is handed in; the best of the two routes counts."""
    read = subprocess.run([sys.executable, "-c", READER], cwd=course, capture_output=True, text=True, check=True)
    points = {(lesson, route): 0.0 for lesson in LESSONS for route in ("", "code", "decide")}
    for lesson, id, typed in json.loads(read.stdout):
        task, names = exercises.definition(lesson).task(id), {}
        exec(typed, names)
        found = {"found": {name: encoding.encode(names[name]) for name in task.names}, "calls": {}}
        points[lesson, task.route or ""] += task.points * task.question.rules.judge(task.question, found, 1).share
    best = sum(points[one, ""] + max(points[one, "code"], points[one, "decide"]) for one in LESSONS)
    guide = (ROOT / "docs" / "teaching" / "bots.md").read_text(encoding="utf-8")
    assert best <= 0.6 * 20 * len(LESSONS)
    assert f"{best:g} of {20 * len(LESSONS)}" == re.findall(r"\| (\d+ of \d+) \|", guide)[-1]


# -------------------------------------------------------------------------------------------------------- what is in it
def test_everything_a_student_needs(entries):
    for lesson in ("00-start-here", *LESSONS):
        assert f"notebooks/{lesson}.ipynb" in entries and f"notebooks/quizzes/{lesson}.yaml" in entries
    assert {STORY, *(f"exercises/{lesson}/{lesson}.ipynb" for lesson in LESSONS)} <= set(entries)
    more = {"run.py", "README.md", "LICENSE", "pyproject.toml", ".derisking-course", "data/eto/LICENSE.md"}
    assert more <= set(entries)
    for name, content in entries.items():
        if (ROOT / name).is_file() and name not in ("README.md", "pyproject.toml"):
            assert content == (ROOT / name).read_bytes().replace(b"\r\n", b"\n"), name


# What students get of the package, room by room: somebody decides about a new one, here and in STAYS.
ROOMS = "_tasks charts explore exercises hub lab learner models progress questions quiz widgets"
ALONE = "__init__ __main__ arguments cards commands data edition errors forecasts lessons markdown objectives"
ALONE += " options places sources spreadsheet"


def strangers(entries):
    """Sentences about entries that students must not get; an empty list is a pass."""
    places = (ROOT / place for place in ("solutions", "tests", "tools", "derisking/classroom"))
    files = (path for place in places for path in place.rglob("*") if path.is_file())
    secret = {path.read_bytes(): path.relative_to(ROOT).as_posix() for path in files if path.stat().st_size}
    problems = []
    for name, content in entries.items():
        parts = name.split("/")
        if set(parts) & {"solutions", "tests", "tools", "classroom", "grading", "submitted", "autograded", ".venv"}:
            problems.append(f"{name}: from a folder that stays here")
        if any(part.startswith((".", "__pycache__")) for part in parts) and name != ".derisking-course":
            problems.append(f"{name}: hidden")
        if re.search(r"gradebook|\.seed|\.sqlite|\.db\b|requirements-dev|nbgrader_config|quiz-record|\.pyc$", name):
            problems.append(f"{name}: a record, a setting or a cache")
        if re.search(rb"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", content):
            problems.append(f"{name}: marks of a solution")
        if content in secret and not name.startswith("derisking/_tasks/"):
            problems.append(f"{name}: equals {secret[content]}")
        allowed = ROOMS if parts[2:] else ALONE
        if parts[0] == "derisking" and parts[1].split(".")[0] not in allowed.split():
            problems.append(f"{name}: in no room that students get")
    return problems


def test_nothing_that_stays_here_and_the_canary(entries):
    assert len(entries) > 100
    assert strangers(entries) == []
    odd = {"solutions/x.ipynb": b"{}", "notebooks/.hidden": b"x", "gradebook.db.seed": b"x"}
    odd |= {"notebooks/x.ipynb": b"### BEGIN SOLUTION", "notebooks/y.py": (ROOT / "tools" / "lock.py").read_bytes()}
    odd |= {"derisking/attic/x.py": b"x", "derisking/notes.py": b"x"}
    assert {problem.split(": ")[0] for problem in strangers(odd)} == set(odd)


def solution_lines():
    """Lines of the reference solutions that tell an answer: in no exercise, and long enough not to stand elsewhere by chance."""
    gaps, given = set(), ""
    for lesson in LESSONS:
        path = ROOT / "exercises" / lesson / f"{lesson}.ipynb"
        given += "\n".join(lints.text(cell) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
        whole = "\n".join(cell.source for cell in source.expand(ROOT / "solutions" / lesson).cells)
        for region in re.findall(r"### BEGIN SOLUTION(.*?)### END SOLUTION", whole, re.DOTALL):
            gaps |= {line.strip() for line in region.splitlines()}
    return {line for line in gaps if len(line) >= 16 and line not in given}


def holding(entries, lines):
    """(entry, line) for each line of a solution that an entry holds, in plain text or inside a notebook."""
    found = set()
    for name, content in entries.items():
        text = content.decode("utf-8")
        if name.endswith(".ipynb"):
            text = "\n".join(lints.text(cell) for cell in json.loads(text)["cells"])
        found |= {(name, line) for line in lines if line in text}
    return found


def test_no_reference_solution(entries):
    lines = solution_lines()
    assert len(lines) > 100
    # The package is open-book: its functions are answers, and say so. test_sealed.py looks for the keys of part B.
    assert holding({name: text for name, text in entries.items() if not name.startswith("derisking/")}, lines) == set()
    solution = nbformat.writes(source.expand(ROOT / "solutions" / "02-de-risking")).encode("utf-8")
    assert len(holding({"notebooks/02-de-risking.ipynb": solution}, lines)) > 5, "the canary"


# ----------------------------------------------------------------------------------------------------------- the zip file
def test_the_file_travels(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        assert names == sorted(names) and len({name.lower() for name in names}) == len(names)
        assert {name.split("/")[0] for name in names} == {"derisking-course"}
        for entry in archive.infolist():
            assert re.fullmatch(r"[\w./-]+", entry.filename, re.ASCII) and ".." not in entry.filename
            mode = entry.external_attr >> 16
            program = entry.filename == "derisking-course/postBuild"
            assert stat.S_ISREG(mode) and mode & 0o777 == (0o755 if program else 0o644) and entry.create_system == 3
            assert entry.date_time == release._TIME
    assert len(raw) < 5e6


# ---------------------------------------------------------------------------------------------------------------- decoys
SOLVED = json.dumps({"cells": [{"cell_type": "code", "source": "### BEGIN SOLUTION\na decoy\n### END SOLUTION"}]})
DECOYS = told.cases(__file__, "cases.yaml")["decoys"]


def test_same_files_same_zip(raw, tree):
    """Whatever the times, the line ends of the checkout, and what else lies there: decoys in every folder."""
    for path in [tree / "run.py", tree / "notebooks" / "02-de-risking.ipynb", tree / "data" / "facts.csv"]:
        put(path, path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (1e9, 1e9))
    for name in DECOYS.split():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SOLVED, encoding="utf-8")
    made = release.release(tree, tree.parent / "students.zip")
    assert made.path.read_bytes() == raw
    # The teacher is told of what she may miss, and is not bothered with caches.
    missed = {"notebooks/08-solutions.ipynb", "data/grades.csv", "exercises/02-de-risking/solution.ipynb"}
    assert missed <= set(made.left_out)
    assert not [name for name in made.left_out if "checkpoint" in name or name.startswith("derisking/")]
    put(tree / "LICENSE", "another")
    assert release.pack(release.collect(tree)) != raw  # the canary


def test_this_checkout_has_nothing_left_out(entries):
    assert [name for name in release.left_out(ROOT, entries) if "quiz-record" not in name] == []


# ------------------------------------------------------------------------------------------------------------- refusals
def first_code(book):
    return next(cell for cell in book["cells"] if cell["cell_type"] == "code")


LESSON, EXERCISE = "notebooks/02-de-risking.ipynb", "exercises/02-de-risking/02-de-risking.ipynb"
# file, how it is changed or what it holds instead (None: it is gone), what the refusal says
REFUSED = (
    (EXERCISE, lambda b: first_code(b).update(source="### BEGIN SOLUTION\nx"), "exercises/02.*BEGIN SOLUTION"),
    (LESSON, lambda b: first_code(b).update(source="### BEGIN HIDDEN TESTS"), "notebooks/02.*HIDDEN TESTS"),
    (LESSON, lambda b: first_code(b).update(outputs=[{"output_type": "stream"}]), "cell 3: .*Clear Outputs"),
    (LESSON, lambda b: first_code(b).update(execution_count=3), "stored in the file"),
    (LESSON, lambda b: b["metadata"].update(widgets={}), "controls is stored"),
    (EXERCISE, lambda b: first_code(b).update(execution_count=3), "cell 2: .*run.py build"),
    (LESSON, lambda b: b.update(cells=[]), "02-de-risking.ipynb is not a notebook"),
    (LESSON, lambda b: b.update(cells=["x"]), "02-de-risking.ipynb is not a notebook"),
    (LESSON, b"not json", "is not a notebook"),
    (LESSON, b"\xff\xfe", "not UTF-8"),
    (LESSON, None, "cannot be read"),
    ("data/facts.csv", b"id\n1\n", "not the version that data/datapackage.json describes"),
)


def test_refuses_what_must_not_go_out_and_what_is_broken(tree):
    for name, content, sign in REFUSED:
        before = (tree / name).read_bytes()
        if content is None:
            (tree / name).unlink()
        elif callable(content):
            content(book := json.loads(before))
            put(tree / name, json.dumps(book))
        else:
            put(tree / name, content)
        refused(tree, sign)
        put(tree / name, before)
    release.release(tree, tree.parent / "students.zip")  # the canary: as it was before, it goes out


def test_refuses_exercises_that_are_out_of_date(tree, monkeypatch):
    line = f"{EXERCISE} differs from what its solution gives."
    other = "exercises/notes.txt comes from no solution: delete it."
    monkeypatch.setattr(exercise_files, "differences", lambda folder: [other, line])
    refused(tree, r"differs from what its solution gives: run `python3 run\.py build`")
    monkeypatch.setattr(exercise_files, "differences", lambda folder: [other])
    release.check_exercises(tree, LESSONS)  # not on the list: it does not go out, and need not be deleted

    def broken(folder):
        raise UserError("solutions/x would be handed to students: move it out of solutions.")

    monkeypatch.setattr(exercise_files, "differences", broken)
    refused(tree, "move it out of solutions")


# ------------------------------------------------------------------------------------------------------ where it is put
def test_refuses_a_place_where_it_cannot_be(tmp_path, raw):
    for name, sign in (("", "is a folder"), ("x", "end in .zip"), ("no/x.zip", "There is no folder")):
        with pytest.raises(UserError, match=sign):
            release.check_out(tmp_path / name)
    out = tmp_path / "a class ü.zip"
    for foreign in (b"my thesis", release.pack({"x.txt": "another zip"})):
        out.write_bytes(foreign)
        with pytest.raises(UserError, match="is not a zip for students"):
            release.check_out(out)
    out.write_bytes(raw)
    release.check_out(out)  # an earlier one may be replaced


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_full_disk_leaves_nothing_half_made(tmp_path, monkeypatch, before):
    def half(self, content):
        with self.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    if before:
        (tmp_path / "students.zip").write_bytes(before)
    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left on device"):
        release.files.write(tmp_path / "students.zip", b"new content")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_an_open_zip_on_windows_is_a_sentence(tmp_path, monkeypatch):
    def locked(part, out):
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(release.files.os, "replace", locked)
    with pytest.raises(UserError, match=r"students\.zip could not be written \(Access is denied\): close it"):
        release.files.write(tmp_path / "students.zip", b"x")
    assert list(tmp_path.iterdir()) == []


def test_the_command(tmp_path, monkeypatch, capsys, raw):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grading").mkdir()
    (tmp_path / "grading" / sealed.SECRET).write_text(sealed.EXAMPLE, encoding="utf-8")
    assert release.main([]) == 0
    printed = capsys.readouterr().out
    assert str(tmp_path / "derisking-students.zip") in printed
    assert "8 lessons, 8 exercises" in printed and "Next:" in printed
    assert (tmp_path / "derisking-students.zip").read_bytes() == raw
    with pytest.raises(UserError, match="is a folder"):
        release.main(["--out", str(tmp_path)])


# --------------------------------------------------------------------------------------------------- it works unpacked
def python(course, *arguments, cwd=None):
    """This interpreter with the unpacked package before all others."""
    paths = [str(course), os.environ.get("PYTHONPATH", "")]
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(paths), PYTHONDONTWRITEBYTECODE="1", DERISKING_RECORD="off")
    command = [sys.executable, "-P", *arguments]
    words = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}
    return subprocess.run(command, cwd=cwd or course.parent, env=env, **words)


def needs_what_stays(book):
    """What a notebook imports that stays here; of the package itself: tests/house/test_architecture.py."""
    text = "\n".join(lints.text(cell) for _, cell in lints.cells(book, "code"))
    return [name for name in imported(text) if f"{name.replace('.', '/')}/".startswith(release.STAYS)]


def test_no_notebook_in_it_needs_what_stays_here(entries):
    books = {name: json.loads(content) for name, content in entries.items() if name.endswith(".ipynb")}
    assert len(books) > 15 and not [name for name, book in books.items() if needs_what_stays(book)]
    canary = {"cells": [{"cell_type": "code", "source": "def f():\n    from derisking.authoring import lint"}]}
    assert needs_what_stays(canary) == ["derisking.authoring.lint"]


def test_an_exercise_runs_in_it(course, tmp_path):
    """And every table and exercise is there."""
    last = (
        "import derisking; from derisking import data, exercises, objectives\n"
        "tables = [data.load(name) for name in data.names()]\n"
        "print(derisking.__file__, len(tables), len(exercises.lessons()), len(objectives.load()))"
    )
    code = (
        "import sys, nbformat; from nbclient import NotebookClient\n"
        "book = nbformat.read(sys.argv[1], as_version=4)\n"
        "book.cells.append(nbformat.v4.new_code_cell(sys.argv[3]))\n"
        "NotebookClient(book, timeout=600, resources={'metadata': {'path': sys.argv[2]}}).execute()\n"
        "print(''.join(one.text for one in book.cells[-1].outputs))"
    )
    path = course / EXERCISE
    done = python(course, "-c", code, str(path), str(path.parent), last, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    there = [len(data.names()), len(exercises.lessons()), len(objectives.load())]
    assert done.stdout.strip() == " ".join(map(str, [course / "derisking" / "__init__.py", *there]))


def test_conda_can_install_it(course, tmp_path):
    """What `pip install --no-deps -e .` asks of the build tool."""
    code = "import sys; from hatchling.build import build_editable; print(build_editable(sys.argv[1]))"
    done = python(course, "-c", code, str(tmp_path), cwd=course)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        path = next(name for name in wheel.namelist() if name.endswith(".pth"))
        assert str(course) in wheel.read(path).decode("utf-8")
        assert not [name for name in wheel.namelist() if name.endswith("entry_points.txt")]


@pytest.mark.skipif(os.name == "nt", reason="Binder runs Linux")
def test_binder_can_build_it(course, entries, tmp_path):
    """It takes environment.yml and postBuild from the top if no folder is there for it; the script needs Python alone."""
    assert {"environment.yml", "postBuild"} <= set(entries)
    assert not {name.split("/")[0] for name in entries} & {"binder", ".binder", "Dockerfile"}
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "empty"], check=True)
    empty = {"PATH": f"{tmp_path / 'empty' / 'bin'}:/usr/bin:/bin"}
    run = {"env": empty, "capture_output": True, "encoding": "utf-8"}
    done = subprocess.run(["bash", "postBuild"], cwd=course, **run)
    assert done.returncode == 0 and str(course / "derisking" / "__init__.py") in done.stdout, done.stderr
    shutil.copy(course / "postBuild", tmp_path)
    assert subprocess.run(["bash", "postBuild"], cwd=tmp_path, **run).returncode != 0, "the canary: there is no course"


def test_pyproject_says_the_same_and_no_more(entries):
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    theirs = tomllib.loads(entries["pyproject.toml"].decode("utf-8"))
    # lies in their package already
    ours["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].pop("solutions")
    assert theirs["build-system"] == ours["build-system"] and theirs["tool"] == {"hatch": ours["tool"]["hatch"]}
    for extra in ("optional-dependencies", "scripts", "entry-points"):
        ours["project"].pop(extra, None)
    assert theirs["project"] == ours["project"]


# --------------------------------------------------------------------------------------------------------- its README
def test_readme_leads_somewhere_and_says_what_is_true(course):
    text = (course / "README.md").read_text(encoding="utf-8")
    assert lints.links({"cells": [{"cell_type": "markdown", "source": text}]}, course) == []
    for lesson in ("00-start-here", *LESSONS):
        assert f"](notebooks/{lesson}.ipynb)" in text
    assert f"| [{STORY}]({STORY}) |" in text
    assert all(f"[exercises/{lesson}/{lesson}.ipynb]" in text for lesson in LESSONS)
    assert "$" not in text
    run = runpy.run_path(str(course / "run.py"))
    oldest, newest = run["OLDEST"], run["NEWEST_TESTED"]
    versions = [f"3.{minor}" for minor in range(oldest[1], newest[1] + 1)]
    assert f"Python {', '.join(versions[:-1])} or {versions[-1]}" in text
    assert set(re.findall(r"run\.py ([a-z]+)", text)) == set(run["commands"]())
    assert all(callable(getattr(progress, name)) for name in re.findall(r"`progress\.(\w+)\(", text))
    memos = [lesson[1] for lesson in LESSONS if exercises.definition(lesson).memo]
    assert list(re.search(r"memos of the exercises (\d) and (\d)", text).groups()) == memos
