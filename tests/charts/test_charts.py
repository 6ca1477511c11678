"""Charts: the card survives a sanitiser, the words match the numbers, no label is cut or touches another, colour is never alone."""

import base64
import dataclasses
import html
import html.parser
import json
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from support import boxes

from derisking import charts
from derisking.charts import axes, card, svg
from derisking.charts.vector import parts

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"source": "Invented numbers, https://example.org/table.", "alt": "China leads with 89 per cent."}
SHARES = pd.Series({"China": 88.6, "Japan": 4.0, "all the other countries of the world": 7.4})
TWO = pd.DataFrame({"EU27": [88.6, 8.9], "Japan": [27.6, 66.5]}, index=["magnets", "silicon, less than 99.99 % pure"])
YEARS = pd.DataFrame({"China": [97.0, 87.0, 68.0], "Japan": [1.0, np.nan, 18.0]}, index=[2022, 2023, 2024])
EVENTS = pd.DataFrame({"date": ["2023-07-03", "2023-07", "2024"], "title": ["announced", "discussed", "in force"]})
EVENTS["kind"] = ["a", "b", "a"]
SCATTER = pd.DataFrame({"x": [1.0, 10.0, 100.0, 3.0], "y": [2.0, 5.0, np.nan, 5.1], "name": list("abcd")})
HALF = pd.DataFrame({"Japan": [60, 2], "Europe": [40, 98]}, index=["resist", "scanners"])
KINDS = {
    "bars": lambda: charts.bars(SHARES, title="Who?", unit="% of value", year=2024, highlight="China", guess=45,
                                reference=(65, "goal"), limit=100, **WORDS),
    "grouped_bars": lambda: charts.grouped_bars(TWO, title="Who?", unit="% of value", **WORDS),
    "dumbbell": lambda: charts.dumbbell(TWO, title="Who?", unit="% of value", **WORDS),
    "lines": lambda: charts.lines(YEARS, title="When?", unit="% of value", events=[(2023.6, "licences")], **WORDS),
    "points": lambda: charts.points(SCATTER, "x", "y", "name", title="Where?", x_unit="x", unit="y", log_y=True, **WORDS),
    "shares": lambda: charts.shares(HALF, title="Who?", unit="% of market", **WORDS),
    "timeline": lambda: charts.timeline(EVENTS, title="When?", by="kind", **WORDS),
    "steps": lambda: charts.steps([("Expose", "light"), "Etch"], title="How?", loop=("Etch", "Expose", "again"), **WORDS),
    "layers": lambda: charts.layers([("Treaty", "law", "2019"), ("Memo", "words", "2023")], title="What?", **WORDS),
}  # fmt: skip


def some(kind):
    """One small chart of a kind."""
    return KINDS[kind]()


@pytest.fixture(scope="module", params=KINDS)
def drawn(request):
    """A chart of each kind, drawn once."""
    return some(request.param)


