"""The figures that the module computes from its own tables: a small closed language for the column `computed_by` of facts.csv.

    share(imports, 850511, EU27, CHN, 2022)                a supplier's share, % of value
    100 * fact('kioxia-aid') / fact('kioxia-investment')   from two other facts
    count(ai_accelerators, foundry == TSMC)                rows of a table that meet a condition

A formula is read as a Python expression and never run as one: it may hold numbers, texts, + - * / **, brackets, conditions
and calls of the functions in FORMULAS, nothing else. A bare word is a text; a text with a space or a hyphen needs quotes.
A new kind of figure is one more function with `@formula`; its parameters are what stands in the brackets.
"""

import ast
import functools
import operator
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from derisking import data
from derisking.models import chips, indicators

FORMULAS: dict[str, Callable[..., float]] = {}
_ARITHMETIC = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARE = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}
MISSING = "MISSING"  # foundry != MISSING: rows where the cell is not empty
# table -> columns that choose a product, the supplier's column, the amount's column
FLOWS = {
    "imports": (("hs6", "importer"), "exporter", "value_kusd"),
    "imports_members": (("hs6", "importer"), "exporter", "value_kusd"),
    "normal_trade": (("cn8",), "partner", "value_eur"),
    "mineral_production": (("material",), "country", "production"),
    "asml_sales": ((), "customer_region", "total_net_sales_meur"),
}


class FormulaError(ValueError):
    """A formula that cannot be read or computed; one sentence with the formula and what is wrong with it."""


class Condition(NamedTuple):
    """One comparison: the sum of the columns named (one, or several joined by +), compared with a value."""

    columns: tuple[str, ...]
    compare: Callable
    value: object


# --- reading ----------------------------------------------------------------------------------------------------------


def evaluate(text: str) -> float:
    """The number that a formula gives, in the unit of its row. Raises FormulaError."""
    try:
        result = _value(ast.parse(text, mode="eval").body)
        if isinstance(result, bool) or not isinstance(result, (int, float)):
            raise FormulaError(f"it gives {result!r}, which is not a number")
        return float(result)
    except SyntaxError as error:
        raise FormulaError(f"The formula `{text}` cannot be read: {error.msg}.") from error
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise FormulaError(f"The formula `{text}` gives no figure: {error}.") from error


def _value(node: ast.expr):
    """What a part of a formula stands for: a number, a text, names joined by +, a condition, or what a function gives."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, str):
        return node.value
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        return _combined(node.op, _value(node.left), _value(node.right))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _condition(node.ops[0], _value(node.left), _value(node.comparators[0]))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id not in FORMULAS:
            raise FormulaError(f"there is no formula {node.func.id!r}; choose one of {', '.join(sorted(FORMULAS))}")
        named = {keyword.arg: _value(keyword.value) for keyword in node.keywords if keyword.arg}
        return FORMULAS[node.func.id](*map(_value, node.args), **named)
    raise FormulaError(f"`{ast.unparse(node)}` is not allowed in a formula")


def _combined(sign: ast.operator, left, right):
    """Two numbers reckoned, or two texts side by side (EU + JPN)."""
    if isinstance(sign, ast.Add) and isinstance(left, (str, tuple)) and isinstance(right, (str, tuple)):
        return (*((left,) if isinstance(left, str) else left), *((right,) if isinstance(right, str) else right))
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return _ARITHMETIC[type(sign)](left, right)
    raise FormulaError(f"{left!r} and {right!r} cannot be reckoned with; a fact needs fact('its-id')")


def _condition(sign: ast.cmpop, left, right) -> Condition:
    if isinstance(sign, ast.In):
        return Condition((right,), lambda column, text: column.str.contains(text, regex=False), left)
    if type(sign) not in _COMPARE:
        raise FormulaError("a condition is ==, !=, <, <=, >, >= or `'text' in column`")
    return Condition((left,) if isinstance(left, str) else left, _COMPARE[type(sign)], right)


def formula(function: Callable[..., float]) -> Callable[..., float]:
    """Make a function usable in formulas, under its name (without a final _)."""
    FORMULAS[function.__name__.rstrip("_")] = function
    return function


# --- tables -----------------------------------------------------------------------------------------------------------


def _rows(table: str, conditions: tuple[Condition, ...]) -> pd.DataFrame:
    rows = data.load(table)
    for condition in conditions:
        rows = rows[_meets(rows, condition)]
    return rows


def _meets(rows: pd.DataFrame, condition: Condition) -> pd.Series:
    """Which rows meet a condition."""
    unknown = [column for column in condition.columns if column not in rows]
    if unknown:
        raise FormulaError(f"there is no column {', '.join(unknown)}; there are {', '.join(map(str, rows.columns))}")
    column = rows[list(condition.columns)].sum(axis=1) if len(condition.columns) > 1 else rows[condition.columns[0]]
    if condition.value == MISSING:
        return condition.compare(column.isna(), True)
    value = str(condition.value) if pd.api.types.is_string_dtype(column.dtype) else condition.value
    return condition.compare(column, value).fillna(False).astype(bool)


@formula
def cell(table: str, column: str, *conditions: Condition) -> float:
    """The one number of a table whose row meets the conditions."""
    rows = _rows(table, conditions)
    if len(rows) != 1:
        raise FormulaError(f"{len(rows)} rows of {table} meet the conditions, not one")
    return float(rows[column].iloc[0])


@formula
def sum_(table: str, column: str, *conditions: Condition) -> float:
    """The numbers of a column added up."""
    return float(_rows(table, conditions)[column].sum())


@formula
def count(table: str, *conditions: Condition) -> float:
    """How many rows meet the conditions; all of them without one."""
    return float(len(_rows(table, conditions)))


@formula
def fact(id: str) -> float:
    """The value of another row of facts.csv."""
    return float(data.fact(id).value)


# --- who supplies -----------------------------------------------------------------------------------------------------


def _flows(table: str, product: tuple, year: int) -> pd.Series:
    """Amounts by supplier. product: values of the columns that FLOWS names for the table."""
    if table not in FLOWS:
        raise FormulaError(f"{table} holds no flows; those that do are {', '.join(FLOWS)}")
    keys, supplier, amount = FLOWS[table]
    if len(product) != len(keys):
        raise FormulaError(
            f"between {table} and the year belong {', '.join([*keys, supplier])} (no {supplier} in a sum)"
        )
    chosen = [Condition((key,), operator.eq, value) for key, value in zip(keys, product, strict=True)]
    rows = _rows(table, (*chosen, Condition(("year",), operator.eq, year)))
    rows = rows[~rows[supplier].str.startswith("World total")]
    if rows.empty:
        raise FormulaError(f"{table} has no row for {', '.join(map(str, product))} in {year}")
    return rows.dropna(subset=[amount]).groupby(supplier)[amount].sum().astype(float)


@formula
def share(table: str, *where, without: str = "") -> float:
    """A supplier's share of a flow, %: share(table, product ..., supplier, year). without: a supplier left out of the whole."""
    *product, supplier, year = where
    flows = _flows(table, tuple(product), year)
    return 100 * indicators.import_share(flows.drop(without) if without else flows, supplier)


