"""What is known of a cell that students got: what it looks up, and what it gives a meaning. It is our own code, and only parsed."""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Mapping

from derisking.exercises.closed import syntax


@dataclasses.dataclass(frozen=True)
class Released:
    """A code cell as students got it. locked: it may not be edited. needs: names that it looks up before it gives them a
    meaning; stores: names that it gives one; opens: those of them that are the exercise; functions: what each looks up."""

    source: str
    locked: bool
    tree: str
    needs: frozenset[str]
    stores: frozenset[str]
    opens: frozenset[str]
    functions: Mapping[str, frozenset[str]]
    imports: frozenset[str]


@functools.lru_cache(maxsize=1_000)
def released(source: str, locked: bool) -> Released:
    """What is known of a released cell. It is our own code; still it is only parsed."""
    needs: set[str] = set()
    stores: set[str] = set()
    opened: set[str] = set()
    statements = syntax(source)
    for statement in statements:
        needs |= _looked_up(statement) - stores
        stores |= stored(statement)
        if isinstance(statement, ast.Assign) and opens(statement.value):
            opened |= stored(statement)
    defined = [one for one in statements if isinstance(one, ast.FunctionDef)]
    functions = {one.name: frozenset(_looked_up(one)) for one in defined}
    imports = frozenset(ast.dump(one) for one in statements if isinstance(one, ast.Import | ast.ImportFrom))
    tree = dumped(statements)
    return Released(source, locked, tree, frozenset(needs), frozenset(stores), frozenset(opened), functions, imports)


def dumped(statements: list[ast.stmt]) -> str:
    return ast.dump(ast.Module(statements, []))


def _looked_up(statement: ast.stmt) -> set[str]:
    """The names that a statement looks up in the notebook, now or, of a function, when it is called."""
    names = [one for one in ast.walk(statement) if isinstance(one, ast.Name)]
    loaded = {one.id for one in names if isinstance(one.ctx, ast.Load)}
    if not isinstance(statement, ast.FunctionDef):
        return loaded
    arguments = {one.arg for one in ast.walk(statement) if isinstance(one, ast.arg)}
    return loaded - arguments - {one.id for one in names if not isinstance(one.ctx, ast.Load)}


def stored(node: ast.AST) -> set[str]:
    """The names that a statement gives a meaning in the notebook; too many rather than too few."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    inside = [one.target for one in ast.walk(node) if isinstance(one, ast.comprehension)]  # these stay in there
    own = {id(name) for target in inside for name in ast.walk(target)}
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in own]
    stored = {one.id for one in names if not isinstance(one.ctx, ast.Load)}
    for one in ast.walk(node):
        if isinstance(one, ast.Import | ast.ImportFrom):
            stored |= {alias.asname or alias.name.split(".")[0] for alias in one.names}
    return stored


def opens(node: ast.expr) -> bool:
    """`exercises.open(...)`, the one call that gives the exercise."""
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr == "open" and is_name(function.value, "exercises")


def is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def plain_target(node: ast.expr) -> bool:
    return isinstance(node, ast.Name | ast.Tuple | ast.List)
