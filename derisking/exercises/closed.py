"""What a piece of a student's code does, where that can be told from its syntax tree alone; nothing of it is run.

The values here are Python's own numbers, texts, lists, tuples, dictionaries and sets, computed by the few operations of this
file, each of bounded size. What lies outside raises Declined: whoever asked must then run the code, shut in, or leave it.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping

MOST_SOURCE = 20_000  # characters of a cell; a syntax tree takes a thousand times its text
MOST_PARTS = 5_000  # values in a value
MOST_DEPTH = 40
MOST_BITS = 10_000  # of a whole number
MOST_DIGITS = 400  # that `round` is asked for: Python works out that power of ten first
SCALARS = (int, float, str, bool, type(None), type(...))
MANY = (list, tuple, dict, set, frozenset)
NUMBERS = (int, float, bool)
# Lines that IPython may read otherwise than Python: magics, shell lines, prompts that somebody copied along.
NOT_PLAIN = re.compile(r"^[ \t]*(?:[%!?,;/@]|>>>|\.\.\.|In ?\[|Out ?\[)", re.MULTILINE)
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
SIGNS: dict[type, Callable] = {ast.UAdd: operator.pos, ast.USub: operator.neg, ast.Not: operator.not_}
# Built-in functions of plain values that do nothing but give a plain value.
PURE = {
    function.__name__: function
    for function in (abs, bool, dict, float, frozenset, int, len, list, max, min, round, set, sorted, str, sum, tuple)
}
OF_SCALARS = ("str", "float", "int")  # of something nested these would take endless time


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
    """The value of an expression. names: what stands for a value by now; anything that is not plain is out of reach."""
    try:
        return _bounded(_Reader(names).value(node))
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise Declined(f"a line that fails ({type(error).__name__})") from error


def plain(value: object) -> bool:
    """Whether a value is one of Python's own plain kinds, itself; what lies in it was checked when it was made."""
    return type(value) in SCALARS or type(value) in MANY


def operate(kind: type, left: object, right: object) -> object:
    """left (operator) right, for numbers, texts and sequences whose result is small. Raises Declined, or what Python raises."""
    if kind not in OPERATORS:
        raise Declined("an unusual operator")
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return _arithmetic(kind, left, right)
    if kind is ast.Add and type(left) is type(right) and type(left) in (str, list, tuple):
        return _bounded(left + right)
    if kind is ast.Mult and {type(left), type(right)} & {str, list, tuple} and {type(left), type(right)} & {int, bool}:
        many, times = (right, left) if type(left) in NUMBERS else (left, right)
        if len(many) * max(times, 1) > MOST_PARTS:
            raise Declined("a large value")
        return _bounded(left * right)
    raise Declined("an operation on other things than numbers")


def _arithmetic(kind: type, left: float, right: float) -> object:
    bits = [value.bit_length() if isinstance(value, int) else 0 for value in (left, right)]
    if kind is ast.Pow and (abs(right) > 1_000 or max(bits[0], 1) * abs(right) > MOST_BITS):
        raise Declined("a large power")
    if sum(bits) > MOST_BITS:
        raise Declined("a large number")
    result = OPERATORS[kind](left, right)
    if type(result) not in NUMBERS:
        raise Declined("a number of an unusual kind")
    return result


def _bounded(value: object) -> object:
    """The value itself. Raises Declined if it holds too much, or too deep, or itself."""
    left = [MOST_PARTS]

    def count(part: object, depth: int) -> None:
        left[0] -= 1 if type(part) is not str else 1 + len(part) // 100
        if left[0] < 0 or depth > MOST_DEPTH:
            raise Declined("a large value")
        if type(part) is dict:
            for pair in part.items():
                count(pair[0], depth + 1)
                count(pair[1], depth + 1)
        elif type(part) in MANY:
            for item in part:
                count(item, depth + 1)

    count(value, 0)
    return value


class _Reader:
    """The value of a node, by its kind; one method each, so that what has no method is out of reach."""

    def __init__(self, names: Mapping[str, object]):
        self.names = names

    def value(self, node: ast.expr) -> object:
        reader = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None:
            raise Declined(f"code of the kind {type(node).__name__}")
        return reader(node)

    def _constant(self, node: ast.Constant) -> object:
        if type(node.value) not in SCALARS or (isinstance(node.value, str) and not _whole(node.value)):
            raise Declined("an unusual constant")
        return node.value

    def _name(self, node: ast.Name) -> object:
        if node.id not in self.names or not plain(self.names[node.id]):
            raise Declined(f"the name {node.id[:40]}")
        return self.names[node.id]

    def _tuple(self, node: ast.Tuple) -> object:
        return _bounded(tuple(self.value(item) for item in node.elts))

    def _list(self, node: ast.List) -> object:
        return _bounded([self.value(item) for item in node.elts])

    def _set(self, node: ast.Set) -> object:
        return _bounded({self.value(item) for item in node.elts})

    def _dict(self, node: ast.Dict) -> object:
        if None in node.keys:
            raise Declined("a dictionary inside a dictionary")
        pairs = zip(node.keys, node.values, strict=True)
        return _bounded({self.value(key): self.value(item) for key, item in pairs})

    def _unaryop(self, node: ast.UnaryOp) -> object:
        value = self.value(node.operand)
        if type(node.op) not in SIGNS or type(value) not in NUMBERS:
            raise Declined("an unusual operator")
        return SIGNS[type(node.op)](value)

    def _binop(self, node: ast.BinOp) -> object:
        return operate(type(node.op), self.value(node.left), self.value(node.right))

    def _subscript(self, node: ast.Subscript) -> object:
        many = self.value(node.value)
        if type(many) not in (list, tuple, dict, str):
            raise Declined("an unusual index")
        return many[self.value(node.slice)]

    def _call(self, node: ast.Call) -> object:
        """A built-in function that nobody has given another meaning, asked about plain values."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in PURE or name in self.names:
            raise Declined("a call")
        given = [self.value(item) for item in node.args]
        named = {word.arg: self.value(word.value) for word in node.keywords}
        if (named and name != "dict") or None in named or len(named) < len(node.keywords):
            raise Declined("a call with unusual words")
        if (name in OF_SCALARS and any(type(item) in MANY for item in given)) or (name == "sum" and len(given) > 1):
            raise Declined("a call")
        if name == "round" and len(given) > 1 and not (type(given[1]) is int and abs(given[1]) <= MOST_DIGITS):
            raise Declined("a large power")
        result = PURE[name](*given, **named)
        if not plain(result):
            raise Declined("a value of an unusual kind")
        return _bounded(result)


def _whole(text: str) -> bool:
    """Whether a text has no halves of characters, which neither files nor kernels take."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
