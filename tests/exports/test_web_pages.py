"""The parts of the web edition that need neither Sphinx nor a browser: scripts, words, forms, pictures, checks.
What the whole folder shows is held by tests/browser/test_web*.py."""

import collections
import json
import re
import zipfile

import nbformat
import pandas as pd
import pytest
import runner
from support import told

from derisking import __main__ as commands
from derisking import charts, data, edition, exercises, lessons, places
from derisking.charts import guessed
from derisking.exercises import typed
from derisking.exports.web import build, checks, command, execute, exercise, plan, scripts, stage, words
from derisking.learner import card
from derisking.questions import bank
from derisking.quiz import items
from derisking.widgets.prediction import Prediction


@pytest.fixture(autouse=True, scope="module")
def notebooks_stay_as_they_are():
    """The stage of the web edition swaps what notebooks call; other tests need the originals back."""
    with stage.originals():
        yield


def test_no_text_ends_the_data_and_the_two_tests_hold_no_keys():
    markup = card.packed({"text": "</script><script>alert(1)</script>"})
    assert markup.count("</script>") == 1
    assert json.loads(re.search(r">(.*)</script>", markup)[1])["text"].startswith("</script>")
    for question in [*bank.used_for("pre"), *bank.used_for("post")]:
        data = items.asked(question, keys=False)
        assert not {"misconceptions", "answer", "rights", "ranges", "otherwise", "sources"} & set(data), question.id
        assert not any("right" in part or "feedback" in part for part in data["parts"]), question.id
    assert bank.used_for("recall", before="00-start-here") == []
    assert {q.lesson for q in bank.used_for("recall", before="03-chip-basics")} <= set(bank.lessons()[:3])


def test_other_words_for_a_cell_that_is_gone_are_refused(monkeypatch):
    monkeypatch.setattr(words, "otherwise", lambda: {"02-de-risking": {"gone": "x"}})
    with pytest.raises(ValueError, match=r"no cell gone"):
        words.for_web(nbformat.v4.new_notebook(), "02-de-risking")


def test_a_plan_stands_beside_its_lesson_each_note_once_and_before_what_it_is_about(monkeypatch):
    for one in lessons.read_all():
        noted = plan.notes(one.name)
        book = nbformat.read(places.checkout() / one.page, as_version=4)
        text = "\n".join(cell.source for cell in plan.beside(words.for_web(book, one.name), one.name).cells)
        assert len(re.findall(r"^\*\*\d+–\d+ min\*\*", text, re.MULTILINE)) >= 4 and f"–{one.minutes} min**" in text
        for place, note in ((place, words.on_a_page(note)) for place, some in noted.items() for note in some):
            before, found, after = text.partition(note)
            there = f'"{place}"' in after if re.fullmatch("[a-z0-9-]+", place) else f"## {place}\n" in before
            assert found and there and note not in after, (one.name, place)
        assert {"Ask.", "Vote 1.", "They may think:", "Homework"} <= set(re.findall(r"\*\*([^*\n]+)\*\*", text))
    monkeypatch.setattr(plan, "notes", lambda lesson: {"Gone": ["**0–5 min** x"]})
    with pytest.raises(ValueError, match=r"nothing called Gone"):
        plan.beside(nbformat.v4.new_notebook(), "02-de-risking")


def test_every_source_stands_with_its_lesson_and_every_table_with_a_question():
    rows = re.findall(r"<details id='lesson-\d'>(.*?)</details>", page := words.bibliography(), re.DOTALL)
    found = set().union(*(re.findall(r"data-key='(.*?)'", row) for row in rows))
    assert len(rows) == 8 and f"{len(found)} sources" in page
    named = r"<details id='(\w+)'><summary><b>[^<?]+</b> <svg.*?</svg> <span>[^<]*\?</span>"
    assert sorted(re.findall(named, words.tables())) == sorted(data.names())


def outputs_of(code, folder, name="x"):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code, id=name)])
    execute.run(book, "demo", folder)
    return book.cells[0].outputs


def test_a_cell_shows_what_it_displays_and_an_error_its_cell(tmp_path):
    code = "import pandas as pd\nprint('https://www.x.org/y.')\ndisplay('b')\npd.DataFrame({'a': [1]})"
    outputs = outputs_of(code, tmp_path)
    assert [output["data"]["text/plain"] for output in outputs[:2]] == ["https://www.x.org/y.\n", "'b'"]
    assert '<a href="https://www.x.org/y" rel="noopener">x.org</a>.' in outputs[0]["data"]["text/html"]
    markup = outputs[2]["data"]["text/html"]  # scrolls by keyboard, and its corner is no heading
    assert 'tabindex="0"' in markup and "<th></th>" not in markup and markup.count("<div") == markup.count("</div>")
    drawn = "class Picture:\n    def _repr_html_(self):\n        return 1 / 0\nPicture()"
    for code, error in (("secret = 1\nsecret / 0", "ZeroDivision"), ("secret", "Name"), (drawn, "ZeroDivision")):
        with pytest.raises(execute.CellError, match=f"demo, cell boom: {error}Error"):
            outputs_of(code, tmp_path, "boom")


def states(reveal, truth, **settings):
    return Prediction("02-de-risking", "x", "How much?", truth, reveal, why=("Why?", "Because."), **settings).shown()


TOLD = {"title": "t", "source": "Illustrative numbers.", "alt": "A picture."}


