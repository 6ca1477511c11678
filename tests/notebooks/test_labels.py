"""No label of a lesson's charts touches another, a line or the frame: real labels, and guesses all over the scale.

The same holds on a phone, where every chart is drawn again, narrow, with letters that can be read.
"""

import itertools
import os

import pandas as pd
import pytest
from matplotlib.text import Text
from support import boxes, lesson_code

from derisking import charts

PHONE, LETTERS = 330, 12  # pixels: how wide a phone shows a picture, and the smallest letters on it
ALL = "LABELS" in os.environ  # every step of the slider, as `python3 run.py bench labels` asks
STEPS = 10  # else so many guesses over the scale of a prediction, ends included


def guesses(one, steps=STEPS):
    if ALL and not one.options:
        steps = round((one.high - one.low) / one.asked()["step"])
    return one.options or [one.low + (one.high - one.low) * step / steps for step in range(steps + 1)]


def letters(chart):
    """The smallest letters of a chart in pixels, when it is as wide as a phone."""
    sizes = [text.get_fontsize() for text in chart.fig.findobj(Text) if text.get_text().strip()]
    return min(sizes) / 72 * PHONE / chart.fig.get_size_inches()[0]


@pytest.mark.parametrize("lesson", lesson_code.LESSONS)
def test_no_label_touches(lesson):
    _, asked, made = lesson_code.run(lesson)
    shown = itertools.chain(made, (one.reveal(guess) for _, one in asked for guess in guesses(one)))
    problems = [problem for chart in shown for problem in boxes.collisions(chart)]
    assert not problems, "\n".join(dict.fromkeys(problems))


@pytest.mark.parametrize("lesson", lesson_code.LESSONS)
def test_no_label_touches_on_a_phone(lesson):
    _, asked, made = lesson_code.run(lesson)
    shown = [one.narrow() for one in [*made, *(one.reveal(guess) for _, one in asked for guess in guesses(one, 1))]]
    shown = [one for one in shown if one is not None]
    problems = [problem for chart in shown for problem in boxes.collisions(chart)]
    problems += [f"{one.title}: letters of {letters(one):.1f} px" for one in shown if letters(one) < LETTERS]
    assert not problems, "\n".join(dict.fromkeys(problems))


def test_canary_of_a_wide_picture_on_a_phone():
    assert letters(chart()) < LETTERS <= letters(chart().narrow())


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
