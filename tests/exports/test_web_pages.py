"""The parts of the web edition that need neither Sphinx nor a browser: scripts, words, forms, pictures, checks."""

import collections
import html
import json
import re
import zipfile

import nbformat
import pandas as pd
import pytest

from derisking import charts, exercises
from derisking.exercises import typed
from derisking.exports.web import (
    build,
    checks,
    command,
    execute,
    exercise,
    items,
    offline,
    prediction,
    scripts,
    stage,
    words,
)
from derisking.lab import lessons
from derisking.questions import bank
from derisking.widgets.prediction import Prediction

# --- scripts ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def notebooks_stay_as_they_are():
    """The stage of the web edition swaps what notebooks call; other tests need the originals back."""

    with stage.originals():
        yield


def test_one_classic_script_holds_the_widgets_own_logic():
    text = scripts.script({"lessons": [], "exercises": []})
    assert not re.search(r"^\s*(import|export)\b", text, re.MULTILINE)
    quiz = (scripts.places.PACKAGE / "quiz" / "quiz.js").read_text(encoding="utf-8")
    assert "function judge(q, response)" in quiz and text.count("function judge(") == 1


def test_canary_a_module_that_imports_is_refused():
    with pytest.raises(scripts.ScriptError, match="import"):
        scripts.classic("quiz", 'import x from "./y.js";\nexport default {};\n')


def test_cards_are_dark_where_the_pages_are():
    assert 'html[data-theme="dark"] .dr-quiz' in scripts.style() and "data-jp-theme" not in scripts.style()


# --- what a page holds --------------------------------------------------------------------------------------------------------


def test_no_text_can_end_the_data_of_a_page():
    markup = items.packed({"text": "</script><script>alert(1)</script>"})
    assert markup.count("</script>") == 1
    assert json.loads(re.search(r">(.*)</script>", markup)[1])["text"].startswith("</script>")


def test_the_pages_of_the_two_tests_hold_no_keys():
    for name in ("pre", "post"):
        for question in items.tested(name):
            data = items.asked(question, keys=False)
            assert not {"misconceptions", "answer", "rights", "ranges", "otherwise", "sources"} & set(data), question.id
            assert not any("right" in part or "feedback" in part for part in data["parts"]), question.id


def test_what_comes_after_the_post_test_explains_every_pair():
    found = items.explained()
    assert [one["test"] for one in found] == ["pre", "post"] * len(items.tested("post"))
    assert all(one["rest"] and one["text"] for one in found)


def test_recall_asks_only_of_earlier_lessons_and_all_can_be_shown():
    assert items.recall_pool("00-start-here") == []
    assert {question.lesson for question in items.recall_pool("03-chip-basics")} <= set(bank.lessons()[:3])
    assert all(items.asked(question)["parts"] for question in items.recall_pool("99"))
    assert all(entry["asked"] for entry in scripts.course()["lessons"])


# --- words --------------------------------------------------------------------------------------------------------------------


def _book(*cells):
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(text, id=f"c{number}") for number, text in enumerate(cells)]
    )


def test_links_lead_to_pages_and_how_to_run_a_lesson_is_left_out():
    links = (
        "[a](../exercises/02-de-risking/02-de-risking.ipynb) [b](../data/README.md#imports) [c](03-chip-basics.ipynb)"
    )
    assert words.linked(links) == "[a](exercise-02-de-risking.ipynb) [b](tables.md#imports) [c](03-chip-basics.ipynb)"
    made = words.for_web(_book("# 2 · x\n\nChoose **Run ▸ Run All Cells** in the menu now. Reading is enough."), "")
    assert made.cells[0].source == "# 2 · x\n\n"