@formula
def concentration(table: str, *where) -> float:
    """How concentrated the suppliers are (HHI, 0 to 1): concentration(table, product ..., year)."""
    *product, year = where
    return indicators.concentration(_flows(table, tuple(product), year))


@formula
def total(table: str, *where) -> float:
    """A whole flow in the table's own unit: total(table, product ..., year)."""
    *product, year = where
    return float(_flows(table, tuple(product), year).sum())


# --- the screen of raw materials (lesson 2) ---------------------------------------------------------------------------


@functools.cache
def _indicators(year: int) -> pd.DataFrame:
    return indicators.indicators_table(data.load("imports"), data.load("trade_totals"), year, "EU27")


@formula
def indicator(name: str, hs6: int, year: int) -> float:
    """One of the EU's indicators of a product (concentration, reliance, substitution), a ratio."""
    return float(_indicators(year).loc[str(hs6), name])


@formula
def products(year: int) -> float:
    """How many products the screen looks at."""
    return float(len(_indicators(year)))


@formula
def passing(*years: int, top_supplier: str = "", **limits: float) -> float:
    """How many products pass the screen in all the years. limits: other thresholds; top_supplier: only those it leads."""
    kept = []
    for year in years:
        table = indicators.screen(_indicators(year), **limits)
        table = table[table["passes"]]
        kept.append(set(table.index[table["top_supplier"] == top_supplier] if top_supplier else table.index))
    return float(len(set.intersection(*kept)))


@formula
def small_flow() -> float:
    """The value below which the screen flags a flow as small, thousand USD."""
    return float(indicators.SMALL_FLOW_KUSD)


# --- who makes each input to chips (lesson 4) -------------------------------------------------------------------------


@formula
def inputs(*conditions: Condition) -> float:
    """How many chip inputs meet conditions on countries' shares of the world market, %: inputs(EU + JPN > 50, JPN <= 50).

    Countries are ISO codes, 0 where the table names none; EU is all members and what the table gives for Europe as a block.
    """
    rows = data.load("chip_input_shares")
    table = rows.pivot_table(
        index="input_id", columns="country_iso3", values="share_pct", aggfunc="sum", fill_value=0.0
    )
    countries = data.load("countries")
    members = {*countries.loc[countries["eu_member"], "iso3"], "EUR"}
    table["EU"] = table[[code for code in table if code in members]].sum(axis=1)
    kept = pd.Series(True, index=table.index)
    for condition in conditions:
        kept &= _meets(table, condition)
    return float(kept.sum())


# --- chips (lesson 3) -------------------------------------------------------------------------------------------------


@formula
def growth(table: str, column: str, result: str) -> float:
    """A straight line through log2 of a column by year: result is years (per doubling), r_squared or n (points)."""
    rows = data.load(table)
    return float(getattr(chips.growth(rows["year"], rows[column]), result))


FORMULAS["cost_per_good_die"] = chips.cost_per_good_die
FORMULAS["smallest_half_pitch"] = chips.smallest_half_pitch
