"""The explorer: what its declaration says, what goes to the page, and what stands where nothing moves."""

import re

import pytest
from support.explored import at

from derisking import data, explore
from derisking import widgets as controls
from derisking.charts import vector
from derisking.charts.vector import parts
from derisking.charts.vector.strips import swarm
from derisking.explore import base, de_risking
from derisking.explore.base import Explorer
from derisking.models import indicators as ind


def state(v, t):
    """A state of its own for these tests."""
    if v["height"] > 8:
        raise ValueError("8 is the most.")
    line = f"height {v['height']:.0f}, {v['kind']}"
    bars = [{"name": "one", "value": v["height"], "shown": "", "strong": True}]
    words = {"title": v["kind"], "line": line, "alt": "one", "caption": "", "heads": ["name"], "rows": [["one"]]}
    return {**words, "picture": {"bars": bars, "high": 10, "unit": "m"}}


def small(label="Height", question="How high?", height=2, **more):
    kind = controls.Select("Kind", ["plain", "fancy"], "plain")
    parts = {"height": controls.Range(label, height, 0, 10, 1, "m"), "kind": kind}
    return Explorer("small", parts, state, vector.bars, source="Invented.", question=question, **more)


def test_an_error_in_the_first_picture_is_an_error_of_the_cell():
    with pytest.raises(ValueError, match="8 is the most"):
        small(height=9)


def test_a_table_that_is_worked_out_piece_by_piece_goes_as_far_as_it_is_known(shown):
    class Pieces(dict):
        whole = None

        def __missing__(self, key):
            self[key] = key.upper()
            return self[key]

    pieces = Pieces(a="A")
    small(tables={"pieces": pieces, "other": 1})._ipython_display_()
    ((sent, *_),) = shown
    assert sent["tables"] == {"pieces": {"a": "A"}, "other": 1} and sent["lazy"] == ["pieces"]
    assert base.store.answers["table"]({"of": sent["of"], "table": "pieces", "key": "b"}) == {"value": "B"}


def test_the_output_is_plain_html_with_the_first_picture(monkeypatch):
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw=False: outputs.append(data))
    small()._ipython_display_()
    (panel,) = outputs
    assert set(panel) == {"text/html", "text/plain"}, "no widget view: reopened, it would say that the model is missing"
    words = re.sub(r"<[^>]+>", "", panel["text/html"]).replace("\u00a0", " ")
    assert "How high?" in words and "Height: 2 m. Kind: plain." in words and "height 2, plain" in words
    assert "Run this cell" in words and "Show the numbers" in words
    assert 'src="data:image/svg+xml;base64,' in panel["text/html"]
    evil = small(label="<b>", question="<u>?").static("")
    assert "<u>" not in evil and "<b>" not in evil


def test_commission_thresholds_and_an_unknown_explorer():
    """Which three leave at 0.50, the lesson plan says: tests/documents/test_plan_numbers.py."""
    explorer = explore.screen()
    assert explorer.line.startswith("11 of 30 are on the list; China is the main") and "Not moved" in explorer.line
    assert "8 of 30" in at(explorer, concentration=0.5).chart.title
    assert "8 of 30" in at(explorer, concentration=0.4, year=2022).line
    with pytest.raises(AttributeError, match="screen"):
        _ = explore.scren


def seat(importer, whole):
    """What `indicators_table` needs for a seat: its suppliers, and its totals with all that belongs to the whole as coming from outside."""
    if importer in de_risking.IMPORTERS.values():
        return data.load("imports"), data.load("trade_totals")
    rows, totals = data.load("imports_members"), data.load("trade_totals_members")
    inside = set(data.load("countries").query("eu_member")["iso3"])
    if whole == "outside":
        return rows[~rows["exporter"].isin(inside)].assign(material=rows["hs6"]), totals
    together = totals["imports_extra_kusd"] + totals["imports_intra_kusd"]
    return rows.assign(material=rows["hs6"]), totals.assign(imports_extra_kusd=together, imports_intra_kusd=0.0)


SEATS = [*((code, "outside") for code in [*de_risking.IMPORTERS.values(), "NLD", "MLT"]), ("NLD", "all")]


@pytest.mark.parametrize(("importer", "whole"), SEATS)
def test_every_corner_is_the_tested_model(importer, whole):
    explorer = explore.screen()
    names = data.load("products").drop_duplicates("hs6").set_index("hs6")["material"]
    for year in de_risking.YEARS:
        table = ind.indicators_table(*seat(importer, whole), year, importer)
        for limits in ((0.1, 0, 0), (0.4, 0.5, 1.0), (1.0, 1.0, 5.0)):
            setting = dict(zip(de_risking.TESTS, limits, strict=True)) | {"year": year, "importer": importer}
            view = explorer.view_of(explorer.start | setting | {"whole": whole})
            model = ind.screen(table, *limits)
            passing = {row[0] for row in view["rows"] if row[1] == "on the list"}
            assert passing == set(names[model.index[model["passes"]]])
            assert view["line"].startswith(f"{len(passing)} of {len(model)}")
            assert ("by construction" in view["line"]) == (importer in de_risking.NATIONS or whole == "all")
            assert [len(strip["dots"]) for row in view["picture"]["rows"] for strip in row] == 3 * [len(model)]


