"""The code of a lesson, run once without a notebook: what it asks to predict, which charts it makes, which names it leaves."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from support import lints

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def run(lesson: str) -> tuple[dict, list, list]:
    """(the notebook, [(place of the cell, Prediction)], the charts made so far). Nothing is shown."""
    return _run(lesson)[:3]


def names(lesson: str) -> dict[str, object]:
    """What the code of a lesson leaves behind: name -> value."""
    return dict(_run(lesson)[3])


@cache
def _run(lesson: str) -> tuple[dict, list, list, dict]:
    from derisking import widgets
    from derisking.charts import card
    from derisking.widgets.prediction import Prediction

    book = json.loads((ROOT / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    asked, charts, names, settled = [], [], {}, card.Chart.__post_init__

    def made(chart) -> None:
        settled(chart)
        charts.append(chart)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.display.display", lambda *args, **kwargs: None)
        patch.setattr(card.Chart, "__post_init__", made)
        patch.setattr(
            widgets, "predict", lambda *args, **rest: asked.append((place, Prediction(*args, **rest))), raising=False
        )
        for place, cell in enumerate(book["cells"]):
            if cell["cell_type"] == "code":
                exec(compile(lints.text(cell), f"{lesson}, cell {place + 1}", "exec"), names)
    return book, asked, charts, names
