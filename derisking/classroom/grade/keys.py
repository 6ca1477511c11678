"""What decides the marks of one exercise, as a fingerprint: graded again is what it changes, and nothing else.

It holds the syntax trees (so no comment, no docstring, no blank) of every function, class and value that the exercise's keys
reach, from name to name through models, questions and exercises; the tables that these load; the exercise's own tasks
and cells; the steps that ask and judge; and the course's settings. What only shows something is left out (VIEWS, SHOWN), and
so are the story, the titles and the hints.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

import yaml

import derisking
from derisking import data
from derisking.exercises.source import MARKER

PACKAGE = Path(derisking.__file__).resolve().parent
ROOMS = ("data", "models", "questions", "exercises")  # where keys are computed
VIEWS = ("panels", "notebook", "view", "stubs", "build", "lint", "settings", "feedback", "harmless")
# Of a kind of question: what only shows it.
SHOWN = frozenset(
    [
        "how",
        "on_paper",
        "part_called",
        "example",
        "lists_parts",
        "secret",
        "page",
        "listed",
        "letters",
        "solved",
        "given",
        "in_order",
    ]
)
UNREAD = ("title", "hints")  # of an exercise and its tasks, when they are judged
STEPS = ("restore", "answers", "read", "ask", "guard", "judge", "step")
LOADERS = {"load": "", "fact": "facts", "cite": ""}  # functions of data, and the table that each means


class Module(NamedTuple):
    """A file of the package by its names. bodies: name -> tree; whole: the trees of all; aliases: name -> (module, name)."""

    name: str
    bodies: dict[str, ast.AST]
    whole: tuple[ast.AST, ...]
    aliases: dict[str, tuple[str, str]]


class Piece(NamedTuple):
    """A tree as text, and what it mentions: names, (name, attribute), calls."""

    text: str
    names: list[str]
    attributes: list[tuple[str, str]]
    calls: list[ast.Call]


class _Bare(ast.NodeTransformer):
    """A tree without docstrings, and of a kind of question without what only shows it."""

    def __init__(self, path: Path):
        self.left = SHOWN if path.parent.name == "kinds" else frozenset()

    def visit(self, node):
        self.generic_visit(node)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.ClassDef) and self.left:
            node.body = [one for one in node.body if self.left.isdisjoint(_defines(one))] or [ast.Pass()]
        return node


def fingerprint(lesson: str, solutions: Path, config: Path, variants: bool = False, package: Path = PACKAGE) -> str:
    """The fingerprint of one exercise. solutions: the checkout's folder; config: the course's nbgrader_config.py."""
    reached = Reached(package)
    own = solutions / lesson
    if (own / "keys.py").is_file():
        reached.all_of(own / "keys.py")
    for step in STEPS:
        reached.all_of(package / "exercises" / "nbgrader" / f"{step}.py")
    for path in (package / "questions" / "kinds").glob("*.py"):
        reached.all_of(path)
    files = [path for path in sorted(own.glob("*")) if path.suffix in (".ipynb", ".yaml")]
    texts = [_content(path.read_text(encoding="utf-8"), path.suffix) for path in files]
    words = {word for text in texts for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)}
    parts = [*sorted(reached.trees), *texts, *reached.tables(words), _tree(config), json.dumps(variants)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@functools.lru_cache(maxsize=64)
def _content(text: str, kind: str) -> str:
    """What of a notebook or task file decides marks, whatever its layout and comments.

    Kept, since reading YAML takes half of the time of a run that finds nothing new.
    """
    if kind == ".yaml":
        content = yaml.safe_load(text)
        read = [{key: value for key, value in one.items() if key not in UNREAD} for one in (content, *content["tasks"])]
        return json.dumps([read[0] | {"tasks": read[1:]}], default=str, sort_keys=True)
    cells = [(cell, "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    plain = [
        [cell.get("id"), cell["cell_type"], source, cell["metadata"]] for cell, source in cells if _counts(cell, source)
    ]
    return json.dumps(plain, sort_keys=True)


def _counts(cell: dict, source: str) -> bool:
    """Whether a cell is code, a task's place or one that nbgrader knows; the rest is the story."""
    return cell["cell_type"] == "code" or "nbgrader" in cell["metadata"] or bool(MARKER.fullmatch(source))


def _tree(path: Path) -> str:
    return ast.dump(_Bare(path).visit(ast.parse(path.read_text(encoding="utf-8"))))


