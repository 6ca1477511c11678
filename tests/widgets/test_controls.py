"""Controls refuse impossible settings, a prediction says what it asks and shows, a sentence what the authors wrote once one was kept."""

from matplotlib.figure import Figure

from derisking import progress
from derisking import widgets as controls
from derisking.widgets import prediction as predicting
from derisking.widgets.prediction import Prediction


class Chart:
    fig = Figure()

    def __init__(self, guess):
        self.guess = guess

    def html(self):
        return f"<p>guess {self.guess}</p>"

    _repr_html_ = html


WHY = ("Why so *many*?", "Because nobody else makes them.")


def asked(**settings):
    return Prediction("02-de-risking", "share", "How much?", **{"truth": 89.4, "reveal": Chart, "why": WHY} | settings)


def test_what_is_asked_tells_nothing_of_what_is_found():
    one = asked(after=["Then **this**.", Chart("next")], digits=1)
    assert "89" not in str(one.asked()) and "nobody else" not in str(one.asked())
    told = one.told()
    assert told["truth"] == 89.4 and "<em>many</em>" in told["why"]
    assert "<strong>this</strong>" in told["after"] and "guess next" in told["after"]
    assert asked().told()["truth"] == 89
    picked = asked(truth="x", options=["x", "y"], reveal=lambda guess: Chart(guess))
    assert picked.shown() == {"options": {"x": "<p>guess x</p>", "y": "<p>guess y</p>"}}


def test_a_line_is_asked_for_by_its_beginning():
    line = {2020: 40, 2021: 50.04, 2022: 30, 2023: 80}
    one = asked(truth=30, line=line, given=2)
    assert one.asked()["line"] == {"at": [*line], "given": [40, 50.04]} and "80" not in str(one.asked()["line"])
    assert one.told()["truth"] == [30, 80] and one.shown() == {"html": "<p>guess None</p>"}


def test_reasons_come_with_the_reveal_in_one_order_for_everybody():
    one = asked(reason="Nobody *else* does.", others={"They are cheap.": "A price.", "They are new.": "An age."})
    assert "else" not in str(one.asked())
    dealt = {found["key"]: found["reply"] for found in one.told()["reasons"]}
    assert dealt == {"0": "", "1": "A price.", "2": "An age."} and one.reasons() == one.reasons()
    assert "<em>else</em>" in one.static("", "") and "A price." in one.static("", "")
    assert asked(known={"2022": 43.21}).asked()["known"] == {"2022": 43.2}


def test_a_prediction_is_data_with_the_chart_for_any_guess_and_a_still_version(shown):
    controls.predict("02-de-risking", "share", "How much?", truth=89.4, reveal=Chart, why=WHY, after=["More."])
    ((data, static, _),) = shown
    assert data["shown"] == {"html": f"<p>guess {predicting.UNLIKELY}</p>", "number": str(predicting.UNLIKELY)}
    assert "guess None" in static and "Run this cell to commit" in static and "More." in data["told"]["after"]


def test_quick_guesses_are_told_only_in_what_comes_after_them(shown):
    one = controls.quick("x", "How *much*?", truth=7.25, digits=1, bar="It", why="[7.3](https://x.org) so.", see="05-x")
    controls.five("00-start-here", one)
    ((data, static, words),) = shown
    (quick,) = data["ones"]
    assert "7" not in str(quick["asked"]) + words and quick["told"]["truth"] == 7.2
    assert quick["way"] == {"href": "05-x.ipynb", "words": "Lesson 5"}
    assert "7.3" in static.partition("<details>")[2] and "7.3" not in static.partition("<details>")[0]


IMPOSSIBLE = [{"low": 5, "high": 5}, {"truth": 101}, {"options": ["A", "B"], "truth": "C"}, {"reason": "Alone"}]
IMPOSSIBLE += [{"truth": 2, "line": {1: 1, 2: 2, 3: 3}, "given": given} for given in (0, 2, 3)]
IMPOSSIBLE += [{"truth": 2, "line": {1: 1, 2: 2, 3: 300}, "given": 1}]


def test_the_still_version_holds_both_sentences_once_one_was_kept(record, shown):
    for _ in range(2):
        authors = "A share needs a *denominator*."
        controls.write("02-de-risking", "share", prompt="What is a *share*?", authors=authors)
        progress.keep("sentence 02-de-risking share", "<b>Mine</b>")
    controls.write("02-de-risking", "share", prompt="Why?", later="Ours comes in lesson 7.")
    (data, before, _), (_, after, _), (later, alone, _) = shown
    assert "lesson 7" in later["later"] and "You wrote: &lt;b&gt;" in alone and "The authors wrote" not in alone
    assert data["authors"] == "A share needs a <em>denominator</em>."
    assert "What is a <em>share</em>?" in before and "Run this cell to write" in before and "denominator" not in before
    assert "&lt;b&gt;Mine&lt;/b&gt;" in after and "<em>denominator</em>" in after