def test_every_cell_with_other_words_is_in_its_lesson(monkeypatch):
    folder = scripts.places.checkout("notebooks") / "notebooks"
    for lesson, changed in words.otherwise().items():
        ids = {cell["id"] for cell in json.loads((folder / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]}
        assert set(changed) <= ids, lesson
    monkeypatch.setattr(words, "otherwise", lambda: {"02-de-risking": {"gone": "x"}})
    with pytest.raises(ValueError, match=r"no cell gone"):
        words.for_web(_book("# 2"), "02-de-risking")


# --- running cells --------------------------------------------------------------------------------------------------------------


def outputs_of(code, folder, name="x"):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code, id=name)])
    execute.run(book, "demo", folder)
    return book.cells[0].outputs


def test_a_cell_shows_what_it_prints_displays_and_ends_with(tmp_path):
    outputs = outputs_of("print('a')\ndisplay('b')\n3", tmp_path)
    assert [output.get("text") or output["data"]["text/plain"] for output in outputs] == ["a\n", "'b'", "3"]


def test_a_wide_table_scrolls_by_keyboard(tmp_path):
    markup = outputs_of("import pandas as pd\npd.DataFrame({'a': [1]})", tmp_path)[0]["data"]["text/html"]
    assert 'tabindex="0"' in markup and "<th></th>" not in markup and markup.count("<div") == markup.count("</div>")


def test_canary_an_error_is_told_with_its_cell_and_names_do_not_stay(tmp_path):
    with pytest.raises(execute.CellError, match="demo, cell boom: ZeroDivisionError"):
        outputs_of("secret = 1\nsecret / 0", tmp_path, "boom")
    with pytest.raises(execute.CellError, match="NameError"):
        outputs_of("secret", tmp_path)


# --- predictions ------------------------------------------------------------------------------------------------------------------


def predicted(reveal, truth, **settings):
    return Prediction(
        "02-de-risking", "x", "How much?", truth=truth, reveal=reveal, why=("Why?", "Because."), **settings
    )


def test_a_guess_lies_where_the_notebook_draws_it():
    def reveal(guess):
        values = pd.Series({"a seller with a name": 40.0, "B": 10.0})
        return charts.bars(
            values, title="t", unit="%", limit=100, guess=guess, source="Illustrative numbers.", alt="Two bars."
        )

    found = prediction.states(predicted(reveal, 40))
    middle = reveal(50)
    line = prediction.mark(middle)
    place = line.axes.transData.transform((50, 0))[0] / middle.fig.canvas.get_width_height()[0]
    assert abs((found["from"] + found["to"]) / 2 - place) < 0.002
    assert "your guess" not in found["html"] and not found["across"]
    thin = reveal(50).narrow()
    line = prediction.mark(thin)
    place = line.axes.transData.transform((50, 0))[0] / thin.fig.canvas.get_width_height()[0]
    assert abs((found["narrow"]["from"] + found["narrow"]["to"]) / 2 - place) < 0.004
    assert abs(place - (found["from"] + found["to"]) / 2) > 0.02, "canary: a phone's picture has another place for it"


def test_a_guess_across_a_chart_of_lines():
    def reveal(guess):
        prices = pd.DataFrame({"gallium": [300.0, 400.0]}, index=[2022, 2023])
        return charts.lines(
            prices, title="t", unit="dollars", guess=guess, source="Illustrative numbers.", alt="A line."
        )

    found = prediction.states(predicted(reveal, 400, high=800))
    assert found["across"] and 0 < found["to"] < found["from"] < 1 and "your guess" not in found["html"]


def test_a_guess_in_words_and_a_guess_among_options():
    class Shown:
        def __init__(self, text):
            from matplotlib.figure import Figure

            self.fig, self.text = Figure(), text

        def html(self):
            return self.text

    assert prediction.states(predicted(lambda guess: Shown(f"{guess}"), 4))["number"] == str(prediction.UNLIKELY)
    assert prediction.states(predicted(Shown, "x", options=["x", "y"])) == {"options": {"x": "x", "y": "y"}}


def shown(tmp_path, monkeypatch, count):
    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame({"share": range(count)}, index=range(2000, 2000 + count))
    chart = charts.lines(frame, title="A rise?", unit="tons", source="Illustrative numbers.", alt="A line that rises.")
    return stage.picture(chart)


