"""Values of a notebook as plain JSON, and inputs for functions back again.

Only values of *exactly* the types listed here are read, and a class that merely claims to be a number is reported by its
name, because this runs beside a student's code. The names it needs are bound when the module is imported.
"""

import contextlib
import datetime
import decimal
import fractions
import functools
import math
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

MAX_NODES = 4_000  # values per answer; a table of 1 000 rows and 3 columns still fits
MAX_TEXT = 2_000
MAX_DEPTH = 8
HERE = str(Path(__file__).resolve().parent.parent)

_INTEGERS = (int, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)
_FLOATS = (float, np.float16, np.float32, np.float64, np.longdouble, decimal.Decimal, fractions.Fraction)
_INTEGER_TYPES = frozenset(_INTEGERS)
_FLOAT_TYPES = frozenset(_FLOATS)
_BOOLS = frozenset((bool, np.bool_))
_TEXTS = frozenset((str, np.str_))
_SEQUENCES = frozenset((list, tuple))
_SETS = frozenset((set, frozenset))
_NOTHING = frozenset((type(pd.NA), type(pd.NaT)))
_DATES = frozenset((datetime.date, datetime.datetime, pd.Timestamp))
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial)
_series_values, _frame_values = pd.Series.to_numpy, pd.DataFrame.to_numpy
_series_index, _frame_index, _frame_columns = (
    getattr(owner, axis).__get__
    for owner, axis in ((pd.Series, "index"), (pd.DataFrame, "index"), (pd.DataFrame, "columns"))
)
_index_values, _array_list = pd.Index.to_numpy, np.ndarray.tolist
_Series, _DataFrame, _Index, _ndarray = pd.Series, pd.DataFrame, pd.Index, np.ndarray
_type_name, _type_module = type.__dict__["__name__"].__get__, type.__dict__["__module__"].__get__
_Base = BaseException


class OutOfTime(BaseException):
    """Raised inside a student's function that takes too long; not an Exception, so that `except Exception` lets it by."""


class _TooBig(Exception):
    pass


def type_name(value: object) -> str:
    """The name of a value's class, read without running any code of that class."""
    name, module = _type_name(type(value)), ""
    with contextlib.suppress(AttributeError):
        module = _type_module(type(value))
    plain = name if type(name) is str else "unknown"
    return f"{module}.{plain}" if type(module) is str and module not in ("builtins", "__main__") else plain


def encode(value: Any) -> dict[str, Any]:
    """A value as plain JSON: {"t": kind, "v": content, "as": class}.

    Kinds: none, ellipsis, bool, int, float (nan and inf as text), str, date, list, set, dict, series, array, frame,
    function, other (anything else, by name only), big (too long to send).
    """
    try:
        return _encode(value, [MAX_NODES], 0)
    except _TooBig:
        return {"t": "big", "as": type_name(value)}
    except _Base as error:  # a patched library must not stop the probe
        if isinstance(error, (KeyboardInterrupt, OutOfTime)):
            raise
        return {"t": "other", "as": type_name(value)}


def _encode(value: Any, budget: list[int], depth: int) -> dict[str, Any]:
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        raise _TooBig
    kind = type(value)
    if value is None or kind in _NOTHING:
        return {"t": "none"}
    if value is ...:
        return {"t": "ellipsis"}
    if kind in _BOOLS:
        return {"t": "bool", "v": bool(value)}
    if kind in _INTEGER_TYPES:
        return _integer(int(value), value)
    if kind in _FLOAT_TYPES:
        return {"t": "float", "v": _float(float(value)), "as": type_name(value)}
    if kind in _TEXTS:
        return {"t": "str", "v": str.__str__(value)[:MAX_TEXT]}
    if kind in _DATES:
        return {"t": "date", "v": value.isoformat()}
    return _encode_many(value, kind, budget, depth)


def _integer(number: int, value: object) -> dict[str, Any]:
    if abs(number) >= 2**53:  # JSON readers keep whole numbers only up to here
        return {"t": "float", "v": _float(float(number) if abs(number) < 10**300 else math.inf), "as": type_name(value)}
    return {"t": "int", "v": number, "as": type_name(value)}


