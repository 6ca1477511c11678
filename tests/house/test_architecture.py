"""The arrows of the design, read from the import statements: which room may use which, and that no files use each other.
Imports inside functions count like those at the top. Rooms that are started by name (`explore.screen`, `python -m derisking`)
are no arrows."""

import graphlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import lints, told
from support.imports import imported

from derisking.questions.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "derisking"
MAY_USE = {room: set(others) for room, others in told.cases(__file__, "rooms.yaml").items()}
CANARIES = told.cases(__file__, "canaries.yaml")
NOT_IN_MODELS = {"matplotlib", "ipywidgets", "anywidget", "IPython"}


def read(path):
    return path.read_text(encoding="utf-8")


def modules(package):
    """(room, package of the module as a tuple, path) of each Python file; the package itself is no room."""
    for path in sorted((package.parent / "notebooks" / "explorers").glob("*.py")):
        yield "explorers", (package.name, "explore"), path
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        yield (None if parts == ("__init__",) else parts[0]), (package.name, *parts[:-1]), path


def wrong_arrows(package):
    """Sentences about imports that point the wrong way; an empty list is a pass."""
    problems = []
    for here, own, path in modules(package):
        where = path.relative_to(package.parent).as_posix()
        if here is not None and here not in MAY_USE:
            problems.append(f"{where}: the room {here} is not in MAY_USE, tests/house/rooms.yaml")
            continue
        for name in imported(read(path), own):
            top, *rest = name.split(".")
            if top in ("tests", "tools", "notebooks", "run", "exercises", "solutions"):
                problems.append(f"{where}: imports {name}; nothing imports what stands above it")
            if here == "models" and top in NOT_IN_MODELS:
                problems.append(f"{where}: a model imports {top}")
            if top == "derisking" and rest and rest[0] in MAY_USE and rest[0] not in {here, *MAY_USE.get(here, set())}:
                problems.append(f"{where}: {here or 'the package'} must not use {rest[0]}")
    return problems


def idle_arrows(package, allowed):
    """Sentences about arrows that are allowed and that no import uses."""
    used = {room: set() for room in allowed}
    for here, own, path in modules(package):
        for name in imported(read(path), own):
            top, *rest = name.split(".")
            if top == "derisking" and rest and here in used:
                used[here].add(rest[0])
    return [
        f"{here} uses nothing of {there}: take the arrow off the list"
        for here, rooms in allowed.items()
        for there in sorted(rooms - used[here])
    ]


def backward(allowed):
    """Arrows of the list itself that do not point at a room further up: with none, rooms cannot form a circle."""
    order = list(allowed)
    return [f"{a} -> {b}" for a in order for b in allowed[a] if order.index(b) >= order.index(a)]


def test_arrows_point_one_way():
    assert len(list(modules(PACKAGE))) > 5
    problems = wrong_arrows(PACKAGE) + idle_arrows(PACKAGE, MAY_USE) + backward(MAY_USE)
    assert not problems, "\n".join(problems)


def test_collecting_does_not_know_the_run():
    """Within the classroom: what takes work in is used by the run, and uses nothing of it or of what comes after."""
    later = re.compile(r"derisking\.classroom\.(run|gradebook|grade|give_back|mark|report|nbgrader)\b")
    files = [path for path in (PACKAGE / "classroom" / "collect").rglob("*.py")]
    own = ("derisking", "classroom", "collect")
    assert len(files) > 10 and not [path.name for path in files if any(map(later.match, imported(read(path), own)))]
    run = imported(read(PACKAGE / "classroom" / "run.py"), own[:2])
    assert later.match("derisking.classroom.run.Run") and any("classroom.collect" in name for name in run), "canary"


def test_canary_of_idle_and_backward_arrows(tmp_path):
    file = tmp_path / "derisking" / "charts" / "bars.py"
    file.parent.mkdir(parents=True)
    file.write_text("from derisking import cards\n", encoding="utf-8")
    allowed = {"cards": set(), "data": set(), "charts": {"cards", "data"}}
    assert idle_arrows(tmp_path / "derisking", allowed) == ["charts uses nothing of data: take the arrow off the list"]
    assert backward(allowed) == [] and backward({"data": {"charts"}, "charts": {"data"}}) == ["data -> charts"]


@pytest.mark.parametrize("file, line, sign", CANARIES["arrows"])
def test_canary_of_arrows(file, line, sign, tmp_path):
    path = tmp_path / "derisking" / file
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert any(sign in problem for problem in wrong_arrows(tmp_path / "derisking"))


def test_models_do_not_load_pictures_or_widgets():
    """Not even by a detour through another package."""
    present = sorted(path.stem for path in (PACKAGE / "models").glob("[a-z]*.py"))
    code = f"import sys; from derisking.models import {', '.join(present)}; print(*sorted(set(sys.modules) & {NOT_IN_MODELS}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == ""


