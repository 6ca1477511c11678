"""The code of a lesson, run once without a notebook: what it asks, draws and keeps for later, which names it leaves."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from support import lints

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


class Run(NamedTuple):
    """What a lesson made, each with the place of its cell. quick: guesses of `widgets.five`; later: the parts of each `widgets.later`;
    names: what it leaves behind."""

    book: dict
    asked: list[tuple[int, object]]
    charts: list[tuple[int, object]]
    explorers: list[tuple[int, object]]
    later: list[tuple[int, list]]
    names: dict[str, object]
    quick: list[tuple[int, object]]


def run(lesson: str) -> tuple[dict, list, list]:
    """(the notebook, [(place of the cell, Prediction)], the charts made so far). Nothing is shown."""
    made = whole(lesson)
    return made.book, made.asked, [chart for _, chart in made.charts]


def names(lesson: str) -> dict[str, object]:
    """What the code of a lesson leaves behind: name -> value."""
    return dict(whole(lesson).names)


@cache
def whole(lesson: str) -> Run:
    """All of it; a chart that is drawn again later is not added."""
    from derisking import widgets
    from derisking.charts import card
    from derisking.explore.base import Explorer
    from derisking.widgets.prediction import Prediction

    book = json.loads((ROOT / "notebooks" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    made = Run(book, [], [], [], [], {}, [])

    def noting(settle, found):
        def noted(one, *args, **how) -> None:
            settle(one, *args, **how)
            found.append((place, one))

        return noted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.display.display", lambda *args, **kwargs: None)
        patch.setattr(card.Chart, "__post_init__", noting(card.Chart.__post_init__, made.charts))
        patch.setattr(Explorer, "__init__", noting(Explorer.__init__, made.explorers))
        patch.setattr(
            widgets, "predict", lambda *a, **rest: made.asked.append((place, Prediction(*a, **rest))), raising=False
        )
        patch.setattr(widgets, "five", lambda _, *ones: made.quick.extend((place, one) for one in ones), raising=False)
        patch.setattr(widgets, "later", lambda *_, after, **_more: made.later.append((place, after)), raising=False)
        for place, cell in enumerate(book["cells"]):
            if cell["cell_type"] == "code":
                exec(compile(lints.text(cell), f"{lesson}, cell {place + 1}", "exec"), made.names)
    return made