def test_a_guess_lies_where_a_chart_draws_it(monkeypatch):
    monkeypatch.setattr(edition, "page", "x")  # where phones look too

    def reveal(guess):
        values = pd.Series({"a seller with a name": 40.0, "B": 10.0})
        return charts.bars(values, unit="%", limit=100, guess=guess, **TOLD)

    def drawn(chart):
        line = guessed.mark(chart)
        return line.axes.transData.transform((50, 0))[0] / chart.fig.canvas.get_width_height()[0]

    def middle(ends):
        return (ends["from"] + ends["to"]) / 2

    found, wide, thin = states(reveal, 40), drawn(reveal(50)), drawn(reveal(50).narrow())
    assert abs(middle(found) - wide) < 0.002 and abs(middle(found["narrow"]) - thin) < 0.004
    assert "your guess" not in found["html"] and found["labels"][0][0] > 60 * found["from"] + 40 * found["to"]
    assert abs(thin - middle(found)) > 0.02, "canary: a phone's picture has another place for it"


def test_a_picture_of_a_page_can_be_saved(tmp_path, monkeypatch):
    """How its values are read one by one: tests/charts and tests/browser/test_web.py."""
    monkeypatch.chdir(tmp_path)
    markup = stage.picture(charts.bars(pd.Series({"A": 40.0, "B": 10.0}), unit="%", **TOLD | {"title": "A rise?"}))
    alone = re.search(r'href="([^"]+)" download="a-rise.svg"', markup)[1]
    assert "<title>A rise?</title>" in (tmp_path / alone).read_text("utf-8") and 'download="a-rise.csv"' in markup


def test_a_form_fills_the_answers_cell_of_the_students_notebook():
    points = collections.Counter()
    for lesson in runner.lessons():
        cells = {cell["id"]: cell for cell in exercise.released(lesson)["cells"]}
        for task in (one for one in exercises.definition(lesson).tasks if one.formed):
            form = exercise.form(task)
            points[lesson, task.part] += task.points
            assert "".join(cells[form["cell"]]["source"]) == typed.form_line(task), task.id
            assert form["names"] == list(task.names) and form["hints"]
            assert set(form["rows"]) == {row["key"] for row in form["question"].get("rows", ())}, task.id
    assert {points[lesson, "A"] for lesson in runner.lessons()} == {12} and len(points) == 14
    text = "\n".join(cell.source for cell in exercise.notebook("02-de-risking").cells)
    assert "BEGIN SOLUTION" not in text and "three dots" not in text and "def value_share" not in text
    assert "Only for those who write Python" in text and text.count("stage.task(") == 13


PAGE = "<html><head></head><body>{}</body></html>"


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "edition"
    target.mkdir()
    (target / "index.html").write_text(PAGE.format("<a href='b.html#x'>b</a>"), encoding="utf-8")
    (target / "b.html").write_text(PAGE.format("<p id='x'>x</p>"), encoding="utf-8")
    return target


def test_canary_of_each_promise(folder, tmp_path, monkeypatch):
    file = folder / "index.html"
    sound = file.read_text(encoding="utf-8")
    assert checks.look(folder) == []
    for markup, sign in told.cases(__file__, "broken.yaml")["page"]:
        file.write_text(sound.replace("</body>", f"{markup}</body>"), encoding="utf-8")
        assert any(sign in problem for problem in checks.look(folder)), (markup, checks.look(folder))
    file.write_text(sound, encoding="utf-8")
    (folder / "widgets.js").write_text('// the kernel\ntell(/["]/, `Open the ${data.notebook}.`);', encoding="utf-8")
    assert checks.look(folder) == [], "what nobody sees may say it"
    (folder / "widgets.js").write_text('tell(/["]/, `The kernel of ${name} is busy.`);', encoding="utf-8")
    assert ["nobody can do there" in problem for problem in checks.look(folder)] == [True]
    monkeypatch.setattr(checks, "MOST", 0.0)
    assert "more than 0" in checks.look(folder)[-1]
    assert "there is no page" in checks.look(tmp_path)[0]


def test_the_command_writes_folder_and_zip_and_says_what_it_did(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "build", lambda target, address, teacher: scripts.write(target / "_static"))
    assert command.main([str(folder), "--teacher"]) == 0 and not (tmp_path / "edition.zip").exists()
    assert command.main([str(folder)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Made in \d+ s: .*edition \(2 pages, 0\.\d MB\)", said) and "edition.zip (0." in said
    with zipfile.ZipFile(tmp_path / "edition.zip") as packed:
        assert {"edition/index.html", "edition/_static/widgets.js"} <= set(packed.namelist())
    for guide in ("TEACHING.md", "docs/teaching/moodle.md"):  # the page that opens, where a platform unpacks the zip
        assert f"`{command.FOLDER}/index.html`" in (places.checkout() / guide).read_text(encoding="utf-8")
    (tmp_path / "edition.zip").write_text("holiday", encoding="utf-8")
    assert commands.main(["web", str(folder)]) == 2
    assert "is not the zip of an earlier web edition" in capsys.readouterr().err
    assert (tmp_path / "edition.zip").read_text(encoding="utf-8") == "holiday"


def test_the_cover_says_what_one_does_in_each_lesson():
    text, does = words.cover("LESSONS"), lessons.facts().does
    assert all(f"]({name}.ipynb)" in text and f"<br>{told}" in text for name, told in does.items()) and len(does) == 8
    assert text.count("exercise-") == 7 and exercise.cards("EXERCISES").count("](exercise-") == 8
    assert "<br><br>" not in exercise.cards("EXERCISES"), "each says who one is"


def test_the_first_guess_stands_on_the_cover_with_the_way_to_the_others():
    one = {"id": "a", "asked": {"question": "How many?"}, "told": {"truth": 77731}, "way": {}}
    shown = {"text/html": card.in_page("t", {"kind": "five", "lesson": "x", "ones": [one, one, one]}, "")}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data=shown)])
    text = words.with_guess("GUESS", nbformat.v4.new_notebook(cells=[cell]), "00-start-here")
    assert text.count("How many?") == 2 and '"00-start-here.html"' in text and "77731" in text