class Reached:
    """Everything that keys reach, found from name to name."""

    def __init__(self, package: Path = PACKAGE):
        self.package = package
        self.trees: set[str] = set()
        self._loaded: set[tuple[str, str]] = set()  # (table, id of a fact or "")
        self._seen: set[tuple[str, str]] = set()

    def all_of(self, path: Path) -> None:
        """A file with all that it defines."""
        module = _module(path, self._name(path))
        for tree in module.whole:
            self._take(module, tree)

    def tables(self, words: set[str]) -> list[str]:
        """The fingerprints of the tables that were met; of the facts only the rows. words: of the exercise's own texts."""
        known = {entry["name"]: entry["hash"] for entry in _tables()}
        facts = _facts()
        rows = (words | {identity for table, identity in self._loaded if table == "facts"}) & set(facts)
        names = {table for table, identity in self._loaded if not identity}
        names = set(known) if "*" in names else names & set(known)
        return [f"{name} {known[name]}" for name in sorted(names)] + [facts[row] for row in sorted(rows)]

    def _name(self, path: Path) -> str:
        if not path.is_relative_to(self.package):
            return path.stem
        return ".".join(("derisking", *path.relative_to(self.package).with_suffix("").parts)).removesuffix(".__init__")

    def _take(self, module: Module, tree: ast.AST) -> None:
        """A piece of code, and what it names."""
        piece = _piece(tree)
        self.trees.add(f"{module.name} {piece.text}")
        for name, attribute in piece.attributes:
            if name in module.aliases:
                self._follow(*module.aliases[name], attribute)
        for name in piece.names:
            self._named(module, name)
        for call in piece.calls if module.name != "derisking.data" else ():
            self._call(module, call)

    def _named(self, module: Module, name: str) -> None:
        if name in module.bodies:
            self._once(module, name)
        elif name in module.aliases:
            self._follow(*module.aliases[name], "")

    def _once(self, module: Module, name: str) -> None:
        if (module.name, name) not in self._seen:
            self._seen.add((module.name, name))
            self._take(module, module.bodies[name])

    def _follow(self, base: str, name: str, attribute: str) -> None:
        """`from base import name`, then `name.attribute`: a module's part, or a name of a module."""
        as_module = self._file(f"{base}.{name}" if name else base)
        if as_module is not None:
            module = _module(as_module, self._name(as_module))
            if attribute in module.bodies:
                self._once(module, attribute)
            elif attribute in module.aliases:
                self._follow(*module.aliases[attribute], "")
            return
        file = self._file(base)
        if file is not None and name:
            self._named(_module(file, self._name(file)), name)

    def _file(self, dotted: str) -> Path | None:
        """The file of a module in which keys are computed, or None."""
        parts = dotted.split(".")
        if parts[0] != "derisking" or len(parts) < 2 or parts[1] not in ROOMS or parts[-1] in VIEWS:
            return None
        path = self.package.joinpath(*parts[1:])
        return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()), None)

    def _call(self, module: Module, node: ast.Call) -> None:
        """A call that loads a table or a fact: which, if the code says it; else all of them."""
        match node.func:
            case ast.Attribute(value=ast.Name(id=base), attr=loader):
                target = ".".join(module.aliases.get(base, ()))
            case ast.Name(id=name):
                target, loader = module.aliases.get(name, ("", ""))
            case _:
                return
        if target != "derisking.data" or loader not in LOADERS:
            return
        match node.args:
            case [ast.Constant(value=str(named)), *_]:
                self._loaded.add((LOADERS[loader], named) if LOADERS[loader] else (named, ""))
            case _:
                self._loaded.add((LOADERS[loader] or "*", ""))


@functools.lru_cache(maxsize=8192)
def _piece(tree: ast.AST) -> Piece:
    nodes = list(ast.walk(tree))
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    known = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    attributes = [(node.value.id, node.attr) for node in known]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return Piece(ast.dump(tree), list(dict.fromkeys(names)), list(dict.fromkeys(attributes)), calls)


@functools.lru_cache(maxsize=256)
def _parsed(path: Path, stamp: tuple[int, int], name: str) -> Module:
    tree = _Bare(path).visit(ast.parse(path.read_text(encoding="utf-8")))
    bodies: dict[str, ast.AST] = {}
    aliases: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            aliases |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            aliases |= {alias.asname: tuple(alias.name.rpartition(".")[::2]) for alias in node.names if alias.asname}
    for node in tree.body:
        for defined in _defines(node):
            bodies[defined] = ast.Module([bodies[defined], node], []) if defined in bodies else node
    whole = tuple(node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom))
    return Module(name, bodies, whole, aliases)


def _module(path: Path, name: str) -> Module:
    about = path.stat()
    return _parsed(path, (about.st_mtime_ns, about.st_size), name)


def _defines(node: ast.AST) -> list[str]:
    """The names that a statement at the top of a module binds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return []
    return [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)]


@functools.cache
def _tables() -> list[dict]:
    return json.loads((data.folder() / "datapackage.json").read_text(encoding="utf-8"))["resources"]


@functools.cache
def _facts() -> dict[str, str]:
    """Each row of facts.csv as text, by its id."""
    table = data.load("facts")
    return {str(row["id"]): json.dumps(row, default=str) for row in table.reset_index().to_dict("records")}
