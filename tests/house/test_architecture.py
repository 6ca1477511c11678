"""The arrows of the design, read from the import statements: who in the package may use whom.

data <- indicators, chips, supply <- charts <- explore <- notebooks; data, progress <- quiz, controls <- explore;
data <- exercises <- classroom. Imports inside functions count like those at the top.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import lints

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "derisking"
# Each room and the rooms it may use. A new room needs a line here, and so a thought about where its arrows point.
MAY_USE = {
    "objectives": {"progress"},
    "data": set(),
    "models": {"data"},
    "charts": {"data"},
    "progress": {"objectives"},
    "widgets": {"progress", "charts", "quiz"},
    "questions": {"data", "progress", "objectives", "widgets"},
    "quiz": {"data", "progress", "questions", "widgets"},
    "exercises": {"data", "models", "progress", "objectives"},
    "explore": {"data", "models", "charts", "widgets", "progress"},
    # what authors use: the data dictionary, links of numbers, derived facts
    "authoring": {"data", "models", "questions", "exercises", "objectives", "quiz"},
    # what leaves for other places: platforms, cards, paper
    "exports": {"data", "exercises", "objectives", "questions", "widgets"},
    "classroom": {"data", "exercises", "objectives", "progress", "questions", "quiz", "widgets"},
}
NOT_IN_MODELS = {"matplotlib", "ipywidgets", "anywidget", "IPython"}


def room(parts):
    """The room of a dotted name below the package, or None for the package itself."""
    return parts[0] if parts else None


def imported(tree, own):
    """Absolute dotted names of all imports. own: the module's own package as a tuple, to resolve relative imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(own[: len(own) - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            yield from (f"{start}.{alias.name}" for alias in node.names)


def modules(package):
    """(room, package of the module as a tuple, path) of each Python file."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        yield (None if parts == ("__init__",) else room(parts)), (package.name, *parts[:-1]), path


def wrong_arrows(package):
    """Sentences about imports that point the wrong way; an empty list is a pass."""
    problems = []
    for here, own, path in modules(package):
        where = path.relative_to(package.parent).as_posix()
        if here is not None and here not in MAY_USE:
            problems.append(f"{where}: the room {here} is not in MAY_USE of tests/house/test_architecture.py")
            continue
        for name in imported(ast.parse(path.read_text(encoding="utf-8")), own):
            top, *rest = name.split(".")
            if top in ("tests", "tools", "notebooks", "run", "exercises", "solutions"):
                problems.append(f"{where}: imports {name}; nothing imports what stands above it")
            if here == "models" and top in NOT_IN_MODELS:
                problems.append(f"{where}: a model imports {top}")
            if top == "derisking" and rest and rest[0] in MAY_USE and rest[0] not in {here, *MAY_USE.get(here, set())}:
                problems.append(f"{where}: {here or 'the package'} must not use {rest[0]}")
    return problems


def test_arrows_point_one_way():
    assert len(list(modules(PACKAGE))) > 5
    problems = wrong_arrows(PACKAGE)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "file, line, sign",
    [
        ("data.py", "from derisking import charts", "data must not use charts"),
        ("data.py", "def f():\n    from derisking.quiz import ask", "data must not use quiz"),
        ("charts/base.py", "from derisking.explore import lesson02", "charts must not use explore"),
        ("charts/base.py", "from .. import explore", "charts must not use explore"),
        ("exercises/ex02.py", "import derisking.classroom.cli", "exercises must not use classroom"),
        ("models/chips.py", "from matplotlib.figure import Figure", "a model imports matplotlib"),
        ("models/supply.py", "import ipywidgets as w", "a model imports ipywidgets"),
        ("explore/l02.py", "from tests import lints", "nothing imports"),
        ("__init__.py", "from derisking import data", "the package must not use data"),
        ("newroom.py", "x = 1", "not in MAY_USE"),
    ],
)
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
    trees = [ast.parse(lints.text(cell)) for _, cell in lints.cells(book, "code")]
    return {name.split(".")[0] for tree in trees for name in imported(tree, ())}


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_lessons_use_the_package_only(path):
    assert lesson_imports(json.loads(path.read_text(encoding="utf-8"))) <= ALLOWED_IN_LESSONS


def test_canary_of_lesson_imports():
    book = {"cells": [{"cell_type": "code", "source": "import matplotlib.pyplot as plt\nfrom derisking import data"}]}
    assert lesson_imports(book) == {"matplotlib", "derisking"}


def test_functions_fit_on_a_screen():
    """At most 40 lines per function, docstring aside. Tables of tasks (exercises/exNN.py) are lists, not logic: 80."""
    problems = []
    for _, _, path in modules(PACKAGE):
        problems += long_functions(path, 80 if path.match("exercises/ex[0-9][0-9].py") else 40)
    assert not problems, "\n".join(problems)


def long_functions(path, limit=40):
    """Sentences about functions with more lines than the limit, docstring not counted."""
    problems = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            lines = node.end_lineno - first.lineno + 1
            if lines > limit:
                problems.append(f"{path.name}: {node.name} has {lines} lines; at most {limit}")
    return problems


def test_canary_of_long_functions(tmp_path):
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * 41, encoding="utf-8")
    assert long_functions(path) == ["long.py: f has 41 lines; at most 40"]
