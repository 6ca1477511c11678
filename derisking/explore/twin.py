"""Python as JavaScript: a model of an explorer, its picture and its words, for a page that has no Python.

Only a plain subset is taken: functions, assignments, `if`, `for`, `while`, comprehensions, f-strings, numbers, texts, lists
and dicts with text keys. What a function uses is found by itself: other functions are translated too, constants go along
as they are. Anything else raises `TwinError` with its place, so nothing is translated by guessing. (pscript, the known
library for this, sorts numbers as texts, and fails on an empty sum.)
"""

import ast
import inspect
import itertools
import json
import math
import textwrap
from collections.abc import Callable
from types import FunctionType, ModuleType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _words("len min max sum abs round int float str range zip enumerate sorted any all list dict bool")
METHODS = _words("append extend join split get items keys values startswith replace strip insert upper lower")
MATH = _words("exp expm1 log log1p log2 log10 sqrt floor ceil hypot pi inf cos sin isfinite")
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
GUARDS = {"_positive", "_fractions"}  # input checks that the ranges of the controls already guarantee: not translated
# Words that Python lends to names and JavaScript does not.
RESERVED = _words(
    "public private static package interface protected implements let var new this function const switch case default delete "
    "typeof void do enum export super null"
)
COMPARED = {ast.Is: "===", ast.IsNot: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


class TwinError(Exception):
    """Python that has no JavaScript here; one sentence with file, line and remedy."""


def script(*functions: Callable) -> str:
    """JavaScript of the functions and of all that they use, in an order in which it can be read. Raises TwinError."""
    parts: dict[str, str] = {}
    homes: dict[str, object] = {}
    for function in functions:
        _collect(function, parts, homes)
    return "\n".join(parts.values()) + "\n"


def _collect(function: Callable, parts: dict[str, str], homes: dict[str, object]) -> None:
    function = inspect.unwrap(function)
    name = function.__name__
    if homes.setdefault(name, function) is not function:
        raise TwinError(f"{function.__module__}: another function or constant is called {name!r} too; rename one.")
    if name in parts:
        return
    parts[name] = ""  # keeps a function that calls itself from coming round again
    lines, first = inspect.getsourcelines(function)
    node = ast.parse(textwrap.dedent("".join(lines))).body[0]
    where = f"{inspect.getsourcefile(function)}, function {name}, line {first}"
    printer = Printer(function.__globals__, where)
    text = printer.statement(node)
    for used, value in printer.used.items():
        if isinstance(value, FunctionType):
            _collect(value, parts, homes)
            continue
        if used in homes and homes[used] != value:
            raise TwinError(f"{where}: another function or constant is called {used!r} too; rename one.")
        homes[used] = value
        parts.setdefault(used, f"const {used} = {constant(value, where, used)};")
    del parts[name]
    parts[name] = text


def constant(value: object, where: str, name: str) -> str:
    """A constant as JSON; a named tuple becomes an object. Raises TwinError for what JSON has not."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        raise TwinError(f"{where}: {name} is not a plain number, text, list or dict; pass it in as data.") from None


class Printer:
    """Writes one function. used: what it takes from its module, by name."""

    def __init__(self, names: dict, where: str) -> None:
        self.names, self.where, self.used = names, where, {}
        self.local: list[set[str]] = []

    def refuse(self, node: ast.AST, what: str) -> TwinError:
        return TwinError(f"{self.where} + {getattr(node, 'lineno', 1) - 1}: {what} has no twin; write it plainly.")

    # --- statements ---

    def block(self, nodes: list) -> str:
        return "{\n" + "\n".join(self.statement(node) for node in nodes) + "\n}"

    def statement(self, node: ast.stmt) -> str:
        match node:
            case ast.FunctionDef():
                return self.function(node)
            case ast.Return():
                return f"return {self.value(node.value) if node.value else 'null'};"
            case ast.Assign(targets=[target]):
                return f"{self.target(target)} = {self.value(node.value)};"
            case ast.AugAssign():
                return f"{self.value(node.target)} = {self.value(ast.BinOp(node.target, node.op, node.value))};"
            case ast.If():
                other = f" else {self.block(node.orelse)}" if node.orelse else ""
                return f"if ({self.test(node.test)}) {self.block(node.body)}{other}"
            case ast.For(orelse=[]):
                return f"for ({self.bound(node.target)} of $.each({self.value(node.iter)})) {self.block(node.body)}"
            case ast.While(orelse=[]):
                return f"while ({self.test(node.test)}) {self.block(node.body)}"
            case ast.Expr(value=ast.Constant(value=str())) | ast.Pass():
                return ""
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))) if name in GUARDS:
                return ""
            case ast.Expr():
                return f"{self.value(node.value)};"
            case ast.Continue() | ast.Break():
                return f"{type(node).__name__.lower()};"
            case ast.Raise(exc=ast.Call(args=[words, *_])):
                return f"throw new Error({self.value(words)});"
        raise self.refuse(node, type(node).__name__)

    def function(self, node: ast.FunctionDef) -> str:
        given = {name.arg for name in [*node.args.args, *node.args.kwonlyargs]}
        stored = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        if RESERVED & (given | stored):
            raise self.refuse(node, f"the name {sorted(RESERVED & (given | stored))[0]!r} (JavaScript keeps it)")
        if node.args.kwonlyargs or node.args.vararg or node.args.kwarg or node.decorator_list:
            raise self.refuse(node, "a decorator, `*` or `**` in a function")
        self.local.append(given | stored)
        names = [name.arg for name in node.args.args]
        defaults = dict(zip(names[len(names) - len(node.args.defaults) :], node.args.defaults, strict=True))
        shown = [f"{name} = {self.value(defaults[name])}" if name in defaults else name for name in names]
        start = f"let {', '.join(sorted(stored - given))};\n" if stored - given else ""
        body = "\n".join(self.statement(part) for part in node.body)
        self.local.pop()
        return f"function {node.name}({', '.join(shown)}) {{\n{start}{body}\n}}"

    def target(self, node: ast.expr) -> str:
        if isinstance(node, ast.Tuple):
            return f"[{', '.join(self.target(part) for part in node.elts)}]"
        return self.value(node) if isinstance(node, ast.Subscript) else self.bound(node)

    def bound(self, node: ast.expr) -> str:
        if isinstance(node, ast.Tuple):
            return f"[{', '.join(self.bound(part) for part in node.elts)}]"
        if not isinstance(node, ast.Name):
            raise self.refuse(node, "this target")
        return node.id

    # --- expressions ---

    def test(self, node: ast.expr) -> str:
        """A condition: an empty list, text or dict is false, as in Python."""
        if isinstance(node, ast.BoolOp):
            word = " && " if isinstance(node.op, ast.And) else " || "
            return "(" + word.join(self.test(part) for part in node.values) + ")"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return f"!{self.test(node.operand)}"
        return self.value(node) if isinstance(node, ast.Compare) else f"$.true({self.value(node)})"

    def value(self, node: ast.expr) -> str:
        maker = getattr(self, f"_{type(node).__name__}", None)
        if maker is None:
            raise self.refuse(node, type(node).__name__)
        return maker(node)

    def _Constant(self, node) -> str:
        return json.dumps(node.value, ensure_ascii=False)

    def _Name(self, node) -> str:
        if not any(node.id in names for names in self.local):
            if node.id in self.names:
                self.used[node.id] = self.names[node.id]
            elif node.id not in BUILTINS:
                raise self.refuse(node, f"the name {node.id!r}")
            else:
                return f"$.{node.id}"
        return node.id

    def _Attribute(self, node) -> str:
        if self._module(node):
            if self.names[node.value.id] is not math or node.attr not in MATH:
                raise self.refuse(node, f"{node.value.id}.{node.attr}")
            return "Infinity" if node.attr == "inf" else f"$.math.{node.attr}"
        return f"{self.value(node.value)}.{node.attr}"

    def _module(self, node: ast.Attribute) -> bool:
        return isinstance(node.value, ast.Name) and isinstance(self.names.get(node.value.id), ModuleType)

    def _List(self, node) -> str:
        parts = [f"...{self.value(p.value)}" if isinstance(p, ast.Starred) else self.value(p) for p in node.elts]
        return f"[{', '.join(parts)}]"

    _Tuple = _List

    def _Dict(self, node) -> str:
        pairs = [
            f"[{self.value(key)}]: {self.value(value)}" if key else f"...{self.value(value)}"
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return f"({{{', '.join(pairs)}}})"

    def _BinOp(self, node) -> str:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.FloorDiv | ast.Mod):
            return f"$.{'floordiv' if isinstance(node.op, ast.FloorDiv) else 'mod'}({left}, {right})"
        if isinstance(node.op, ast.Add) and isinstance(node.left, ast.List | ast.ListComp):
            return f"{left}.concat({right})"
        if type(node.op) not in OPERATORS:
            raise self.refuse(node, "this operator")
        return f"(({left}) {OPERATORS[type(node.op)]} ({right}))"

    def _UnaryOp(self, node) -> str:
        if isinstance(node.op, ast.Not):
            return self.test(node)
        return f"(-{self.value(node.operand)})"

    def _BoolOp(self, node) -> str:
        *first, last = node.values
        text = self.value(last)
        word = "and" if isinstance(node.op, ast.And) else "or"
        for part in reversed(first):
            text = f"$.{word}({self.value(part)}, () => {text})"
        return text

    def _IfExp(self, node) -> str:
        return f"({self.test(node.test)} ? {self.value(node.body)} : {self.value(node.orelse)})"

    def _Compare(self, node) -> str:
        sides, pairs = [node.left, *node.comparators], []
        for (left, right), op in zip(itertools.pairwise(sides), node.ops, strict=True):
            a, b = self.value(left), self.value(right)
            turned = "!" if type(op).__name__.startswith("Not") else ""
            if type(op).__name__.endswith("In"):
                pairs.append(f"{turned}$.has({b}, {a})")
            elif isinstance(op, ast.Eq | ast.NotEq):
                pairs.append(f"{turned}$.same({a}, {b})")
            else:
                pairs.append(f"(({a}) {COMPARED[type(op)]} ({b}))")
        return f"({' && '.join(pairs)})"

    def _Subscript(self, node) -> str:
        base = self.value(node.value)
        if isinstance(node.slice, ast.Slice):
            if node.slice.step:
                raise self.refuse(node, "a step in a slice")
            ends = [self.value(end) if end else "undefined" for end in (node.slice.lower, node.slice.upper)]
            return f"{base}.slice({', '.join(ends)})"
        if isinstance(node.slice, ast.UnaryOp):
            return f"{base}.at({self.value(node.slice)})"
        return f"{base}[{self.value(node.slice)}]"

    def _Call(self, node) -> str:
        keys = {word.arg: self.value(word.value) for word in node.keywords}
        if isinstance(node.func, ast.Name) and node.func.id == "sorted":
            key, back = keys.pop("key", "undefined"), keys.pop("reverse", "false")
            return f"$.sorted({self.value(node.args[0])}, {key}, {back})"
        if isinstance(node.func, ast.Name) and node.func.id in ("min", "max") and len(node.args) == 1:
            extra = ", ".join((keys.pop("key", "undefined"), keys.pop("default", "undefined")))
            return f"$.{node.func.id}of({self.value(node.args[0])}, {extra})"
        if isinstance(node.func, ast.Name) and node.func.id == "zip":
            keys.pop("strict", None)  # a check for Python; the test of the twins goes through it
        if isinstance(node.func, ast.Attribute) and node.func.attr == "_replace":  # of a named tuple
            return (
                f"({{...{self.value(node.func.value)}, {', '.join(f'{name}: {text}' for name, text in keys.items())}}})"
            )
        if keys:
            raise self.refuse(node, "a call with names of arguments")
        parts = [f"...{self.value(p.value)}" if isinstance(p, ast.Starred) else self.value(p) for p in node.args]
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            return f"$.{node.func.attr}({', '.join([self.value(node.func.value), *parts])})"
        if isinstance(node.func, ast.Attribute) and not self._module(node.func):
            raise self.refuse(node, f"the method {node.func.attr!r}")
        return f"{self.value(node.func)}({', '.join(parts)})"

    def _Lambda(self, node) -> str:
        names = {name.arg for name in node.args.args}
        self.local.append(names)
        text = f"(({', '.join(name.arg for name in node.args.args)}) => {self.value(node.body)})"
        self.local.pop()
        return text

    def _ListComp(self, node) -> str:
        """From the inside out: the last loop makes the values, those before it join lists."""
        self.local.append({n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)})
        text, how = self.value(node.elt), "map"
        for loop in reversed(node.generators):
            name = self.bound(loop.target)
            some = "".join(f".filter(({name}) => {self.test(test)})" for test in loop.ifs)
            text = f"$.each({self.value(loop.iter)}){some}.{how}(({name}) => {text})"
            how = "flatMap"
        self.local.pop()
        return text

    _GeneratorExp = _ListComp

    def _JoinedStr(self, node) -> str:
        parts = [
            json.dumps(p.value, ensure_ascii=False) if isinstance(p, ast.Constant) else self._field(p)
            for p in node.values
        ]
        return f"({' + '.join(parts) or json.dumps('')})"

    def _field(self, node: ast.FormattedValue) -> str:
        if node.conversion != -1:
            return f"$.repr({self.value(node.value)})"
        spec = self._JoinedStr(node.format_spec) if node.format_spec else '""'
        return f"$.format({self.value(node.value)}, {spec})"
