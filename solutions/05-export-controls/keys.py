"""What is computed in the tasks of 05-export-controls: a key from the tables, and functions done right and wrong."""

import functools
import random

import pandas as pd

from derisking import data
from derisking.exercises.task import drawn, function_fields, number_fields
from derisking.questions.kinds.function import Case


@functools.cache
def _asml(year: int, region: str = "") -> float:
    """Sales of ASML in a year, to one region or to all."""
    sales = data.load("asml_sales").query("year == @year")
    return float(sales.loc[sales["customer_region"] == region if region else slice(None), "total_net_sales_meur"].sum())


def china_part(variant=None) -> dict:
    china, every = _asml(2023, "China"), _asml(2023)
    return number_fields(
        china / every,
        year_before=_asml(2022, "China") / _asml(2022),
        part_over_rest=china / (every - china),
        growth_for_share=china / _asml(2022, "China"),
        wrong_year_below=china / _asml(2022),
        largest_customer=_asml(2023, "Taiwan") / every,
    )
