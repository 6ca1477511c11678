"""Lesson 7: the rows of the budget desk, how far each may reach, and who says so."""

from __future__ import annotations

import html
from functools import cache
from itertools import pairwise

import pandas as pd
from derisking.explore.policy_cases import CASES

from derisking import cards, data
from derisking.models import supply
from derisking.models.budget_worlds import Range

GUESS = "no source: our guess"


@cache
def table() -> pd.DataFrame:
    """The table `desk_ranges`, empty texts as such."""
    return data.load("desk_ranges").fillna({name: "" for name in ("shown", "unit", *_texts())})


def _texts() -> list[str]:
    return [f"{end}_{part}" for end in ("low", "high") for part in ("source", "how")]


def ranges() -> tuple[Range, ...]:
    """The rows that can be drawn, in the order of the table."""
    drawn = table()[table()["kind"] != "fixed"]
    return tuple(
        Range(one.row, one.low, one.high, one.kind == "whole", one.kind == "switch") for one in drawn.itertuples()
    )


def said(value: float, unit: str, short: bool = False) -> str:
    """A number of a row: "46 %", "2 months", "3.5 billion euro", or, short, "3.5 bn"."""
    unit = unit.replace("billion euro", "bn") if short else unit
    return f"{100 * value:.0f} %" if unit == "%" else f"{value:g} {unit}".strip()


# Heading of a fold of the table -> its first row; and the rows that we doubt most, before the folds.
GROUPS = {"What can go wrong": "shares.rival", "What the four measures do": "stock_price", "What is counted": "need"}
SHAKY = ("grace", "leverage", "refill", "home_reach", "key", "public")


class Rows(pd.DataFrame):
    """A table with links in its cells; what is not ours to mark up is escaped before."""

    def _repr_html_(self) -> str:
        return cards.headed(self.to_html(escape=False, border=0))


class Grouped(Rows):
    """The desk's rows: six stand open, the rest is folded in groups."""

    def _repr_html_(self) -> str:
        keys = list(table()["row"])
        stand = [key in SHAKY for key in keys]
        parts = [Rows(self[stand])._repr_html_()]
        for title, (start, end) in zip(GROUPS, pairwise([*map(keys.index, GROUPS.values()), len(keys)]), strict=True):
            rest = Rows(self.iloc[start:end][[not one for one in stand[start:end]]])
            parts.append(f"<details><summary>{title}: {len(rest)} more rows</summary>{rest._repr_html_()}</details>")
        return "".join(parts)


def assumptions() -> pd.DataFrame:
    """What the desk supposes, in words: one row per assumption, with its range and who says so."""
    known = _addresses()
    rows = [(html.escape(one.words, quote=False), _on_desk(one), _range(one, known)) for one in table().itertuples()]
    words, *cells = zip(*rows, strict=True)
    return Grouped(dict(zip(("on the desk", "could be"), cells, strict=True)), index=list(words))


def _on_desk(one) -> str:
    if one.row == "shared":
        both = supply.failure_correlation(CASES["advanced"].assumed)
        return f"{one.desk:g} (correlation of the rival's and the ally's failures: {both:.2f})"
    return html.escape(one.shown or said(one.desk, one.unit), quote=False)


def _range(one, known: dict[str, tuple[str, str]]) -> str:
    """How far a row may reach, and, folded where there is a source, who says so."""
    if one.kind == "fixed":
        return f"kept as it is: {html.escape(one.low_how, quote=False)}"
    if one.kind == "switch":
        return f"yes or no; {GUESS}"
    low, high = said(one.low, one.unit), said(one.high, one.unit)
    reach = f"{low.removesuffix(f' {one.unit}')} to {high}"
    reach += "" if one.low <= one.desk <= one.high else "; the desk lies outside"
    if not one.low_source + one.high_source:
        return f"{reach}; {GUESS}"
    ends = [(low, one.low_source, one.low_how), (high, one.high_source, one.high_how)]
    words = ". ".join(_end(value, source, how, known) for value, source, how in ends)
    fold = "sources" if one.low_source and one.high_source else "one source, one guess"
    return f"{reach}<details><summary>{fold}</summary>{words}.</details>"


def _end(value: str, source: str, how: str, known: dict[str, tuple[str, str]]) -> str:
    """One end with its reading and the links behind it."""
    if not source:
        return f"{value}: {GUESS}"
    places = dict.fromkeys(known[name] for name in source.split(";"))
    links = [f'<a href="{html.escape(url)}">{html.escape(who, quote=False)}</a>' for who, url in places]
    return f"{value}: {html.escape(how, quote=False)} ({', '.join(links)})"


def _addresses() -> dict[str, tuple[str, str]]:
    """Fact or event -> who says it, and the address."""
    facts = {one.id: (one.source, one.url) for one in data.facts().itertuples()}
    events = {one.event_id: (one.source_title, one.url) for one in data.load("policy_events").itertuples()}
    return {name: (who.split(" (")[0].split(":")[0], url) for name, (who, url) in (facts | events).items()}
