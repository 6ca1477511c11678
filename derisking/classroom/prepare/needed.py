"""Which files of the package the students' copy needs: those that its notebooks import, directly or through others.

A module that is loaded by name counts as well, where a needed module beside it says that name (`"select"` in a table of
homes); so does a script or style, where a needed module names it. Files that
nobody needs, such as a teacher's own notes, stay here; and the rooms of TEACHERS stay here even if something asks for them.
"""

from __future__ import annotations

import ast
from pathlib import Path

TEACHERS = ("classroom", "authoring", "exports")
ENDINGS = (".py", ".js", ".css", ".jinja", ".json", ".md", ".yaml", ".svg")
BY_NAME = ("import_module", "iter_modules")  # what code that loads modules by name says
STARTED = ("derisking/__init__.py", "derisking/__main__.py", "derisking/lab/start.py")  # what `run.py lab` runs
# Modules that only authors and nbgrader use, although they lie in a room that students get.
AUTHORS = (
    "derisking/exercises/build.py",
    "derisking/exercises/stubs.py",
    "derisking/exercises/nbgrader",
    "derisking/questions/lint.py",
)


def files(folder: Path, notebooks: dict[str, str]) -> list[str]:
    """Names of files below the checkout, sorted. notebooks: their code by name."""
    reached: set[str] = set()
    waiting = [*STARTED, *_wanted(folder, "\n".join(notebooks.values()), ())]
    while waiting:
        name = waiting.pop()
        if name in reached or not _goes_out(name):
            continue
        reached.add(name)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        waiting += _wanted(folder, text, Path(name).parent.parts)
        waiting += _by_name(folder, path, text)
    return sorted(reached | _assets(folder, reached))


def _goes_out(name: str) -> bool:
    return name.split("/")[1] not in TEACHERS and not name.startswith(AUTHORS)


def _wanted(folder: Path, text: str, package: tuple[str, ...]) -> list[str]:
    """The files of the package that a text imports, with the packages above them."""
    names = []
    for node in ast.walk(ast.parse(_plain(text))):
        if isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (above, node.module or "") if part)
            dotted = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in dotted:
            parts = name.split(".")
            if parts[0] == "derisking":
                names += [file for count in range(2, len(parts) + 1) if (file := _file(folder, parts[:count]))]
    return names


def _plain(text: str) -> str:
    """Code without a notebook's own commands."""
    return "\n".join("pass" if line.startswith(("%", "!")) else line for line in text.splitlines())


def _file(folder: Path, parts: list[str]) -> str:
    plain = "/".join(parts)
    return next((name for name in (f"{plain}.py", f"{plain}/__init__.py") if (folder / name).is_file()), "")


def _by_name(folder: Path, path: Path, text: str) -> list[str]:
    """Modules beside this one that it may load by name."""
    if not any(word in text for word in BY_NAME):
        return []
    if "iter_modules" in text:
        return [other.relative_to(folder).as_posix() for other in sorted(path.parent.glob("*.py"))]
    known = _constants(text)
    beside = [*path.parent.glob("*.py"), *path.parent.glob("*/__init__.py")]
    stems = {other: other.parent.name if other.name == "__init__.py" else other.stem for other in beside}
    return [other.relative_to(folder).as_posix() for other in beside if stems[other] in known]


def _constants(text: str) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _assets(folder: Path, reached: set[str]) -> set[str]:
    """Scripts, styles and templates beside needed modules that one of them names: the file, with or without its ending, or its folder."""
    names: set[str] = set()
    known = set().union(*(_constants((folder / name).read_text(encoding="utf-8")) for name in reached))
    for place in {(folder / name).parent for name in reached}:
        for path in place.rglob("*"):
            name = path.relative_to(folder).as_posix()
            if (
                path.suffix in ENDINGS[1:]
                and path.is_file()
                and _goes_out(name)
                and known & {path.name, path.stem, name[10:], *path.relative_to(place).parts[:-1]}
            ):
                names.add(name)
    return names