def _float(number: float) -> float | str:
    return number if math.isfinite(number) else repr(number)


def _encode_many(value: Any, kind: type, budget: list[int], depth: int) -> dict[str, Any]:
    def each(items: Iterable[Any]) -> list[dict[str, Any]]:
        return [_encode(item, budget, depth + 1) for item in items]

    if kind in _SEQUENCES or kind in _SETS:
        return {"t": "list" if kind in _SEQUENCES else "set", "v": each(value)}
    if kind is dict:
        return {"t": "dict", "v": [each(pair) for pair in value.items()]}
    if kind is _Series:
        values = _bounded(_series_values(value, dtype=object), budget)
        return {"t": "series", "v": each(values), "index": each(_index_list(_series_index(value, kind)))}
    if kind is _DataFrame:
        values = _bounded(_frame_values(value, dtype=object), budget)
        columns, index = each(_index_list(_frame_columns(value, kind))), each(_index_list(_frame_index(value, kind)))
        return {"t": "frame", "columns": columns, "index": index, "v": [each(row) for row in values]}
    if kind is _ndarray:
        values = _bounded(value, budget)
        return {"t": "array", "shape": list(value.shape), "v": each(_array_list(values.reshape(-1)))}
    if isinstance(value, _Index) and kind.__module__.startswith("pandas."):
        return {"t": "array", "shape": [len(value)], "v": each(_index_list(value))}
    if kind in _FUNCTIONS or kind is type:
        return {"t": "function", **_describe_function(value)}
    return {"t": "other", "as": type_name(value)}


def _bounded(values: np.ndarray, budget: list[int]) -> np.ndarray:
    if values.size > budget[0]:
        raise _TooBig
    return values


def _index_list(index: pd.Index) -> list[Any]:
    return list(_array_list(_bounded(_index_values(index, dtype=object), [MAX_NODES])))


def decode(plain: dict[str, Any] | list[Any] | str | float | None) -> object:
    """An input for a student's function, built afresh from JSON; the mirror of `encode` for what a check hands over."""
    if not isinstance(plain, dict):
        return plain
    kind: str = plain["t"]
    content: Any = plain.get("v")
    if kind == "none":
        return None
    if kind == "float":
        return float(content)
    if kind in ("int", "bool", "str"):
        return content
    if kind in ("list", "set"):
        return [decode(item) for item in content]
    if kind == "dict":
        return {decode(key): decode(item) for key, item in content}
    if kind == "series":
        return _Series([decode(item) for item in content], index=[decode(item) for item in plain["index"]])
    if kind == "frame":
        columns = [decode(column) for column in plain["columns"]]
        rows = [[decode(item) for item in row] for row in content]
        return _DataFrame(rows, columns=columns, index=[decode(item) for item in plain["index"]])
    raise ValueError(f"A check cannot hand over a value of the kind {kind!r}.")


def _describe_function(value: object) -> dict[str, Any]:
    """Name, whether it belongs to this package, and whether its body is still the empty stub."""
    if type(value) is not types.FunctionType:
        return {"as": type_name(value), "name": "", "package": False, "stub": False}
    code = value.__code__
    package = code.co_filename.startswith(HERE)
    return {"as": "function", "name": code.co_name[:100], "package": package, "stub": _is_stub(code)}


def _is_stub(code: types.CodeType) -> bool:
    """True for a body that computes nothing: only `...`, `pass`, names set to `...`, or a docstring."""
    text = code.co_consts[0] if code.co_consts else None
    rest = code.co_consts[1:] if type(text) is str else code.co_consts
    calculates = bool(code.co_names) or any(constant not in (None, ...) for constant in rest)
    arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    used = any(name in _loaded(code) for name in arguments)
    return not calculates and not used


def _loaded(code: types.CodeType) -> set[str]:
    import dis

    loads = [step.argval for step in dis.get_instructions(code) if step.opname.startswith("LOAD_FAST")]
    return {name for load in loads for name in (load if isinstance(load, tuple) else (load,))}