class Card(html.parser.HTMLParser):
    """Tags and attributes of a card, and whether the tags close."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open, self.styles = set(), set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.styles += [value for name, value in attrs if name == "style"]
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


# what JupyterLab's sanitiser lets through in a notebook it does not trust
TAGS = {"div", "figure", "figcaption", "img", "span", "p", "br", "a", "details", "summary"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
# `download` it drops, with the address in data: of that link, until the notebook is trusted
ATTRIBUTES = {"style", "class", "src", "alt", "href", "scope", "download"}


def card_problems(text):
    """What a sanitiser would remove or a theme would spoil; empty if the card is sound."""
    card = Card(text)
    problems = [f"tag {tag}" for tag in card.tags - TAGS]
    problems += [f"attribute {name}" for name in card.attributes - ATTRIBUTES]
    problems += [f"style {style}" for style in card.styles if "var(" in style or "url(" in style]
    return problems + (["unclosed"] if card.open else [])


def test_card_survives_the_sanitiser(drawn):
    text = drawn.html()
    assert card_problems(text) == []
    assert 'alt="China leads' in text
    assert '<a href="https://example.org/table"' in text
    assert "<summary" in text and "<img" in text
    assert "font-weight:bold" in text and "?" in text.split("<img")[0], "the title stands above the picture"
    assert len(text) < 60_000 and drawn.html() is text, "small, and drawn once"


@pytest.mark.parametrize(
    "bad", ['<div id="x"></div>', "<svg></svg>", '<p style="color:var(--x)"></p>', '<td aria-label="x"></td>']
)
def test_canary_of_the_sanitiser_check(bad):
    assert card_problems(bad)


def contrast(first, second):
    """Contrast ratio of two colours by WCAG 2."""

    def light(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_and_marks_stand_out_and_every_colour_comes_with_another_signal():
    assert all(contrast(colour, axes.CARD) >= 4.5 for colour in (axes.INK, axes.MUTED, axes.STRONG, axes.GUESS))
    assert all(contrast(colour, axes.CARD) >= 3 for colour in axes.COLOURS)
    assert contrast("white", axes.STRONG) >= 4.5
    assert contrast("#dddddd", axes.CARD) < 3, "canary: a pale colour fails"
    assert len(set(axes.MARKERS)) == len(set(axes.DASHES)) == len(axes.COLOURS) == 8
    assert all(contrast(colour, axes.CARD) >= 4.5 for colour in axes.ACTORS.values())
    fills = [to_rgb(bar.get_facecolor()[:3]) for bar in some("bars").fig.axes[0].patches]
    assert to_rgb(axes.accent("China", "")) in fills and to_rgb(axes.PLAIN) in fills, "China has its colour"
    names = {"China": 0, "the Netherlands": 6, "EU exports": 1, "US": 2, "Usual": None, "all others (4)": None}
    colours = [*axes.ACTORS.values()]
    wanted = {name: "" if place is None else colours[place] for name, place in names.items()}
    assert {name: axes.accent(name, "") for name in names} == wanted


def test_axis_names_unit_and_year_and_the_guess_is_marked():
    fig = some("bars").fig
    assert fig.axes[0].get_xlabel() == "% of value, 2024"
    texts = [t.get_text() for t in fig.findobj(lambda a: hasattr(a, "get_text"))]
    assert "your guess: 45 %" in texts and "goal" in texts
    picked = charts.bars(SHARES, title="Who?", unit="%", guess="Japan", **WORDS)
    assert any("your guess" in t.get_text() for t in picked.fig.findobj(lambda a: hasattr(a, "get_text")))


def test_top_adds_up_the_rest_and_words_tell_the_first():
    values = pd.Series({name: 10.0 - i for i, name in enumerate("abcdefgh")})
    table = charts.bars(values, title="Who?", unit="%", top=3, guess="f", **WORDS).table
    assert table["name"].tolist() == ["a", "b", "c", "f", "all others (4)"]
    assert table["%"].sum() == values.sum()
    assert charts.in_words(SHARES, "%", top=2) == "China 89 per cent, Japan 4 per cent; 1 more"


@pytest.mark.parametrize("wrong", [{"alt": " "}, {"source": ""}])
def test_alt_and_source_are_required(wrong):
    fig, _ = charts.figure()
    with pytest.raises(ValueError):
        charts.Chart(fig, **{"alt": "a", "source": "b", **wrong})


def test_hostile_text_and_gaps_in_the_table():
    fig, _ = charts.figure()
    evil = "<script>alert('x')</script>\"&"
    table = pd.DataFrame({evil: [evil], "n": [1.0]})
    text = charts.Chart(fig, evil, evil, table, evil, evil).html()
    assert card_problems(text) == []
    assert "<script" not in text
    row = {"n": "a", "gap": np.nan, "big": 1234567.0, "small": 0.123456, "yes": True, "inf": np.inf, "huge": 5.2e25}
    table, (fig, _) = pd.DataFrame([row]), charts.figure()
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", charts.Chart(fig, "a", "s", table).html())[7:]
    assert cells == ["a", "–", "1,234,567", "0.1235", "yes", "∞", "5.2 × 10²⁵"]


def drawing_problems(text):
    """What is wrong with the text of a picture: not XML, a reference to nothing, words in a face of their own."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [str(error)]
    ids = {element.get("id") for element in root.iter()}
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', text))
    faces = [element.tag for element in root.iter() if "font-family" in element.get("style", "")]
    return [f"no {name}" for name in sorted(used - ids)] + faces


def test_the_picture_is_a_sound_drawing_that_stays_the_same(drawn):
    text = drawn.svg()
    assert drawing_problems(text) == []
    assert "<text" in text and "DejaVu" not in text and "<metadata" not in text
    assert text == drawn.again().svg()
    for one in text, parts.whole(9, 9, [])["svg"]:
        assert re.findall('font-family="([^"]+)"', one) == [parts.FONT], "explorers have the letters of charts"
    (shown,) = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', drawn.html())
    assert base64.b64decode(shown).decode() == text


