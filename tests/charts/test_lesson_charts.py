"""Every chart of every lesson: the words that stand for the picture say what its numbers say."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from derisking import charts
from derisking.charts import card

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def collected(path: Path, monkeypatch) -> list[card.Chart]:
    """All charts that the cells of a lesson make, those behind a prediction included."""
    made: list[card.Chart] = []
    checked = card.Chart.__post_init__

    def keep(self) -> None:
        checked(self)
        made.append(self)

    monkeypatch.setattr(card.Chart, "__post_init__", keep)
    space: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), path.name, "exec"), space)
    return made


def problems(chart: card.Chart) -> list[str]:
    """What is wrong with a chart's alternative text; an empty list if nothing is."""
    found = []
    if len(chart.alt) < 60 or chart.alt.strip(" .").lower() == chart.title.strip(" .?").lower():
        found.append(f"{chart.title}: the alt text says too little: {chart.alt!r}")
    table = chart.table
    if table is not None and "result" in table:  # a screen speaks of the rows that pass it
        table = table[table["result"] == "passes"]
    if table is None or table.empty or pd.to_numeric(table.iloc[:, 0], errors="coerce").notna().all():
        return found  # a diagram, or numbers along a time or a control: nobody leads
    numbers = [name for name in table.columns[1:] if pd.api.types.is_numeric_dtype(table[name])]
    leaders = {charts.leader(table, name) for name in numbers if table[name].notna().any()}
    if leaders and not any(name.lower().split(",")[0] in chart.alt.lower() for name in leaders):
        found.append(f"{chart.title}: none of the leaders {sorted(leaders)} is named in the alt text: {chart.alt!r}")
    return found


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_alt_texts_name_the_leader(path, monkeypatch):
    made = collected(path, monkeypatch)
    assert len(made) >= (1 if path.stem.startswith("00") else 3), "a lesson has at least three charts"
    found = [line for chart in made for line in problems(chart)]
    assert not found, "\n".join(found)


def test_canaries():
    fig, _ = charts.figure()
    table = pd.DataFrame({"who": ["China", "Norway"], "share": [89, 11]})
    good = "Bar chart of suppliers in 2024, share of value: China 89 per cent, all others together 11."
    assert problems(charts.Chart(fig, good, "CEPII", table, title="Who sells?")) == []
    assert problems(charts.Chart(fig, good.replace("China", "Japan"), "CEPII", table, title="Who sells?"))
    assert problems(charts.Chart(fig, "Bar chart of imports.", "CEPII", table, title="Who sells?"))
