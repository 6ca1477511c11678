"""Every chart of every lesson: no label touches another, a line or the frame, and its alternative text names the leader.
Labels are the real ones, with guesses all over the scale. The same holds on a phone, where every chart is drawn again, narrow,
with letters that can be read."""

import os

import pandas as pd
import pytest
from matplotlib.text import Text
from support import boxes, lesson_code, thorough

from derisking import charts

PHONE, LETTERS = 330, 12  # pixels: how wide a phone shows a picture, and the smallest letters on it
ALL = "LABELS" in os.environ  # every step of the slider, as `python3 run.py bench labels` asks
LESSONS = thorough.but(lesson_code.LESSONS, "02-de-risking")
STEPS = 3  # else so many steps over the scale of a prediction, ends included


def guesses(one, steps=STEPS):
    if ALL and not one.options:
        steps = round((one.high - one.low) / one.asked()["step"])
    return one.options or [one.low + (one.high - one.low) * step / steps for step in range(steps + 1)]


def letters(chart):
    """The smallest letters of a chart in pixels, when it is as wide as a phone."""
    sizes = [text.get_fontsize() for text in chart.fig.findobj(Text) if text.get_text().strip()]
    return min(sizes) / 72 * PHONE / chart.fig.get_size_inches()[0]


def silent(chart):
    """What is wrong with a chart's alternative text."""
    if len(chart.alt) < 60 or chart.alt.strip(" .").lower() == chart.title.strip(" .?").lower():
        return [f"{chart.title}: the alt text says too little: {chart.alt!r}"]
    if chart.table is None or pd.to_numeric(chart.table.iloc[:, 0], errors="coerce").notna().all():
        return []  # a diagram, or numbers along a time or a control: nobody leads
    table = chart.table.set_index(chart.table.columns[0])
    leaders = {str(table[name].idxmax()) for name in table.select_dtypes("number") if table[name].notna().any()}
    if any(name.lower().split(",")[0] in chart.alt.lower() for name in leaders) or not leaders:
        return []
    return [f"{chart.title}: none of the leaders {sorted(leaders)} is named in the alt text: {chart.alt!r}"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_label_touches_and_alt_texts_name_the_leader(lesson):
    _, asked, made = lesson_code.run(lesson)
    shown = [*made, *(one.reveal(guess) for _, one in asked for guess in guesses(one))]
    assert len(shown) >= 3 and (len(made) + len(asked) >= 3 or lesson.startswith("00")), "guesses included"
    problems = [problem for chart in shown for problem in [*boxes.collisions(chart), *silent(chart)]]
    assert not problems, "\n".join(dict.fromkeys(problems))


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_label_touches_on_a_phone(lesson):
    _, asked, made = lesson_code.run(lesson)
    shown = [one.narrow() for one in [*made, *(one.reveal(guess) for _, one in asked for guess in guesses(one, 1))]]
    shown = [one for one in shown if one is not None]
    problems = [problem for chart in shown for problem in boxes.collisions(chart)]
    problems += [f"{one.title}: letters of {letters(one):.1f} px" for one in shown if letters(one) < LETTERS]
    assert not problems, "\n".join(dict.fromkeys(problems))


def chart(alt="Bar chart of suppliers, share of value: China 89 per cent, all others 11.", **settings):
    values = pd.Series({"China": 89.0, "Norway": 3.0})
    return charts.bars(values, title="t", unit="%", limit=100, source="Illustrative numbers.", alt=alt, **settings)


def test_canaries_of_alt_texts_and_of_a_phone():
    assert not silent(chart())
    assert silent(chart(alt=chart().alt.replace("China", "Japan"))) and silent(chart(alt="Bar chart of China."))
    assert letters(chart()) < LETTERS <= letters(chart().narrow())


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
