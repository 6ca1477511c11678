"""Read a notebook's answers where nothing has to be run: what each check would find, told from the syntax trees.

The cells are gone through in their order, as a run would. A cell that was released and may not be edited is known to be
harmless, as long as it meets no name that a student gave a meaning; a student's cell may give names plain values (`closed`),
define functions, and little else. From the first cell on whose effect cannot be told, answers stay open: open answers must
be asked for by a run, shut in. Nothing here executes, imports or unpickles anything, and nothing uses the classroom.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from derisking.exercises.closed import Declined, evaluate, parse, syntax
from derisking.exercises.given import Released, dumped, is_name, opens, plain_target, stored
from derisking.questions.encoding import encode

MOST_CODE = 200_000  # characters of all of a student's cells
CHECK = "check-"
# Modules whose import gives a name to the module and does nothing else that an answer could notice.
KNOWN_MODULES = frozenset(
    (
        *("collections", "decimal", "fractions", "itertools", "json", "math", "random", "statistics"),
        *("matplotlib", "matplotlib.pyplot", "numpy", "pandas"),
    )
)


@dataclasses.dataclass(frozen=True)
class Opaque:
    """What a name stands for where it is no plain value. kind: "given" (by a released cell), "exercise", "stub", "written"
    (a function of the student's) or "unsure"; needs: the names that a stub looks up when it is called."""

    kind: str
    needs: frozenset[str] = frozenset()


GIVEN, EXERCISE, WRITTEN, UNSURE = (Opaque(kind) for kind in ("given", "exercise", "written", "unsure"))


@dataclasses.dataclass(frozen=True)
class Cell:
    """One code cell. name: under which it was released, "" for one of the student's own. What a form holds is code by now."""

    name: str
    source: str


@dataclasses.dataclass(frozen=True)
class Reading:
    """What was read. answers: (task, "here" or "end") -> what a probe would have sent; an answer that is open is left out.

    open: the tasks of which one answer or both are; with none the notebook was read as a whole. why: what stood in the way,
    in a few words, in order.
    """

    answers: dict[tuple[str, str], dict]
    open: tuple[str, ...]
    why: tuple[str, ...]


def read(cells: Sequence[Cell], released: Mapping[str, Released], tasks: Mapping[str, Sequence[str]]) -> Reading:
    """Read a notebook. cells: its code cells in order; released: what is known of the cells that students got, by name;
    tasks: the names that each task asks for, by task."""
    reader = Notebook(released, tasks)
    if sum(len(cell.source) for cell in cells) > MOST_CODE:
        reader.stop("very long code")
    for cell in cells:
        reader.take(cell)
    for task in tasks:
        reader.ask(task, "end")
    left = [task for task in tasks if not {(task, "here"), (task, "end")} <= reader.answers.keys()]
    return Reading(reader.answers, tuple(left), tuple(dict.fromkeys(reader.why)))


# --- going through a notebook ---------------------------------------------------------------------------------------------


class Notebook:
    """The names of a notebook while its cells are gone through."""

    def __init__(self, known: Mapping[str, Released], tasks: Mapping[str, Sequence[str]]):
        self.known, self.tasks = known, tasks
        self.names: dict[str, object] = {}
        self.own: set[str] = set()  # names whose meaning is the student's at this place
        self.answers: dict[tuple[str, str], dict] = {}
        self.why: list[str] = []
        self.stopped = False
        self.copied = {cell.source: cell for cell in known.values()}  # a cell that was pasted again has no name
        self.imports = frozenset().union(*(cell.imports for cell in known.values()))
        # What a name of a function means can reach further names, whoever calls it.
        self.reach = {name: needs for cell in known.values() for name, needs in cell.functions.items()}

    def stop(self, why: str) -> None:
        """From here on nothing is sure."""
        self.stopped = True
        self.why.append(why)

    def take(self, cell: Cell) -> None:
        """Go through one cell."""
        try:
            if cell.name.startswith(CHECK):
                self.ask(cell.name.removeprefix(CHECK), "here")
            elif self.stopped:
                return
            else:
                self._taken(cell, self.known.get(cell.name) or self.copied.get(cell.source))
        except Declined as declined:
            first = next((line for line in cell.source.split("\n") if line.strip()), "")
            self.stop(f"{declined} in {first.strip()[:60]!r}")

    def _taken(self, cell: Cell, before: Released | None) -> None:
        """before: the cell as it was released, if it is one of those."""
        if before and before.locked:
            self._given(before)
        else:
            self._written(cell, before)

    def ask(self, task: str, place: str) -> None:
        """Note what a probe would find for a task, if that is sure."""
        if task not in self.tasks:
            return
        found = {} if self.stopped else {name: self._found(name) for name in self.tasks[task]}
        if self.stopped or None in found.values():
            self.why += [] if self.stopped else [f"the task {task}"]
        else:
            self.answers[task, place] = {"found": found, "calls": {}}

    def _found(self, name: str) -> dict | None:
        if name not in self.names:
            return {"t": "missing"}
        value = self.names[name]
        if not isinstance(value, Opaque):
            return encode(value)
        if value.kind != "stub" or self._reached(value.needs) & self.own:
            return None
        # An untouched function counts as not attempted, whatever it is asked.
        return {"t": "function", "as": "function", "name": name, "package": False, "stub": True}

    def _reached(self, names: Iterable[str]) -> set[str]:
        """Names, and those that the released functions among them look up."""
        reached, waiting = set(), list(names)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += self.reach.get(name, ())
        return reached

    def _given(self, cell: Released) -> None:
        """A released cell that is as it was: harmless, unless it looks up what a student gave a meaning."""
        if met := self._reached(cell.needs) & self.own:
            raise Declined(f"{min(met)[:40]} with a meaning of its own")
        for name in cell.stores:
            self.names[name] = EXERCISE if name in cell.opens else GIVEN
        self.own -= cell.stores

    # --- a student's cell -------------------------------------------------------------------------------------------------

    def _written(self, cell: Cell, before: Released | None) -> None:
        statements = syntax(cell.source) if before and cell.source == before.source else parse(cell.source)
        if before and dumped(statements) == before.tree:
            self._untouched(statements, before)
            return
        defined = {one.name for one in statements if isinstance(one, ast.FunctionDef)}
        bound = set()
        for statement in statements:
            if defined and isinstance(statement, ast.Assign) and not all(map(plain_target, statement.targets)):
                raise Declined("an unusual assignment beside a function")
            self._statement(statement)
            bound |= stored(statement)
        if defined:  # only Python's compiler tells whether such a cell runs at all
            self.names |= {name: WRITTEN if name in defined else UNSURE for name in bound}

    def _untouched(self, statements: list[ast.stmt], cell: Released) -> None:
        for statement in statements:
            if isinstance(statement, ast.FunctionDef):
                self._bind(statement.name, Opaque("stub", cell.functions[statement.name]))
            else:
                self._statement(statement)

    def _asks_exercise(self, node: ast.expr, *methods: str) -> bool:
        """`exercise.check(...)` and the like, with plain words: while a notebook is graded these do nothing."""
        function = node.func if isinstance(node, ast.Call) else None
        known = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
        if not known or self.names.get(function.value.id) is not EXERCISE or function.attr not in methods:
            return False
        return not node.keywords and all(isinstance(item, ast.Constant) for item in node.args)

    def _bind(self, name: str, value: object) -> None:
        if name.startswith("_") or name in ("In", "Out", "get_ipython", "exit", "quit"):
            raise Declined(f"the name {name[:40]}")
        self.names[name] = value
        self.own.add(name)

    def _statement(self, node: ast.stmt) -> None:
        taker = {
            ast.Expr: self._expression,
            ast.Assign: self._assign,
            ast.AugAssign: self._augmented,
            ast.Import: self._import,
            ast.ImportFrom: self._import,
            ast.FunctionDef: self._function,
            ast.Pass: lambda node: None,
        }.get(type(node))
        if taker is None:
            raise Declined(f"code of the kind {type(node).__name__}")
        taker(node)

    def _expression(self, node: ast.Expr) -> None:
        """A value that is only shown, or something said to the exercise."""
        value = node.value
        if self._asks_exercise(value, "check", "hint", "form"):
            return
        if isinstance(value, ast.Name) and self.names.get(value.id) in (GIVEN, EXERCISE) and value.id not in self.own:
            return
        if isinstance(value, ast.Call) and is_name(value.func, "print") and "print" not in self.names:
            if value.keywords:
                raise Declined("a print with unusual words")
            for item in value.args:
                evaluate(item, self.names)
            return
        evaluate(value, self.names)

    def _assign(self, node: ast.Assign) -> None:
        if opens(node.value) and self.names.get("exercises") is GIVEN and "exercises" not in self.own:
            self._reopen(node)
            return
        value = evaluate(node.value, self.names)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._bind(target.id, value)
            elif isinstance(target, ast.Subscript):
                self._put(target, value)
            else:
                self._unpack(target, value)

    def _reopen(self, node: ast.Assign) -> None:
        """`exercise = exercises.open("...", student="...")`, as the exercise itself tells those who have a code to type."""
        for item in [*node.value.args, *(word.value for word in node.value.keywords)]:
            evaluate(item, self.names)
        if len(node.value.keywords) > 1:
            raise Declined("an exercise opened with unusual words")
        if not all(is_name(target, "exercise") for target in node.targets):
            raise Declined("a second exercise")
        self.names["exercise"] = EXERCISE
        self.own.discard("exercise")

    def _put(self, target: ast.Subscript, value: object) -> None:
        """`terms["a"] = "decoupling"`"""
        many = evaluate(target.value, self.names)
        if type(many) not in (dict, list):
            raise Declined("an unusual place")
        place = evaluate(target.slice, self.names)
        try:
            many[place] = value
        except (LookupError, TypeError) as error:
            raise Declined(f"a line that fails ({type(error).__name__})") from error
        evaluate(target.value, self.names)  # it may have become too large, or hold itself

    def _unpack(self, target: ast.expr, value: object) -> None:
        names = target.elts if isinstance(target, ast.Tuple | ast.List) else []
        even = isinstance(value, list | tuple) and len(value) == len(names)
        if not even or not all(isinstance(name, ast.Name) for name in names):
            raise Declined("an unusual assignment")
        for name, item in zip(names, value, strict=True):
            self._bind(name.id, item)

    def _augmented(self, node: ast.AugAssign) -> None:
        if not isinstance(node.target, ast.Name):
            raise Declined("an unusual assignment")
        before = evaluate(ast.Name(node.target.id, ast.Load()), self.names)
        if isinstance(before, list | dict | set):
            raise Declined("a change of something that may have two names")
        expression = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        self._bind(node.target.id, evaluate(expression, self.names))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        """A module that is known to do nothing, or what the exercise itself imports."""
        as_given = ast.dump(node) in self.imports
        if not as_given and not (
            isinstance(node, ast.Import) and all(alias.name in KNOWN_MODULES for alias in node.names)
        ):
            raise Declined("an import")
        for name in stored(node):
            self._bind(name, GIVEN)
            self.own -= {name} if as_given else set()

    def _function(self, node: ast.FunctionDef) -> None:
        """A function's definition gives its name a meaning; what stands in it waits until somebody calls it."""
        given = [*node.args.defaults, *(value for value in node.args.kw_defaults if value is not None)]
        noted = [one for one in ast.walk(node.args) if isinstance(one, ast.arg) and one.annotation is not None]
        if node.decorator_list or node.returns or noted or getattr(node, "type_params", None):
            raise Declined("a function with more than a body")
        for value in given:
            evaluate(value, self.names)
        self._bind(node.name, WRITTEN)