def test_a_phone_has_a_picture_of_its_own_and_both_can_be_saved(tmp_path, monkeypatch):
    text = shown(tmp_path, monkeypatch, 11)
    wide, narrow = re.search(r'src="([^"]+)"', text)[1], re.search(r'max-width: 620px\)" srcset="([^"]+)"', text)[1]
    alone = re.search(r'href="([^"]+)" download="a-rise.svg"', text)[1]
    sizes = [
        float(re.search(r'width="([\d.]+)pt"', (tmp_path / file).read_text("utf-8"))[1]) for file in (wide, narrow)
    ]
    assert sizes == pytest.approx([460.8, 244.8], abs=0.1)
    assert "<title>A rise?</title>" in (tmp_path / alone).read_text("utf-8")
    assert 'download="a-rise.csv"' in text


def test_more_than_ten_marks_can_be_read_one_by_one(tmp_path, monkeypatch):
    text = shown(tmp_path, monkeypatch, 11)
    marks = json.loads(html.unescape(re.search(r'data-marks="([^"]+)"', text)[1]))
    assert marks[3][0] == "share, 2003: 3.0" and len(marks) == 11 and len(marks[3]) == 5
    assert [mark[1] for mark in marks] == sorted(mark[1] for mark in marks)
    assert "data-marks" not in shown(tmp_path, monkeypatch, 10), "canary: ten are seen at a glance"


# --- exercises --------------------------------------------------------------------------------------------------------------------


def forms():
    """(task, its form, the answer's cell of the students' notebook) of every task that a page shows."""
    for lesson in exercises.lessons():
        cells = {cell["id"]: cell for cell in exercise.released(lesson)["cells"]}
        for task in filter(exercise.formed, exercises.definition(lesson).tasks):
            form = exercise.form(task)
            yield lesson, task, form, "".join(cells[form["cell"]]["source"])


def test_a_form_fills_the_answers_cell_of_the_students_notebook():
    points = collections.Counter()
    for lesson, task, form, source in forms():
        points[lesson, task.part] += task.points
        assert source == typed.form_line(task), task.id
        assert form["names"] == list(task.names) and form["hints"]
        keys = [row["key"] for row in form["question"].get("rows", ())]
        assert set(keys) == set(form["rows"]), task.id
    assert {points[lesson, "A"] for lesson in exercises.lessons()} == {12} and len(points) == 14


def test_the_page_of_an_exercise_has_no_solutions_and_no_code_route():
    text = "\n".join(cell.source for cell in exercise.notebook("02-de-risking").cells)
    assert "BEGIN SOLUTION" not in text and "three dots" not in text and "def value_share" not in text
    assert "This route is written in Python" in text and text.count("stage_exercise.show(") == 13


def test_every_kind_of_part_a_has_a_form():
    """The browser writes down answers of these kinds only; a new kind in part A needs a line in answers.js."""
    text = (scripts.places.PACKAGE / "exercises" / "answers.js").read_text(encoding="utf-8")
    written = set(
        re.findall(r"^  (\w+)(?:\(form, part\) \{|: \(form, part\))", text[text.index("const soFar") :], re.MULTILINE)
    )
    asked = {task.question.kind for _, task, _, _ in forms()}
    assert asked <= written, asked - written


# --- the folder -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.html").write_text(
        "<html><head></head><body><a href='b.html#x'>b</a></body></html>", encoding="utf-8"
    )
    (tmp_path / "b.html").write_text("<html><head></head><body><p id='x'>x</p></body></html>", encoding="utf-8")
    return tmp_path