ALLOWED_IN_LESSONS = {"derisking", "pandas", "numpy", "math"}


def lesson_imports(book):
    """Top-level names that the cells of a notebook import."""
    return {name.split(".")[0] for _, cell in lints.cells(book, "code") for name in imported(lints.text(cell))}


def test_lessons_use_the_package_only():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert lesson_imports(json.loads(read(path))) <= ALLOWED_IN_LESSONS, path
    book = {"cells": [{"cell_type": "code", "source": "import matplotlib.pyplot as plt\nfrom derisking import data"}]}
    assert lesson_imports(book) == {"matplotlib", "derisking"}, "the canary"


def uses(package):
    """File -> files of the package that it imports; names relative to the package."""
    files = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    files |= {f"explore/{path.name}" for room, _, path in modules(package) if room == "explorers"}

    def file_of(parts):
        for candidate in ("/".join(parts) + ".py", "/".join([*parts, "__init__.py"])):
            if candidate in files:
                return candidate
        return file_of(parts[:-1]) if len(parts) > 1 else None

    found = {}
    for _, own, path in modules(package):
        here = path.relative_to(package).as_posix() if path.is_relative_to(package) else f"explore/{path.name}"
        names = [name.split(".") for name in imported(read(path), own)]
        targets = {file_of(parts[1:]) for parts in names if parts[0] == package.name and len(parts) > 1}
        found[here] = targets - {here, None}
    return found


def circle(package):
    """Files of a package that reach each other, the first one at both ends; an empty list is a pass."""
    try:
        graphlib.TopologicalSorter(uses(package)).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def test_no_files_use_each_other():
    assert circle(PACKAGE) == []


def test_canary_of_circles(tmp_path):
    room = tmp_path / "derisking" / "quiz"
    room.mkdir(parents=True)
    (room / "asking.py").write_text("def f():\n    from derisking.quiz import view\n", encoding="utf-8")
    (room / "view.py").write_text("from derisking.quiz.words import x\n", encoding="utf-8")
    (room / "words.py").write_text("x = 1\n", encoding="utf-8")
    assert circle(tmp_path / "derisking") == []
    (room / "words.py").write_text("from derisking.quiz.asking import f\n", encoding="utf-8")
    assert {*circle(tmp_path / "derisking")} == {"quiz/asking.py", "quiz/view.py", "quiz/words.py"}


KIND = "|".join(KINDS)
PLATFORM = "moodle|canvas|brightspace|blackboard"
NAMES_A_KIND = rf"""(?:\.|\[["'])kind\b.*["'`](?:{KIND})["'`]|["'](?:numeric|classify|defend)["']\s*[:\]]"""
NAMES_A_PLATFORM = rf"""["'](?:{PLATFORM})\b|\bimport .*\b(?:{PLATFORM})\b"""
# What is spelled in its own files only -> where to look, those files, and the lines elsewhere that would spell it.
# static: bundles; commands.json: a command and a kind may share a word, run.py defend
ITS_FILES = "questions/schema.json", "questions/kinds", "learner/src/kinds", "learner/static", "live/static"
OWN = {
    "kind": (".", (*ITS_FILES, "commands.json"), NAMES_A_KIND),
    "platform": ("classroom", ("classroom/collect/platforms",), NAMES_A_PLATFORM),
}


def spelled(what, package):
    """Lines outside its own files that name a kind of question, or a platform."""
    start, own, pattern = OWN[what]
    found = []
    for path in sorted((package / start).rglob("*")):
        if path.suffix not in (".py", ".js", ".jinja", ".json"):
            continue
        name = path.relative_to(package).as_posix()
        if not name.startswith(own):
            found += [f"{name}: {line.strip()[:80]}" for line in read(path).splitlines() if re.search(pattern, line)]
    return found


@pytest.mark.parametrize("what", OWN)
def test_kinds_and_platforms_are_spelled_in_their_own_files_only(what):
    """Everybody else goes by the shape of an answer, and by what a platform says that it can do."""
    assert spelled(what, PACKAGE) == []


def test_every_kind_but_code_has_a_face():
    faces = {path.stem for path in (PACKAGE / "learner" / "src" / "kinds").iterdir()}
    assert faces == {type(kind).__module__.rsplit(".", 1)[1] for kind in KINDS.values() if kind.shape != "code"}


@pytest.mark.parametrize(("what", "file", "line"), CANARIES["spelled"])
def test_canary_of_names_that_leave_their_files(what, file, line, tmp_path):
    for name in (file, "questions/schema.json", "classroom/collect/platforms/moodle.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{line}\n", encoding="utf-8")
    elsewhere = [one for one in spelled(what, tmp_path) if not one.startswith(("questions", "classroom/collect"))]
    assert elsewhere == [f"{file}: {line}"]
