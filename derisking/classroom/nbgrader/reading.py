"""Read a notebook's answers where nothing has to be run: what each check would find, told from the syntax trees.

The cells are gone through in their order, as a run would. A cell that was released and may not be edited changes no answer, since
no answer may take a name that such a cell needs; a student's cell may give names plain values (`static_eval`), define functions, import
what is harmless, and no more. From the first cell on whose effect cannot be told, answers stay open: open answers must be asked
for by a run, shut in. Nothing here executes, imports or unpickles anything.
"""

import ast
import builtins
import dataclasses
from collections.abc import Mapping, Sequence

from derisking.classroom.nbgrader.static_eval import Declined, evaluate, parse, syntax
from derisking.classroom.nbgrader.template_cells import Released, dumped, opens, stored
from derisking.questions.encoding import encode

MOST_CODE = 200_000  # characters of all of a student's cells
CHECK = "check-"
QUIET = frozenset(["check", "hint", "form"])  # calls of an exercise that do nothing while a notebook is graded
# Modules whose import gives a name to the module and does nothing else that an answer could notice.
HARMLESS = frozenset(["functools", "math", "numpy"])
# Names that mean something to who runs a notebook.
KEPT = frozenset([*dir(builtins), "In", "Out", "get_ipython", "exit", "quit"])
# What a name stands for where it is no plain value: an untouched function, or nobody knows.
STUB, OPEN = object(), object()


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


class Notebook:
    """The names of a notebook while its cells are gone through."""

    def __init__(self, known: Mapping[str, Released], tasks: Mapping[str, Sequence[str]]):
        self.known, self.tasks = known, tasks
        self.copied = {cell.source: cell for cell in known.values()}  # a cell that was pasted again has no name
        self.kept = KEPT.union(*(cell.needs for cell in known.values()))
        self.imports = frozenset().union(*(cell.imports for cell in known.values()))
        self.names: dict[str, object] = {}
        self.answers: dict[tuple[str, str], dict] = {}
        self.why: list[str] = []
        self.stopped = self.opened = False  # opened: the exercise is there to be asked

    def stop(self, why: str) -> None:
        """From here on nothing is sure."""
        self.stopped = True
        self.why.append(why)

    def take(self, cell: Cell) -> None:
        """Go through one cell."""
        if cell.name.startswith(CHECK):
            self.ask(cell.name.removeprefix(CHECK), "here")
        elif not self.stopped:
            before = self.known.get(cell.name) or self.copied.get(cell.source)
            try:
                if before and before.locked:
                    self.opened |= before.opens
                else:
                    self._written(cell, before)
            except Declined as declined:
                first = next((line for line in cell.source.split("\n") if line.strip()), "")
                self.stop(f"{declined} in {first.strip()[:60]!r}")

    def ask(self, task: str, place: str) -> None:
        """Note what a probe would find for a task, if that is sure."""
        if task not in self.tasks or self.stopped:
            return
        found = {name: self._found(name) for name in self.tasks[task]}
        if None in found.values():
            self.why.append(f"the task {task}")
        else:
            self.answers[task, place] = {"found": found, "calls": {}}

    def _found(self, name: str) -> dict | None:
        value = self.names.get(name, self)
        if value is self:
            return {"t": "missing"}
        if value is STUB:  # an untouched function counts as not attempted, whatever it is asked
            return {"t": "function", "as": "function", "name": name, "package": False, "stub": True}
        return None if value is OPEN else encode(value)

    # --- a student's cell -------------------------------------------------------------------------------------------------

    def _written(self, cell: Cell, before: Released | None) -> None:
        """before: the cell as it was released, if it is one of those."""
        statements = syntax(cell.source) if before and cell.source == before.source else parse(cell.source)
        untouched = bool(before) and dumped(statements) == before.tree
        for statement in statements:
            self._statement(statement)
        defined = [one for one in statements if isinstance(one, ast.FunctionDef)]
        if defined:  # only Python's compiler tells whether such a cell runs at all
            bound = set().union(*map(stored, statements))
            self.names |= dict.fromkeys(bound, OPEN) | {one.name: STUB for one in defined if untouched}

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(ast.Call(ast.Attribute(ast.Name("exercise"), name)) as one) if self.opened and name in QUIET:
                self._plain_words(one)
            case ast.Expr(value):
                evaluate(value, self.names)
            case ast.Assign([ast.Name("exercise")], ast.Call() as call) if self.opened and opens(call):
                self._plain_words(call)
            case ast.Assign(targets, value):
                found = evaluate(value, self.names)
                for target in targets:
                    self._assign(target, found)
            case ast.Import() | ast.ImportFrom() if ast.dump(node) in self.imports:
                pass  # once more what a released cell imports
            case ast.Import(names=modules) if all(one.name in HARMLESS for one in modules):
                for name in stored(node):
                    self._bind(name, OPEN)
            case ast.FunctionDef(name=name) if _only_a_body(node):
                self._bind(name, OPEN)
            case ast.Pass():
                pass
            case _:
                raise Declined(f"code of the kind {type(node).__name__}")

    def _plain_words(self, call: ast.Call) -> None:
        for word in [*call.args, *(word.value for word in call.keywords)]:
            evaluate(word, {})
        if len(call.keywords) > 1:
            raise Declined("a call with unusual words")

    def _assign(self, target: ast.expr, value: object) -> None:
        match target:
            case ast.Name(id=name):
                self._bind(name, value)
            case ast.Tuple(elts=targets) if isinstance(value, list | tuple) and len(value) == len(targets):
                for one, item in zip(targets, value, strict=True):
                    self._assign(one, item)
            case _:
                raise Declined("an unusual assignment")

    def _bind(self, name: str, value: object) -> None:
        if name.startswith("_") or name in self.kept:
            raise Declined(f"the name {name[:40]}")
        self.names[name] = value


def _only_a_body(function: ast.FunctionDef) -> bool:
    """Whether a definition does nothing but give its name a meaning; what stands in it waits until somebody calls it."""
    arguments = [one for one in ast.walk(function.args) if isinstance(one, ast.arg)]
    noted = any(one.annotation for one in arguments) or function.returns or getattr(function, "type_params", None)
    return not (noted or function.decorator_list or function.args.defaults or function.args.kw_defaults)
