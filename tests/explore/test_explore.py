"""The explorer: settings move the picture, goals unlock controls, sums stay within a budget, errors become a sentence."""

import re

import pytest

from derisking import data, explore, progress
from derisking import widgets as controls
from derisking.charts import vector
from derisking.explore import de_risking
from derisking.explore.base import Budget, Explorer, Goal, Memory
from derisking.models import indicators as ind


def state(v, t):
    """A state of its own for these tests."""
    height = v["height"]
    if height == 7:
        return {"error": "7 is unlucky."}
    if height > 8:
        raise ValueError("8 is the most.")
    line = f"height {height:.0f}, {v['kind']}"
    bars = [{"name": "one", "value": height, "shown": f"{height:.0f}", "strong": True}]
    return {
        "title": v["kind"], "line": line, "alt": f"one {height:.1f}", "caption": "", "heads": ["name", "m"],
        "rows": [["one", f"{height:.0f}"]], "picture": {"bars": bars, "high": 10, "unit": "m"},
        "goals": [height == 5, v["kind"] == "fancy"],
    }  # fmt: skip


GOALS = [
    Goal("Reach 5.", "That was 5.", ("height",)),
    Goal("Be fancy.", "You are.", ("height", "kind"), {"height": 3.0}),
]


def small(label="Height", question="How high?", **more):
    parts = {
        "height": controls.Range(label, 2, 0, 10, 1, "m"),
        "kind": controls.Select("Kind", ["plain", "fancy"], "plain"),
    }
    return Explorer("small", parts, state, vector.bars, source="Invented.", question=question, **more)


def test_moves_redraw_once_and_say_what_changed():
    explorer = small()
    first = explorer.chart
    assert explorer.line == "height 2, plain"
    explorer.controls["height"].value = 3
    assert explorer.line == explorer._status.text == "height 3, plain"
    assert explorer.chart.svg != first.svg and explorer.chart.alt == "one 3.0"
    explorer.controls["kind"].index = 1
    assert explorer.values == {"height": 3, "kind": "fancy"} and explorer.line == "height 3, fancy"
    seen = []
    explorer.state = lambda v, t: seen.append(dict(v)) or state(v, t)
    explorer.set(height=4, kind="plain").set(height=4)
    assert seen == [{"height": 4, "kind": "plain"}], "an equal setting draws nothing"


@pytest.mark.parametrize("height, said", [(7, "7 is unlucky."), (9, "No picture for this setting: 8 is the most.")])
def test_an_impossible_setting_is_one_sentence_and_no_old_picture(height, said):
    explorer = small().set(height=height)
    assert explorer.error == explorer._status.text == said
    assert explorer.chart is None
    assert explorer.set(height=1).error == "" and explorer.chart


def test_an_error_in_the_first_picture_is_an_error_of_the_cell():
    with pytest.raises(ValueError, match="8 is the most"):
        parts = {"height": controls.Range("Height", 9, 0, 10, 1), "kind": controls.Select("Kind", ["plain"], "plain")}
        Explorer("small", parts, state, vector.bars, source="Invented.", question="How high?")


def test_goals_unlock_controls_and_notice_when_they_are_reached():
    explorer = small(goals=GOALS)
    shown = lambda: [name for name, control in explorer.controls.items() if control.shown]  # noqa: E731
    assert shown() == ["height"] and not explorer._goals.reached
    explorer.controls["height"].value = 5
    assert explorer._goals.reached
    explorer._goals.stage = 1
    assert shown() == ["height", "kind"] and explorer.values["height"] == 3 and not explorer._goals.reached
    assert explorer.set(kind="fancy")._goals.reached
    explorer._goals.stage = 2
    assert explorer.values == {"height": 3, "kind": "fancy"}, "the sandbox begins where you are"
    assert not explorer._goals.reached


@pytest.mark.parametrize("way", ["last goal", "skip", "click"])
def test_what_follows_comes_when_the_goals_are_over_and_stays(way, monkeypatch):
    """By the last goal, by skipping, or with the button; who comes back to the page has it from the start."""
    kept = {}
    monkeypatch.setattr(progress, "note", kept.get)
    monkeypatch.setattr(progress, "keep", kept.__setitem__)
    explorer = small(goals=GOALS).then("It was **5**.")
    assert explorer.later.html == ""
    explorer._goals.stage = 1
    assert explorer.later.html == "", "a goal is left"
    if way == "last goal":
        explorer.set(kind="fancy")
    elif way == "skip":
        explorer._goals.stage = 2
    else:
        explorer.later._handle_custom_msg({"type": "show"}, [])
    assert "<strong>5</strong>" in explorer.later.html
    assert "<strong>5</strong>" in small(goals=GOALS).then("It was **5**.").later.html