def test_canary_of_a_spoilt_drawing():
    sound = some("bars").svg()
    assert drawing_problems(sound.replace("</svg>", '<use href="#h"/></svg>'))
    assert drawing_problems(sound.replace('style="font-size', 'style="font-family: Serif; font-size', 1))
    assert drawing_problems(sound[:-9])


def test_a_chart_draws_itself_again_for_a_phone(drawn):
    thin = drawn.narrow()
    assert (thin.fig.get_size_inches()[0], drawn.again().fig.get_size_inches()[0]) == (axes.NARROW, axes.WIDE)
    assert boxes.collisions(thin) == [] and boxes.collisions(drawn) == []
    assert min([text.get_fontsize() for text, _ in boxes.labels(drawn.fig)]) >= 10, "letters that can be read"
    assert [mark[0] for mark in thin.marks] == [mark[0] for mark in drawn.marks], "both tell the same, in one order"


def test_a_name_above_its_number_stays_within_its_bar():
    """Two bars on a phone: the label of the lower one must not lie over the upper one."""
    frame = pd.DataFrame([[39, 9, 9, 43], [53, 7, 13, 27]], index=["Japan", "Korea"])
    frame.columns = ["delivered", "partly", "not yet", "unknown"]
    chart = charts.shares(frame, title="Who?", unit="% of the promises that we found", **WORDS).narrow()
    (ax,), labels = chart.fig.axes, boxes.labels(chart.fig)
    two = [(text.get_position()[1], box) for text, box in labels if text in ax.texts and "\n" in text.get_text()]
    bars = {round(bar.get_y() + bar.get_height() / 2): bar.get_window_extent() for bar in ax.patches}
    assert two and [row for row, box in two if box.y0 < bars[round(row)].y0 or box.y1 > bars[round(row)].y1] == []


def test_what_a_notebook_holds_for_its_reader(monkeypatch):
    """The narrow drawing only where a window is narrow, and the marks only where they are many: both cost room."""
    chart = some("points")
    assert "<picture" not in chart.html() and "data-marks" not in chart.html()
    monkeypatch.setenv(card.NARROW, "1")
    many = some("points")
    many.marks = [(f"mark {i}", 0.1, i / 20) for i in range(card.FEW + 1)]
    many.again = lambda: dataclasses.replace(chart, marks=[(words, 0.5, y) for words, _, y in many.marks])
    markup = many.html()
    assert '<source media="(max-width: 620px)" srcset="data:image/svg+xml' in markup
    listed = json.loads(html.unescape(re.search(r'data-marks="([^"]*)"', markup)[1]))
    assert listed[3] == ["mark 3", 0.1, 0.15, 0.5, 0.15] and len(listed) == card.FEW + 1
    assert "<source" in card.Drawn("<svg/>", 9, 9, "a", "s", ["n"], [["1"]], narrow="<svg/>").html()


@pytest.mark.parametrize("kind", ["points", "lines", "shares"])
def test_each_mark_lies_where_it_is_drawn(kind):
    chart = some(kind)
    ax = chart.fig.axes[0]
    assert chart.marks
    for _, x, y in chart.marks:
        place = ax.transAxes.inverted().transform(chart.fig.transFigure.transform((x, 1 - y)))
        assert (place > -0.01).all() and (place < 1.01).all()
    if kind == "points":
        words, x, y = chart.marks[-1]
        at = ax.transData.inverted().transform(chart.fig.transFigure.transform((x, 1 - y)))
        assert words == "b: x 10, y 5" and np.allclose(at, (10, 5), rtol=0.01)


def test_saved_numbers_and_a_picture_alone_say_their_source():
    address = card.csv(some("dumbbell"))
    text = base64.b64decode(address.split(",")[1]).decode("utf-8-sig")
    assert text.splitlines()[0] == "name,EU27,Japan" and "magnets,88.6,27.6" in text
    assert text.endswith('\n\n"Source: Invented numbers, https://example.org/table."\n')
    assert address in some("dumbbell").html() and 'download="who.csv"' in some("dumbbell").html()
    text = svg.alone(some("bars").svg(), "Who <sells>?", "China & others.", "A & B")
    root = ElementTree.fromstring(text)
    said = ["".join(element.itertext()) for element in root if element.tag.split("}")[1] in ("title", "desc", "text")]
    assert said == ["Who <sells>?", "China & others. Source: A & B", "Who <sells>?", "Source: A & B"]
    left, top, _, high = map(float, root.get("viewBox").split())
    places = [float(element.get("y")) for element in root.iter(f"{SVG}text")]
    assert left == 0 and all(top + 8 < y < top + high for y in places)
