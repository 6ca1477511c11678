"""Controls refuse impossible settings, and a prediction is kept, checked and drawn."""

from __future__ import annotations

import pytest

from derisking import progress
from derisking import widgets as controls
from derisking.widgets import prediction as predicting
from derisking.widgets.prediction import Predict, Prediction


def test_range_refuses_the_impossible():
    for wrong in [(0.4, 1, 0, 0.1), (2, 0, 1, 0.1), (0.4, 0, 1, 0)]:
        with pytest.raises(ValueError, match="Threshold"):
            controls.Range("Threshold", *wrong)


def test_range_keeps_its_value_inside():
    control = controls.Range("Threshold", 0.4, 0, 1, 0.05, "points")
    control.value = 7
    assert control.value == 1 and control.words() == "Threshold: 1 points"


def test_light_import_names_what_there_is():
    with pytest.raises(AttributeError, match="Range, Select"):
        _ = controls.Slider


@pytest.mark.parametrize(("low", "high", "step"), [(0, 100, 1), (0, 1, 0.01), (0, 5000, 10), (-50, 50, 1)])
def test_about_a_hundred_steps(low, high, step):
    assert predicting._step(low, high) == pytest.approx(step)


class Chart:
    def __init__(self, guess):
        if guess == 13:
            raise KeyError("<b>no such row</b>")
        self.guess = guess

    def _repr_html_(self):
        return f"<p>guess {self.guess}</p>"


WHY = ("Why so *many*?", "Because nobody else makes them.")


def asked(**settings):
    return Prediction("02-de-risking", "share", "How much?", **{"truth": 89.4, "reveal": Chart, "why": WHY} | settings)


@pytest.mark.parametrize("guess", ["<b>", None, True, -1, 101, float("nan"), [3], {"a": 1}])
def test_only_a_fitting_guess_counts(guess):
    assert asked().valid(guess) is None
    assert asked(options=["A", "B"], truth="A").valid(guess) is None


def test_what_is_asked_tells_nothing_of_what_is_found():
    one = asked(after=["Then **this**.", Chart("next")], digits=1)
    assert "89" not in str(one.asked()) and "nobody else" not in str(one.asked())
    told = one.told()
    assert told["truth"] == 89.4 and "<em>many</em>" in told["why"]
    assert "<strong>this</strong>" in told["after"] and "guess next" in told["after"]
    assert asked().told()["truth"] == 89


def test_prediction_is_kept_and_comes_back(record, monkeypatch):
    shown = []
    monkeypatch.setattr(Predict, "show", lambda self, static, words="": shown.append((self, static)))

    def ask():
        controls.predict("02-de-risking", "share", "How much?", truth=89.4, reveal=Chart, why=WHY, after=["More."])

    ask()
    widget, static = shown[-1]
    assert "guess None" in static and widget.picture == "" and "Run this cell to commit" in static
    assert widget.told == {} and "89" not in str(widget.asked)
    widget._handle_custom_msg({"type": "predict", "value": 500}, [])
    assert widget.picture == "" and widget.told == {}
    widget._handle_custom_msg({"type": "predict", "value": 62}, [])
    assert widget.picture == "<p>guess 62</p>" and progress.rows("prediction")[0]["guess"] == 62
    assert widget.told["truth"] == 89 and "More." in widget.told["after"]
    widget._handle_custom_msg({"type": "predict", "value": 10}, [])
    assert len(progress.rows("prediction")) == 1  # committed is committed
    ask()
    assert shown[-1][0].guess == {"value": 62} and "guess 62" in shown[-1][1]


def test_a_chart_that_fails_says_so():
    sentence = "<p>The chart could not be drawn: KeyError: &#x27;&lt;b&gt;no such row&lt;/b&gt;&#x27;</p>"
    assert asked().chart(13) == sentence


@pytest.mark.parametrize("settings", [{"low": 5, "high": 5}, {"truth": 101}, {"options": ["A", "B"], "truth": "C"}])
def test_impossible_predictions(settings):
    with pytest.raises(ValueError, match=r"predict\('share'\): (low=5 must be smaller|the truth .* is not among)"):
        asked(**settings)


def test_select_refuses_what_is_no_option():
    control = controls.Select("Year", [("last", 2022), ("this", 2024)], 2024)
    assert control.words() == "Year: this"
    with pytest.raises(ValueError, match="2023 is none of the options"):
        control.value = 2023
    with pytest.raises(ValueError, match="Year"):
        controls.Select("Year", [2022, 2024], 2023)