def test_what_a_goal_asks_for_is_said_once_all_is_free():
    def telling(v, t):
        return state(v, t) | {"later": "It is 5."}

    explorer = Explorer(
        "small", small().controls, telling, vector.bars, source="Invented.", question="How high?", goals=GOALS
    )
    assert "It is 5." not in explorer.line + explorer.chart.alt
    explorer._goals.stage = 2
    assert explorer.line.endswith(" It is 5.") and explorer.chart.alt.endswith(" It is 5.")
    assert explorer._status.text == explorer.line
    explorer._goals.stage = 0
    assert "It is 5." not in explorer.line + explorer.chart.alt


def test_a_control_that_does_nothing_rests_and_says_why():
    explorer = small(when={"height": ("kind", "plain")})
    assert explorer.controls["height"].idle == ""
    explorer.set(kind="fancy")
    assert explorer.controls["height"].shown and explorer.controls["height"].idle == "only with “Kind: plain”"


def test_a_sum_cannot_be_overspent_and_settings_come_back():
    parts = {name: controls.Range(name, 0, 0, 10, 1) for name in ("height", "depth")}
    parts["kind"] = controls.Select("Kind", ["plain", "fancy"], "plain")
    seen = []
    explorer = Explorer(
        "sum", parts, state, vector.bars, source="Invented.", question="?", budget=Budget(6, ("height", "depth")),
        memory=Memory("kind", ("height", "depth")), keep=seen.append,
    )  # fmt: skip
    explorer.controls["height"].value = 4
    explorer.controls["depth"].value = 5
    assert explorer.values["depth"] == 2, "what the other leaves"
    explorer.set(kind="fancy")
    explorer.set(height=1)
    assert explorer.set(kind="plain").values == {"height": 4, "depth": 2, "kind": "plain"}
    assert explorer.kept == {"plain": {"height": 4, "depth": 2}, "fancy": {"height": 1, "depth": 2}}
    assert seen, "what a memory holds is kept when another control is moved"


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
    words = re.sub(r"<[^>]+>", "", panel["text/html"])
    assert "Height: 2 m" in words and "Kind: plain. Run this cell" in words
    shown = picture._repr_html_()
    assert 'src="data:image/svg+xml;base64,' in shown and "height 2, plain" in shown and "Show the numbers" in shown
    explorer.set(height=3)
    assert "height 3, plain" in outputs[-1]._repr_html_()
    explorer.set(height=7)
    assert "<img" not in outputs[-1]._repr_html_() and "7 is unlucky" in outputs[-1]._repr_html_()
    evil = small(label="<b>", question="<u>?")._controls_html()
    assert "<u>" not in evil and "<b>" not in evil


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
def test_every_corner_is_the_tested_model(importer):
    explorer = explore.screen()
    for year in de_risking.YEARS:
        table = ind.indicators_table(data.load("imports"), data.load("trade_totals"), year, importer)
        for limits in ((0.1, 0, 0), (0.4, 0.5, 1.0), (1.0, 1.0, 5.0)):
            view = explorer.view_of(dict(zip(explorer.controls, (*limits, year, importer), strict=True)))
            model = ind.screen(table, *limits)
            passing = {row[0] for row in view["rows"] if row[1] == "passes"}
            assert passing == set(model.loc[model["passes"], "material"])
            assert view["line"].startswith(f"{len(passing)} of 30")
            assert ("by construction" in view["line"]) == (importer != "EU27")
            assert sum(len(lane["dots"]) for lane in view["picture"]["lanes"]) == 30


def test_goals_of_the_screen_have_the_answers_that_they_state():
    explorer = explore.screen()
    base = explorer.values

    def reached(which, **settings):
        return explorer.view_of({**base, **settings})["goals"][which]

    assert [x for x in range(10, 101) if reached(0, concentration=x / 100)] == list(range(68, 79))
    assert [x for x in range(51) if reached(1, substitution=x / 10)] == list(range(8))
    assert not any(reached(1, reliance=x / 100) for x in range(101))
    for year in de_risking.YEARS:
        buyers = [code for code in de_risking.IMPORTERS.values() if reached(2, importer=code, year=year)]
        assert buyers == ["JPN", "KOR", "TWN"]


@pytest.mark.parametrize("name", ["timeline", "screen", "wafer", "fab", "chain", "coalition", "partners", "desk"])
def test_goals_begin_with_one_control_then_two_and_none_is_reached_at_its_start(name):
    explorer = getattr(explore, name)()
    counts = [len(goal.controls) for goal in explorer.goals]
    assert counts[:2] == [1, 2] and counts[-1] > 2 and counts == sorted(counts)
    for stage in range(len(counts)):
        explorer._goals.stage = stage
        assert not explorer._goals.reached, explorer.goals[stage].ask
    explorer._goals.stage = len(counts)
    assert all(control.shown for control in explorer.controls.values())