# What a page may not hold, and what is said of it.
BROKEN = (
    ("<img src='https://example.org/a.png'>", "loads https://example.org/a.png from another host"),
    ("<script src='//example.org/a.js'></script>", "from another host"),
    ("<link rel='stylesheet' href='https://example.org/a.css'>", "from another host"),
    ("<style>@import 'https://example.org/a.css'</style>", "from another host"),
    ("<script>import('https://example.org/a.js')</script>", "from another host"),
    ("<p style='background:url(https://example.org/a.png)'></p>", "from another host"),
    ("<img src='gone.png'>", "is not in the folder"),
    ("<a href='gone.html'>x</a>", "leads to no file"),
    ("<a href='b.html#gone'>x</a>", "leads to a place that b.html does not have"),
    ("<p>Run this cell</p>", "nobody can do there"),
)


def test_canary_of_each_promise(folder):
    file = folder / "index.html"
    sound = file.read_text(encoding="utf-8")
    assert checks.look(folder) == []
    for markup, sign in BROKEN:
        file.write_text(sound.replace("</body>", f"{markup}</body>"), encoding="utf-8")
        assert any(sign in problem for problem in checks.look(folder)), (markup, checks.look(folder))


def test_canary_of_size_and_of_an_empty_folder(folder, monkeypatch):
    monkeypatch.setattr(checks, "MOST", 0.0)
    assert "more than 0" in checks.look(folder)[0]
    empty = folder / "empty"
    empty.mkdir()
    assert "there is no page" in checks.look(empty)[0]


def test_another_content_is_another_edition(folder):
    offline.add(folder)
    first = (folder / "service-worker.js").read_text(encoding="utf-8").split("\n")[0]
    assert json.loads((folder / "manifest.webmanifest").read_text(encoding="utf-8"))["start_url"] == "index.html"
    assert '"b.html"' in (folder / "service-worker.js").read_text(encoding="utf-8")
    (folder / "service-worker.js").unlink()
    (folder / "b.html").write_text("<html><head></head></html>", encoding="utf-8")
    offline.add(folder)
    assert (folder / "service-worker.js").read_text(encoding="utf-8").split("\n")[0] != first


def test_pages_are_polished():
    theme = (
        '<summary><span class="toctree-toggle"></span></summary><th class="head"><p></p></th><button class="btn">x</button>'
        '<summary><p class="collapsed admonition-title">Show</p></summary>'
    )
    page = offline.polish(theme)
    assert (
        "<th" not in page and "aria-label" in page and "<p" not in page and '<button type="button" class="btn">' in page
    )


def test_the_command_writes_folder_and_zip_and_says_what_it_did(folder, tmp_path, monkeypatch, capsys):
    target = tmp_path / "edition"

    def made(place, workers):
        target.mkdir()
        for file in folder.glob("*.html"):
            file.rename(target / file.name)
        scripts.write(target / "_static")

    monkeypatch.setattr(build, "build", made)
    assert command.main([str(target)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Made in \d+ s: .*edition \(2 pages, 0\.\d MB\)", said) and "edition.zip (0." in said
    with zipfile.ZipFile(tmp_path / "edition.zip") as packed:
        assert {"edition/index.html", "edition/_static/widgets.js"} <= set(packed.namelist())


def test_canary_a_zip_that_is_somebody_elses_stays(tmp_path, capsys):
    (tmp_path / "edition.zip").write_text("holiday", encoding="utf-8")
    assert command.main([str(tmp_path / "edition")]) == 1
    assert "is no zip of an earlier web edition" in capsys.readouterr().err
    assert (tmp_path / "edition.zip").read_text(encoding="utf-8") == "holiday"


def test_every_source_stands_once_with_its_lessons():
    page = words.bibliography()
    lines = re.findall(r"<li>(.*?)</li>", page)
    assert len(lines) > 100 and len(lines) == len(set(lines)) and f"All {len(lines)} sources" in page
    assert all(re.search(r"Lessons? \d(, \d)*\.$", line) and "Open the source</a>" in line for line in lines)


def test_the_cover_asks_what_each_lesson_asks():
    text, all_ = words.cover("LESSONS"), lessons.read_all()
    assert all(f"{one.question}<br>" in text and f"]({one.name}.ipynb)" in text for one in all_) and len(all_) == 8
    assert text.count("exercise-") == 7
