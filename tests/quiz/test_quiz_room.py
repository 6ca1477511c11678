"""Grading, safe text, keys that stay out of the page, and static HTML (without a browser)."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.banks import DEMO
from support.told import cases

from derisking import markdown as text
from derisking import quiz
from derisking.questions import bank
from derisking.questions.ids import made_of
from derisking.questions.kinds.numeric import parse
from derisking.quiz import view

HOSTILE = DEMO.with_name("91-hostile.yaml")
QUESTIONS = {question.id: question for question in bank.read(DEMO).questions}


@pytest.fixture
def course(record):
    """A course of its own with the demo bank and a record that is switched on."""
    quizzes = record / "notebooks" / "quizzes"
    quizzes.mkdir(parents=True)
    shutil.copy(DEMO, quizzes)
    shutil.copy(Path(__file__).resolve().parents[2] / "notebooks" / "objectives.yaml", record / "notebooks")
    return record


TYPED = {
    "0.787": 0.787, "0,787": 0.787, " 78.7 %": 78.7, "1 234,5": 1234.5, "1\u202f234": 1234, "−3": -3, "1e-3": 0.001,
}  # fmt: skip
TYPED |= {".5": 0.5, "5 USD": 5, "1,234": None, "0,123": 0.123, "1.234.567": None, "abc": None, "": None}
TYPED |= {
    "８０％": 80, "０，４": 0.4, "0。4": 0.4, "26 million per mm²": 26, "80 per cent": 80, "80 %.": 80, "1'000": 1000,
}  # fmt: skip
# What goes on behind a number may mean another one, so nothing of it is taken.
TYPED |= dict.fromkeys(["0x5", "3/8", "5 or 6", "½", "1½", "5²", "5 6", "1e400", "٣", "5円", "0.4 (about)", "12/"])


def test_numbers_as_people_type_them():
    assert {typed: parse(typed) for typed in TYPED} == TYPED and parse("<img src=x>") is None


def key(id, part):
    return made_of(id, part)


ORDER = ["wafer", "print", "etch", "pack"]
WRONG_ORDER = {"order": [key("demo-order", id) for id in ORDER[::-1]]}
DESIGNER = {"pairs": {key("demo-match", "Arm"): key("demo-match", "makes chips for others")}}
KOREA = {"bins": {key("demo-classify", "Joint research with Korea"): ["Promote", "Partner"]}}
SUBSIDY = {"bins": {key("demo-classify", "Subsidies for factories"): ["Promote", "Protect"]}}
GRADES = [
    ("demo-single", {"choice": key("demo-single", "Whether both count the same goods, by weight or by value")}, 1, []),
    ("demo-numeric", {"text": "0,384"}, 1, []),
    ("demo-numeric", {"text": "0.387"}, 0, []),
    ("demo-numeric", {"text": "3800"}, 0, ["percent-for-fraction"]),
    ("demo-numeric", {"text": "1.004"}, 0, ["forgot-to-square"]),
    ("demo-order", {"order": [key("demo-order", id) for id in ORDER]}, 1, []),
    ("demo-order", WRONG_ORDER, 0, ["etch-before-print"]),
    ("demo-match", DESIGNER, 0, ["designer-as-foundry"]),
    ("demo-classify", KOREA, 1 / 3, []),
    ("demo-classify", SUBSIDY, 0, ["subsidy-as-shield"]),
]


@pytest.mark.parametrize(("id", "response", "score", "names"), GRADES)
def test_grade(id, response, score, names):
    question = QUESTIONS[id]
    named = [part.misconception for part in question.picks(response) if part.misconception]
    assert question.share(response) == pytest.approx(score) and named == names


def test_nonsense_scores_nothing():
    nonsense = (None, {}, [], {"choice": 3}, {"order": ["x"]}, {"pairs": 1}, {"bins": {}}, {"text": None})
    assert {question.share(response) for question in QUESTIONS.values() for response in nonsense} == {0}


class Tags(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


ATTACKS = cases(__file__, "attacks.yaml")["texts"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_markup_of_theirs_survives(attack):
    shown = "".join(way(attack, math) for way in (text.block, text.inline) for math in ("mathml", "tex"))
    for tag, attributes in Tags(shown).found:
        assert tag in {"p", "a", "code", "em", "strong"} | text.DRAWING
        assert not any(name.startswith("on") or name in ("style", "src", "srcdoc") for name in attributes)
        assert text.WEB.match(attributes.get("href", "https://ok"))
    assert "<" not in text.plain("a <script> b").replace("<script>", "")


def markup_in(data):
    """Every text that a page shows as HTML; what stands under `text` is shown as it is."""
    if isinstance(data, dict):
        return [one for key, value in data.items() if key != "text" for one in markup_in(value)]
    return [one for value in data for one in markup_in(value)] if isinstance(data, list) else [str(data)]


def test_links_formulas_and_a_hostile_bank():
    for question in bank.read(HOSTILE).questions:
        for tag, attributes in Tags(view.static(question, 1) + "".join(markup_in(view.data(question, 1)))).found:
            assert tag not in ("script", "img", "svg", "iframe") and not any(n.startswith("on") for n in attributes)
    ((tag, attributes),) = Tags(text.inline('[71 %](https://example.org/row "fact: x")')).found
    wanted = {"href": "https://example.org/row", "title": "fact: x", "target": "_blank", "rel": "noopener noreferrer"}
    assert (tag, attributes) == ("a", wanted)
    assert "<msubsup>" in text.inline("$s_i^2$") and text.inline("$s_i^2$", "tex") == "$s_i^2$"
    assert text.inline("from $5 to $6") == "from $5 to $6"


def test_shuffled_but_the_same_for_one_seed_and_an_order_far_from_solved():
    orders = {seed: view.data(QUESTIONS["demo-multiple"], seed)["order"] for seed in range(8)}
    assert len({tuple(order) for order in orders.values()}) > 2
    assert orders[3] == view.data(QUESTIONS["demo-multiple"], 3)["order"]
    for seed in range(20):
        shown = [item["key"] for item in view.data(QUESTIONS["demo-order"], seed)["items"]]
        assert QUESTIONS["demo-order"].share({"order": shown}) <= 0.5


GIVEN_AWAY = """
correct|accepts|"right"|feedback|tolerance|misconception|ranges|rights|turned
One day more|squared per cents|Etching follows|is a foundry|keeps technology|until you know
"""


@pytest.mark.parametrize("id", QUESTIONS)
def test_test_mode_carries_no_key(id):
    question = QUESTIONS[id]
    page = json.dumps(view.data(question, 1, keys=False)) + view.static(question, 1, keys=False)
    told = GIVEN_AWAY.replace("\n", "|").strip("|").split("|")
    assert [words for words in told if words in page] == []
    assert not set(ORDER) & set(page.split('"'))  # an item's id could tell its place


@pytest.mark.parametrize("id", QUESTIONS)
def test_static_html_reads_alone(id):
    """Question, options, explanations to open, and how to come alive; nothing that an untrusted notebook would lose."""
    markup = view.static(QUESTIONS[id], 1)
    assert text.plain(QUESTIONS[id].text)[:30].split("$")[0] in markup
    assert "<details>" in markup and "Run this cell to answer" in markup
    for _, attributes in Tags(markup).found:
        assert not any(name in ("id", "role") or name.startswith(("aria-", "data-")) for name in attributes)
        assert re.fullmatch("dr-(invite|sheet|as-.*)", attributes.get("class", "dr-invite"))  # by which pages dress it
    assert "var(--" not in markup


def test_practice_holds_keys_and_names_of_mistakes_and_a_test_holds_none(course, shown):
    quiz.ask("90-demo", "demo-numeric")
    quiz.test("pre")
    (asked, _, words), (tested, static, count) = shown
    (question,) = asked["questions"]
    assert question["misconceptions"]["m1"] == "percent-for-fraction" and question["objective"] and "share" in words
    assert not {"misconceptions", "otherwise", "sources"} & set(tested["questions"][0])
    assert (tested["test"], tested["explained"], count) == ("pre", 7, "1 questions")
    assert "Explanations come at the end of lesson 7." in static


def test_recall_holds_all_that_may_come_and_shows_as_many_as_are_asked_for(shown, course):
    text_of = DEMO.read_text(encoding="utf-8").replace("use: [flow]", "use: [flow, recall]")
    (course / "notebooks" / "quizzes" / "90-demo.yaml").write_text(text_of, encoding="utf-8")
    quiz.recall("95-later", 2)
    ((data, static, _),) = shown
    assert data["n"] == 2 and len(data["questions"]) > 2 and static.count("Run this cell to answer") == 2
