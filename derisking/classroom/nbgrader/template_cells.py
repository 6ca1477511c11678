"""What is known of a cell that students got: which names it needs for itself. It is our own code, and only parsed."""

import ast
import dataclasses
import functools

from derisking.classroom.nbgrader.static_eval import syntax


@dataclasses.dataclass(frozen=True)
class Released:
    """A code cell as students got it. locked: it may not be edited. needs: names that it looks up or, if locked, gives a meaning;
    imports: its own, as text; opens: whether it opens the exercise."""

    source: str
    locked: bool
    tree: str
    needs: frozenset[str]
    imports: frozenset[str]
    opens: bool


@functools.lru_cache(maxsize=1_000)
def released(source: str, locked: bool) -> Released:
    """What is known of a released cell."""
    statements = syntax(source)
    needs = frozenset().union(*map(_looked_up, statements), *(map(stored, statements) if locked else ()))
    imports = frozenset(ast.dump(one) for one in statements if isinstance(one, ast.Import | ast.ImportFrom))
    opened = locked and any(isinstance(one, ast.Assign) and opens(one.value) for one in statements)
    return Released(source, locked, dumped(statements), needs, imports, opened)


def dumped(statements: list[ast.stmt]) -> str:
    return ast.dump(ast.Module(statements, []))


def _looked_up(statement: ast.stmt) -> set[str]:
    """The names that a statement looks up in the notebook, now or, of a function, when it is called."""
    names = [one for one in ast.walk(statement) if isinstance(one, ast.Name)]
    own = {one.arg for one in ast.walk(statement) if isinstance(one, ast.arg)} | _inside(statement)
    if isinstance(statement, ast.FunctionDef):
        own |= {one.id for one in names if not isinstance(one.ctx, ast.Load)}
    return {one.id for one in names if isinstance(one.ctx, ast.Load)} - own


def _inside(node: ast.AST) -> set[str]:
    """The names that stay in a comprehension."""
    targets = [one.target for one in ast.walk(node) if isinstance(one, ast.comprehension)]
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def stored(node: ast.stmt) -> set[str]:
    """The names that a statement gives a meaning in the notebook."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)]
    return {one.id for one in names} - _inside(node)


def opens(node: ast.expr) -> bool:
    """`exercises.open(...)`, the one call that gives the exercise."""
    function = node.func if isinstance(node, ast.Call) else None
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return False
    return (function.value.id, function.attr) == ("exercises", "open")