def test_members_add_up_to_the_union_and_the_whole_decides_about_dutch_magnets():
    outside = ~data.load("countries").set_index("iso3")["eu_member"]
    rows = data.load("imports_members")
    members = rows[rows["exporter"].map(outside)].groupby(["year", "hs6", "exporter"])["value_kusd"].sum()
    union = data.load("imports").query("importer == 'EU27'").set_index(["year", "hs6", "exporter"])["value_kusd"]
    assert members.sub(union, fill_value=0).abs().max() < 6, "27 rounded numbers"
    keys, numbers = ["year", "hs6"], ["imports_extra_kusd", "imports_intra_kusd", "exports_kusd"]
    totals = data.load("trade_totals").query("area == 'EU27'").set_index(keys)[numbers]
    assert data.load("trade_totals_members").groupby(keys)[numbers].sum().sub(totals).abs().max().max() < 6

    shown = {whole: at(explore.screen(), 2, whole=whole).view for whole in ("all", "outside")}
    magnets = [row[-1] for view in shown.values() for row in view["rows"] if row[0] == de_risking.MAGNETS]
    assert magnets == ["55.1", "84.0"] and [view["goals"][2] for view in shown.values()] == [False, True]
    assert shown["all"]["title"] == "Netherlands, 2024, all imports: 12 of 29 get more than 65 % from one country"


@pytest.mark.parametrize("width", [660, 328])
def test_each_name_stands_on_its_products_side_of_the_line(width):
    """And the magnets of the first goal are named wherever it lies."""
    for at_ in range(41, 80, 3):
        strip = at(explore.screen(), 3, concentration=at_ / 100).view["picture"]["rows"][0][0]
        lines = strip["lines"] + (strip["more"] if width < 400 else 0)
        found = "".join(swarm(strip, lines, 24, [0, 1, 14, width - 14]))
        line = parts.spot(at_ / 100, 0, 1, 14, width - 14)
        told = re.findall('<text x="([0-9.]+)"[^>]*?r="([a-z]+)"[^>]*?font-size="([0-9]+)"[^>]*>([^<]+)<', found)
        beyond = {dot["moved"] + dot["name"]: dot["x"] > at_ / 100 for dot in strip["dots"]}
        wrong = []
        for x, anchor, size, words in told:
            wide = parts.text_width(words, words[1] == " ") * int(size) / parts.SIZE
            start = float(x) - (wide if anchor == "end" else 0)
            wrong += [words] if (start < line if beyond[words] else start + wide > line) else []
        assert wrong == [] and "magnets" in [words for *_, words in told] and len(told) > 4, at_


def test_the_acts_line_lies_over_imports_and_over_what_the_eu_gets():
    (traded,), (gets,) = at(explore.screen(), 3, law="act").view["picture"]["rows"]
    beyond = {dot["name"] for dot in gets["dots"] if dot["in"]}
    assert beyond == {"borates (mined)", "gallium", "lithium", "magnesium", "rare earths for magnets"}
    assert len(gets["dots"]) == 12
    assert {dot["name"] for dot in traded["dots"] if dot["in"] and dot["dark"]} == {"magnesium", "magnets"}
    dutch = at(explore.screen(), 3, law="act", importer="NLD").view
    assert len(dutch["picture"]["rows"]) == 1, "the study counts the EU"


def test_goals_of_the_screen_have_the_answers_that_they_state():
    explorer = explore.screen()

    def reached(which, **settings):
        return at(explorer, which, **settings).view["goals"][which]

    assert [x for x in range(10, 101) if reached(0, concentration=x / 100)] == list(range(68, 79))
    assert [x for x in range(51) if reached(1, substitution=x / 10)] == list(range(8))
    assert not any(reached(1, reliance=x / 100) for x in range(101))
    ways = [(seat, year) for seat in explorer.controls["importer"].values for year in de_risking.YEARS]
    assert [way for way in ways if reached(2, importer=way[0], year=way[1], whole="outside")] == [("NLD", 2024)]


@pytest.mark.parametrize("name", ["timeline", "screen", "wafer", "fab", "chain", "coalition", "partners", "desk"])
def test_goals_begin_with_one_control_then_two_and_none_is_reached_at_its_start(name):
    explorer = getattr(explore, name)()
    counts = [len(goal.controls) for goal in explorer.goals]
    own = {"chain": [1, 3, 1, 1], "coalition": [1, 2, 1, 1], "desk": [2, 4], "screen": [1, 2, 2], "partners": [1, 1]}
    assert counts == own.get(name, [1, 1, 1] if name == "fab" else [1, 2, counts[-1]] if counts[-1] > 2 else None)
    for stage in range(len(counts)):
        assert not at(explorer, stage).view["goals"][stage], explorer.goals[stage].ask
