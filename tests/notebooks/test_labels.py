"""No label of a lesson's charts touches another, a line or the frame: real labels, and guesses all over the scale."""

import pandas as pd
import pytest
from support import boxes, lesson_code

from derisking import charts

STEPS = 10  # guesses over the scale of a prediction, ends included


def guesses(one):
    return one.options or [one.low + (one.high - one.low) * step / STEPS for step in range(STEPS + 1)]


@pytest.mark.parametrize("lesson", lesson_code.LESSONS)
def test_no_label_touches(lesson):
    _, asked, made = lesson_code.run(lesson)
    shown = [*made, *(one.reveal(guess) for _, one in asked for guess in guesses(one))]
    assert shown
    problems = [problem for chart in shown for problem in boxes.collisions(chart)]
    assert not problems, "\n".join(dict.fromkeys(problems))


def chart(**settings):
    values = pd.Series({"China": 89.0, "Japan": 3.0})
    return charts.bars(
        values, title="t", unit="%", limit=100, source="Illustrative numbers.", alt="Two bars.", **settings
    )


def test_canary_of_touching_labels():
    fine, spoilt = chart(guess=40), chart()
    ax = spoilt.fig.axes[0]
    ax.text(0.5, 0.5, "one", transform=ax.transAxes)
    ax.text(0.5, 0.5, "two", transform=ax.transAxes)
    ax.text(1.2, 0.5, "outside", transform=ax.transAxes)
    ax.axvline(45)
    ax.text(44, 1, "crossed")
    told = "\n".join(boxes.collisions(spoilt))
    assert boxes.collisions(fine) == []
    assert "'one' touches 'two'" in told and "'outside' leaves" in told and "'crossed' touches a line" in told
