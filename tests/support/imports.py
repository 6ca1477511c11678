"""Which modules a piece of code imports, also inside functions."""

import ast
from functools import lru_cache


@lru_cache(maxsize=2000)
def imported(text, own=()):
    """Absolute dotted names of all imports. own: the module's own package as a tuple, to resolve relative imports."""
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(own[: len(own) - node.level + 1]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            names += [f"{start}.{alias.name}" for alias in node.names]
    return tuple(names)
