"""The value of a typed answer, where its syntax tree alone tells it; nothing of it is run.

Known are literals, arithmetic with numbers, names of numbers, `round(...)` and `dict(a=...)`: what trusted answers need, and no more.
Everything else raises Declined: whoever asked must then run the code, shut in, or leave it. No step of it takes more work than the
text is long, but for numbers of at most MOST_BITS.
"""

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping

MOST_SOURCE = 20_000  # characters of a cell; a syntax tree takes a thousand times its text
MOST_BITS = 10_000  # of a whole number
MOST_DIGITS = 400  # that `round` counts: Python works out a power of ten first, however large
NUMBERS = (int, float, bool)
SCALARS = (*NUMBERS, str, type(None), type(...))
# Lines that IPython may read otherwise than Python: magics, shell lines, prompts that somebody copied along.
NOT_PLAIN = re.compile(r"^[ \t]*(?:[%!?,;/@]|>>>|\.\.\.|In ?\[|Out ?\[)", re.MULTILINE)
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
SIGNS: dict[type, Callable] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_DISPLAYS = (ast.Tuple, ast.List, ast.Set, ast.Dict)
_KNOWN = (*_DISPLAYS, ast.Constant, ast.Name, ast.UnaryOp, ast.BinOp, ast.Call, ast.expr_context)


class Declined(Exception):
    """The result cannot be told without running the code; the message says what stood in the way."""


def parse(source: str) -> list[ast.stmt]:
    """The statements of a cell. Raises Declined for what Python alone cannot read, or IPython reads in its own way."""
    if len(source) > MOST_SOURCE:
        raise Declined("a long cell")
    if source.splitlines() != source.removesuffix("\n").split("\n") and source:
        raise Declined("odd line ends")
    if NOT_PLAIN.search(source):
        raise Declined("a line for IPython")
    return syntax(source)


def syntax(source: str) -> list[ast.stmt]:
    """The statements of a piece of Python. Raises Declined for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Declined("code that is no Python") from error


def evaluate(node: ast.expr, names: Mapping[str, object]) -> object:
    """The value of an expression. names: what stands for a value by now; of these only numbers are used."""
    try:
        return ast.literal_eval(_Computed(names).visit(node))
    except (ArithmeticError, TypeError, ValueError, RecursionError) as error:
        raise Declined(f"a line that fails ({type(error).__name__})") from error


class _Computed(ast.NodeTransformer):
    """An expression with what has to be worked out in it already worked out: a literal."""

    def __init__(self, names: Mapping[str, object]):
        self.names = names

    def visit(self, node):
        if not isinstance(node, _KNOWN):
            raise Declined(f"code of the kind {type(node).__name__}")
        return super().visit(node)

    def visit_Constant(self, node):
        if type(node.value) not in SCALARS:
            raise Declined("an unusual constant")
        if isinstance(node.value, str):
            node.value.encode()  # halves of characters, which neither files nor kernels take, raise ValueError
        return node

    def visit_Name(self, node):
        if type(self.names.get(node.id)) not in NUMBERS:
            raise Declined(f"the name {node.id[:40]}")
        return ast.Constant(self.names[node.id])

    def visit_UnaryOp(self, node):
        return self._number(SIGNS.get(type(node.op)), node.operand)

    def visit_BinOp(self, node):
        return self._number(OPERATORS.get(type(node.op)), node.left, node.right)

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        words = {word.arg: self.visit(word.value) for word in node.keywords}
        if name == "round" and not words and 1 <= len(node.args) <= 2:
            return self._number(round, *node.args)
        if name == "dict" and not node.args and None not in words and len(words) == len(node.keywords):
            return ast.Dict([ast.Constant(word) for word in words], list(words.values()))
        raise Declined("a call")

    def _number(self, work: Callable | None, *parts: ast.expr) -> ast.Constant:
        """What an operation gives for numbers, where it is small work."""
        values = [getattr(self.visit(part), "value", None) for part in parts]
        if work is None or any(type(value) not in NUMBERS for value in values):
            raise Declined("an operation on other things than numbers")
        bits = [value.bit_length() if isinstance(value, int) else 0 for value in values]
        last = abs(values[-1])
        if work is operator.pow and (last > 1_000 or max(bits[0], 1) * last > MOST_BITS):
            raise Declined("a large power")
        if work is round and len(values) == 2 and last > MOST_DIGITS:
            raise Declined("a large power")
        if sum(bits) > MOST_BITS:
            raise Declined("a large number")
        result = work(*values)
        if type(result) not in NUMBERS:
            raise Declined("a number of an unusual kind")
        return ast.Constant(result)
