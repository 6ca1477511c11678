"""The explorer and its use in lesson 2: settings move the picture, errors become a sentence, nothing is stored."""

import numpy as np
import pandas as pd
import pytest

from derisking import charts, explore
from derisking import widgets as controls
from derisking.explore import de_risking
from derisking.widgets.select import Select


def draw(height, kind="plain"):
    if height > 5:
        raise ValueError("5 is the most.")
    values = pd.Series({"one": height, "two": 1.0})
    return charts.bars(
        values, title=kind, unit="m", source="Invented.", alt=f"one {height}"
    ), f"height {height:g}, {kind}"


def small():
    parts = {
        "height": controls.Range("Height", 2, 0, 10, 1, "m"),
        "kind": controls.Select("Kind", ["plain", "fancy"], "plain"),
    }
    return explore.Explorer(parts, draw, "How high?")


def test_moves_redraw_and_say_what_changed():
    explorer = small()
    first = explorer.chart
    assert explorer.line == "height 2, plain"
    explorer.controls["height"].value = 3
    assert explorer.line == explorer._status.text == "height 3, plain"
    assert explorer.chart is not first and explorer.chart.alt == "one 3.0"
    explorer.controls["kind"].index = 1
    assert explorer.values == {"height": 3, "kind": "fancy"}
    assert explorer.line == "height 3, fancy"


def test_set_draws_once_and_an_equal_setting_not_at_all():
    seen = []

    def count(**values):
        seen.append(values)
        return draw(**values)

    explorer = small()
    explorer._draw = count
    explorer.set(height=4, kind="fancy").set(height=4)
    assert seen == [{"height": 4, "kind": "fancy"}]
    with pytest.raises(KeyError):
        explorer.set(depth=1)


def test_an_error_becomes_a_sentence_and_the_last_picture_stays():
    explorer = small()
    good = explorer.chart
    explorer.set(height=7)
    assert explorer.error == explorer._status.text == "No picture for this setting: 5 is the most."
    assert explorer.chart is good
    assert explorer.set(height=1).error == ""


def test_an_error_in_the_first_picture_is_an_error_of_the_cell():
    with pytest.raises(ValueError, match="5 is the most"):
        explore.Explorer({"height": controls.Range("Height", 7, 0, 10, 1)}, draw, "How high?")
    with pytest.raises(ValueError, match="at least one control"):
        explore.Explorer({}, draw, "How high?")


def test_output_is_plain_html_without_widget_views(monkeypatch):
    outputs = []

    class Handle:
        update = staticmethod(outputs.append)

    def display(*objects, raw=False, display_id=None):
        outputs.extend(objects)
        return Handle() if display_id else None

    monkeypatch.setattr("IPython.display.display", display)
    explorer = small()
    explorer._ipython_display_()
    panel, picture = outputs
    assert set(panel) == {"text/html", "text/plain"}, "no widget view: reopened, it would say that the model is missing"
    assert "How high?" in panel["text/html"]
    assert "Height: 2 m" in panel["text/html"] and "Kind: plain. Run this cell" in panel["text/html"]
    assert "<img" in picture._repr_html_() and "height 2, plain" in picture._repr_html_()
    explorer.set(height=3)
    assert "height 3, plain" in outputs[-1]._repr_html_()


def test_text_in_labels_and_lines_is_escaped():
    explorer = explore.Explorer(
        {"height": controls.Range("<b>", 2, 0, 10, 1)}, lambda height: draw(height, "<i>"), "<u>?"
    )
    assert "<u>" not in explorer._controls_html() and "<b>" not in explorer._controls_html()


def test_select_keeps_index_and_value_together():
    select = Select("Year", [("first", 2022), ("second", 2024)], 2024)
    assert (select.index, select.words()) == (1, "Year: second")
    select.index = 0
    assert select.value == 2022
    select.value = 2024
    assert select.index == 1
    with pytest.raises(ValueError, match="none of the options"):
        select.value = 2023
    with pytest.raises(ValueError, match="none of the options"):
        Select("Year", [2022], 2024)


def test_unknown_explorer_is_named():
    with pytest.raises(AttributeError, match="screen"):
        _ = explore.scren


# --- lesson 2 ---------------------------------------------------------------------------------------------------------


def test_commission_thresholds_and_one_step_further():
    explorer = explore.screen()
    assert explorer.line.startswith("11 of 30 pass; China is the main supplier of 2")
    assert "Same list" in explorer.line
    explorer.set(concentration=0.5)
    assert "8 of 30" in explorer.chart.title
    assert set(explorer.line.split("out: ")[1].rstrip(".").split(", ")) == {"manganese ore", "bauxite", "rare gases"}
    explorer.set(concentration=0.4, year=2022)
    assert "8 of 30" in explorer.line


@pytest.mark.parametrize("importer", de_risking.IMPORTERS.values())
@pytest.mark.parametrize("year", [2022, 2024])
@pytest.mark.parametrize("limits", [(0.1, 0, 0), (0.4, 0.5, 1.0), (1.0, 1.0, 5.0)])
def test_every_corner_draws_and_words_match_the_numbers(importer, year, limits):
    chart, line = de_risking.draw(*limits, year=year, importer=importer)
    passing = chart.table[chart.table["result"] == "passes"]
    assert chart.title.endswith(f"{len(passing)} of {len(chart.table)} products pass all three tests")
    assert line.startswith(f"{len(passing)} of")
    assert charts.leader(passing) in chart.alt if len(passing) else "No product is on the list" in chart.alt
    assert ("by construction" in line) == (importer != "EU27")
    assert chart.html()


def test_each_product_is_one_dot():
    chart, _ = de_risking.draw()
    lines = [line for line in chart.fig.axes[0].get_lines() if line.get_marker() in ("o", "D")]
    dots = np.concatenate([line.get_xdata() for line in lines])
    assert len(dots) == 30
    assert np.sort(dots).round(3).tolist() == sorted(chart.table["concentration (CDI1)"])


def test_names_in_the_picture_do_not_overlap():
    for concentration in (0.2, 0.4, 0.6):
        chart, _ = de_risking.draw(concentration=concentration)
        chart.fig.canvas.draw()
        boxes = [t.get_window_extent() for t in chart.fig.axes[0].texts if t.get_text().strip()]
        for i, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[i + 1 :])
            assert one.x0 >= 0 and one.x1 <= chart.fig.bbox.x1
