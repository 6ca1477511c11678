"""The working copy: what a student gets, what a new version replaces, and what it never touches."""

import asyncio
import contextlib
import copy as copies
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from support import apart, told
from support import clicked as forms

from derisking import cards, exercises, lab, lessons, places, progress
from derisking.errors import UserError
from derisking.lab import copy, execute, home, pages, preparation, record, start, state
from derisking.progress import store

ROOT = Path(__file__).resolve().parents[2]
LESSON, EXERCISE = "notebooks/02-de-risking.ipynb", "exercises/02-de-risking/02-de-risking.ipynb"


def pretend(books, folder, environment, order, kernels=0):
    """In the place of kernels: every code cell shows one word."""
    order.add(list(books))
    while (name := order.take()) is not None:
        for cell in books[name].cells:
            if cell.cell_type == "code":
                cell.outputs = [nbformat.v4.new_output("stream", text="shown")]
        yield name, ""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A checkout with one lesson and its exercise; kernels are pretended."""
    for name in (LESSON, EXERCISE, "data/README.md", "data/countries.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(execute, "fill", pretend)
    monkeypatch.setattr(copy, "_trust", lambda folder, names: None)
    return tmp_path


def prepared(root):
    """What `prepare` said."""
    said = []
    copy.prepare(root, said.append)
    return said


def changed(path, change):
    """Let somebody change a notebook."""
    book = json.loads(path.read_text(encoding="utf-8"))
    change(book)
    path.write_text(json.dumps(book), encoding="utf-8")
    return path.read_bytes()


def typed(book):
    cell = next(cell for cell in book["cells"] if cell["cell_type"] == "code" and "..." in "".join(cell["source"]))
    cell["source"] = "terms = 'my answer'"


def clicked(book):
    cell = next(cell for cell in book["cells"] if cell["cell_type"] == "code")
    answer = {"version": 1, "task": "terms", "answers": {"terms": "A"}}
    cell["outputs"].append({"output_type": "display_data", "metadata": {}, "data": {copy.FORM_MIME: answer}})


def ran(book):
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [{"output_type": "stream", "name": "stdout", "text": "x"}], 7


def renewed(root, name=EXERCISE):
    """A new version of the source arrives."""
    changed(root / name, lambda book: book["cells"][0].update(source="# 9 · A new title\n\n90 minutes"))


# --------------------------------------------------------------------------------------------------- making and renewing
def test_the_first_start_makes_everything_and_the_second_nothing(root):
    assert prepared(root)[0].startswith("Preparing 4 pages")
    folder = root / copy.FOLDER
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    made = {"home.ipynb", "my-progress.ipynb", LESSON, EXERCISE, "data/README.md", "data/countries.csv"}
    assert {path.relative_to(folder).as_posix() for path in before} == made | {places.MARKER, copy.MADE}
    assert "shown" in (folder / LESSON).read_text(encoding="utf-8")
    assert prepared(root) == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("change", [typed, clicked])
def test_an_answer_is_never_touched_and_the_new_version_lies_beside(root, change):
    prepared(root)
    mine = root / copy.FOLDER / EXERCISE
    kept = changed(mine, change)
    assert prepared(root) == [] and mine.read_bytes() == kept  # nothing new: nothing happens
    renewed(root)
    said = prepared(root)
    new = mine.with_name("02-de-risking-new.ipynb")
    assert mine.read_bytes() == kept and "A new title" in new.read_text(encoding="utf-8")
    assert [line for line in said if "you changed it" in line and new.name in line]
    assert prepared(root) == []  # said once
    second = changed(new, typed)  # and a third version, while the second was changed too
    changed(root / EXERCISE, lambda book: book["cells"][0].update(source="# 9 · A third one"))
    prepared(root)
    assert (mine.read_bytes(), new.read_bytes()) == (kept, second)
    assert "A third one" in mine.with_name("02-de-risking-new-2.ipynb").read_text(encoding="utf-8")


def test_a_page_that_another_copy_has_is_taken_with_what_it_shows(root, tmp_path, monkeypatch):
    """On a hub one copy is filled for all. A page of another version there is not taken."""
    filled = copy.prepare(root, print)
    monkeypatch.setattr(execute, "fill", None)  # no kernel starts
    own = copy.prepare(root, print, folder=tmp_path / "ann", filled=filled)
    assert (own / LESSON).read_bytes() == (filled / LESSON).read_bytes() and b"shown" in (own / LESSON).read_bytes()
    before = changed(own / EXERCISE, typed)
    renewed(root)
    copy.prepare(root, print, folder=own, filled=filled)
    beside = own / EXERCISE.replace(".ipynb", "-new.ipynb")
    assert (own / EXERCISE).read_bytes() == before and b"shown" not in beside.read_bytes()


def test_running_is_no_change(root):
    prepared(root)
    mine = root / copy.FOLDER / LESSON
    changed(mine, ran)
    renewed(root, LESSON)
    assert prepared(root) == ["Preparing 1 page, so that charts and questions are there when you open them ..."]
    assert "A new title" in mine.read_text(encoding="utf-8") and not list(mine.parent.glob("*-new*"))


def test_a_page_that_is_lost_or_empty_is_made_again_and_a_damaged_one_stays(root):
    prepared(root)
    folder = root / copy.FOLDER
    (folder / LESSON).unlink()
    changed(folder / "home.ipynb", lambda book: book["cells"][0].update(outputs=[]))
    (folder / EXERCISE).write_text("half a file", encoding="utf-8")
    assert "Preparing 2 pages" in prepared(root)[0]
    assert (folder / LESSON).is_file() and (folder / EXERCISE).read_text(encoding="utf-8") == "half a file"


def test_what_decides_the_pictures_renews_the_pages(root):
    prepared(root)
    (root / "data" / "countries.csv").write_text("iso3\n", encoding="utf-8")
    assert "Preparing 4 pages" in prepared(root)[0]


def test_an_earlier_record_comes_along_once(root):
    (root / "progress.sqlite").write_bytes(b"earlier")
    prepared(root)
    record_file = root / copy.FOLDER / "progress.sqlite"
    assert record_file.read_bytes() == b"earlier"
    record_file.write_bytes(b"later")
    prepared(root)
    assert record_file.read_bytes() == b"later"


@pytest.mark.slow
def test_kernels_fill_pages_and_an_error_is_a_sentence(tmp_path):
    """Really run: names of one page are gone in the next, counts begin at 1, the folder is the page's own."""
    cells = ["x = 1; print(__import__('os').getcwd())", "x"]
    one, two = (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells]) for _ in range(2))
    two.cells[0].source = "print('x' in globals())"
    books, order = {"a/one.ipynb": one, "two.ipynb": two}, execute.Order()
    trouble = dict(execute.fill(books, tmp_path, dict(os.environ), order, kernels=1))
    assert one.cells[0].outputs[0].text.strip() == str(tmp_path / "a") and one.cells[1].execution_count == 2
    assert two.cells[0].outputs[0].text.strip() == "False"
    assert trouble["a/one.ipynb"] == "" and "NameError" in trouble["two.ipynb"]


def test_a_page_that_could_not_be_filled_is_there_all_the_same(root, monkeypatch):
    monkeypatch.setattr(execute, "fill", lambda books, *rest: [(LESSON, "no kernel")])
    assert any("no kernel" in line and "opens all the same" in line for line in prepared(root))
    assert (root / copy.FOLDER / LESSON).is_file()


# ------------------------------------------------------------------------------------------------- while JupyterLab starts
def test_pages_are_there_at_once_and_the_one_that_is_waited_for_comes_first(root):
    folder, seen = root / copy.FOLDER, []

    class Watch(copy.Watch):
        def due(self, places):
            assert places == ["home.ipynb", LESSON, EXERCISE, "my-progress.ipynb"]
            assert all((folder / place).is_file() for place in places)

        def made(self, place):
            assert "shown" in (folder / place).read_text(encoding="utf-8")
            seen.append(place)
            self.first(EXERCISE)
            self.first("no such page")

    copy.prepare(root, [].append, Watch())
    assert seen == ["home.ipynb", EXERCISE, LESSON, "my-progress.ipynb"]


def test_who_stops_half_way_goes_on_there(root):
    class Watch(copy.Watch):
        def made(self, place):
            self.close()

    copy.prepare(root, [].append, Watch())
    assert prepared(root)[0].startswith("Preparing 3 pages") and prepared(root) == []


def test_what_somebody_else_did_meanwhile_stays(root):
    """An answer that was typed while the page was prepared, and a page that another command has made."""
    prepared(root)
    renewed(root)
    renewed(root, LESSON)
    mine, other, kept = root / copy.FOLDER / EXERCISE, root / copy.FOLDER / LESSON, {}

    class Watch(copy.Watch):
        def due(self, places):
            assert places == [LESSON, EXERCISE]
            kept["mine"] = changed(mine, typed)
            copy.prepare(root, [].append)  # the other command: it sees the answer, and makes the lesson
            kept["other"] = other.stat().st_mtime_ns

    copy.prepare(root, [].append, Watch())
    assert mine.read_bytes() == kept["mine"] and other.stat().st_mtime_ns == kept["other"]
    assert [path.name for path in mine.parent.glob("*-new*")] == ["02-de-risking-new.ipynb"]


# The worker's part in a few lines: two pages are due; one is made when somebody waits for it, the other never.
WORKER = told.cases(__file__, "programs.yaml")["worker"]


def test_who_opens_a_page_waits_for_it_and_for_no_other(tmp_path, monkeypatch):
    contents = pytest.importorskip("derisking.lab.contents")
    for name in ("home", "never", "ready"):
        nbformat.write(nbformat.v4.new_notebook(), tmp_path / f"{name}.ipynb")
    said, manager = [], contents.Contents(root_dir=str(tmp_path))

    async def opened(path):
        return (await manager.get(path, type="notebook"))["name"]

    async def walk():
        assert await opened("home.ipynb") == "home.ipynb"  # nothing is prepared: as in any JupyterLab
        monkeypatch.setattr(preparation, "WORKER", (sys.executable, "-c", WORKER))
        pages = preparation.Pages(tmp_path, said.append)
        monkeypatch.setattr(preparation, "current", pages)
        never = asyncio.create_task(opened("/never.ipynb"))
        while pages._due is None:
            await asyncio.sleep(0)
        assert [await opened(f"{name}.ipynb") for name in ("ready", "home")] and await manager.get("", type="directory")
        assert not never.done()
        pages._process.stdin.close()  # JupyterLab's end is gone, or the worker is
        return await never

    assert apart.run(walk()) == "never.ipynb" and said == ["two pages"]


@pytest.mark.slow
def test_the_worker_prepares_in_a_process_of_its_own(tmp_path, monkeypatch):
    """Really run, with a lesson of one cell: the page waited for is made, and what kernels print confuses nobody."""
    (tmp_path / "notebooks").mkdir()
    shown = nbformat.v4.new_code_cell("import os; os.write(1, b'noise'); print('shown')")
    tiny = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 0 · Tiny\n\n5 minutes"), shown])
    nbformat.write(tiny, tmp_path / "notebooks" / "00-tiny.ipynb")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    said = []
    pages = preparation.Pages(tmp_path, said.append)
    pages.first("notebooks/00-tiny.ipynb")
    assert pages._process.wait() == 0
    while not pages.ready("notebooks/00-tiny.ipynb"):
        pass
    made = (tmp_path / copy.FOLDER / "notebooks" / "00-tiny.ipynb").read_text(encoding="utf-8")
    assert '"shown\\n"' in made and said == [said[0]] and said[0].startswith("Preparing 3 pages")
    gone = subprocess.Popen([*preparation.WORKER, str(tmp_path)], stdin=-1, stdout=-1, stderr=-1)
    gone.stdout.close()  # as where JupyterLab ends at once: nobody is to read why it cannot be told
    assert (gone.communicate()[1], gone.returncode) == (b"", 0)


@pytest.mark.parametrize("said", [[], ["--allow-root"]])
def test_who_is_root_is_told_in_one_sentence_how_to_go_on(said, root, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(places, "checkout", lambda *names: root)
    begun = []
    monkeypatch.setattr(preparation, "Pages", lambda *rest: begun.append(rest))
    monkeypatch.setattr(start.runpy, "run_module", lambda *rest, **more: begun.append(rest))
    with contextlib.chdir(root), contextlib.nullcontext() if said else pytest.raises(UserError, match="--allow-root"):
        start.main(said)
    assert len(begun) == 2 * len(said)


# ----------------------------------------------------------------------------------------------------------------- pages
@pytest.fixture(scope="module")
def planned():
    return {name: book for name, (book, _) in pages.planned(ROOT).items()}


def test_every_lesson_holds_still_and_has_its_ways(planned):
    names = [lesson.page for lesson in lessons.read_all(ROOT)]
    assert len(names) == 8 and len(planned) == 8 + 7 + 2
    for number, name in enumerate(names):
        book = planned[name]  # that no key harms it: tests/browser/test_arrival.py
        assert any("analyst" in cell.metadata.get("tags", []) for cell in book.cells) or number not in (0, 7)
        end = book.cells[-1].source
        assert [page for page, _ in book.metadata["derisking"]["course"]] == names, "for the contents in the bar"
        text = "\n".join(cell.source for cell in book.cells)
        assert not re.search(r"^\*\d+ minutes|^- \*\*[A-Z]\d\*\*", text, re.MULTILINE)
        wanted = ["../home.ipynb", "../my-progress.ipynb"]
        wanted += [Path(names[other]).name for other in (number - 1, number + 1) if 0 <= other < 8]
        wanted += [f"../exercises/{Path(name).stem}/"] if number else []
        assert all(f"({place}" in end for place in wanted)
        for cell in book.cells:
            assert cell.cell_type == "code" or cell.source == cards.tied_markdown(cell.source)  # no line ends before %
            if "analyst" not in cell.metadata.get("tags", []):
                assert {"editable": False, "deletable": False}.items() <= cell.metadata.items()
                assert cell.cell_type == "markdown" or cell.source.startswith("# ")


# Where code is written: only there somebody meets JupyterLab's own words.
CODERS = {"part-b", "student-code", "dba5b8a2-text", "648c8219-text"}


def odd_words(book):
    texts = [cell.source for cell in book.cells if cell.cell_type == "markdown" and cell.id not in CODERS]
    return re.findall(r"kernel|▶▶|\b(?:notebook )?cells?\b|\brun all\b", "\n".join(texts), re.IGNORECASE)


def test_only_coders_meet_the_words_of_jupyterlab(planned):
    assert {name: words for name, book in planned.items() if (words := odd_words(book))} == {}
    book = copies.deepcopy(planned[LESSON])
    book.cells[0].source += "\n\nRun the cell again: press **▶▶**."
    assert odd_words(book) == ["cell", "▶▶"], "the canary"


def test_each_lesson_has_a_drawing_that_loads_nothing():
    for lesson in lessons.read_all(ROOT):
        text = (home.PICTURES / f"{lesson.name}.svg").read_text(encoding="utf-8")
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "") and "<script" not in text
    assert home.picture("no-such-lesson") == ""


# ------------------------------------------------------------------------------------------------------- home and progress
@pytest.fixture
def course(record):
    return record


def answer(lesson, item, right, mode="practice"):
    progress.record("answer", lesson, item, objective="D1", mode=mode, correct=right, score=right, response={})


def test_a_new_student_begins_at_the_beginning(course, monkeypatch):
    markup = lab.show_home()._repr_html_()
    assert "Begin here" in markup and "Open lesson 0" in markup and markup.count("dr-lesson-card") >= 8
    assert markup.count('href="exercises/') == 8 and "✓ done" not in markup
    assert all(lessons.facts().does[lesson.name][:20] in markup for lesson in lessons.read_all())
    assert markup.count(">Open the room<") == markup.count("run.py live 02") == 1
    monkeypatch.setenv("JUPYTERHUB_USER", "x")  # phones are not where that computer is
    assert "run.py live 02" in (markup := lab.show_home()._repr_html_()) and "Open the room" not in markup
    monkeypatch.setattr(home, "ROOM", course / "live")  # students get the course without the room
    assert "In class" in markup and not re.search("In class|run.py live|Open the room", lab.show_home()._repr_html_())


def test_home_asks_the_first_guess_until_all_five_are_made(course, monkeypatch):
    given: list[dict] = []
    monkeypatch.setattr(home.card, "placed", lambda data, still: given.append(data) or still)
    assert "Of the rare earths" in lab.show_home()._repr_html_()
    (first,) = given[0]["ones"]
    rest = given[0]["more"]["rest"]
    with monkeypatch.context() as broken:
        broken.setattr(home.widgets, "quick", None)  # as by a learner who changed the page
        assert "The lessons" in lab.show_home()._repr_html_() and len(given) == 1
    assert set(first) == {"id", "asked", "told", "way"} and len(rest) == 4
    for id in (first["id"], *rest):
        lab.show_home()
        progress.record("prediction", given[0]["lesson"], id, guess=20)
    lab.show_home()
    assert len(given) == 6


def test_what_was_done_shows_on_both_pages(course):
    first, second, far = (lessons.read_all()[n] for n in (0, 2, 5))
    for id in first.asked:
        answer(first.name, id, 1)
    answer(far.name, "pre-lone-control", 1, "pre")  # a sealed answer is no work in the lesson that it tests
    answer(second.name, next(iter(second.asked)), 0)
    progress.record("check", second.name, "terms", objective="D1", points=2, max_points=2, outcome="right", hints=0)
    progress.record("check", second.name, "measures", objective="D2", points=1, max_points=2, outcome="wrong", hints=0)
    markup = lab.show_home()._repr_html_()
    assert "✓ done" in markup and "Go on with lesson 2" in markup
    assert f"1 of {len(second.asked) + len(second.guesses)} answers given" in markup and "3 of 20 points" in markup
    found = state.standings()
    assert state.coming(found).lesson.number == 2 and state.coming(found[:2]).lesson.number == 1


def test_a_newer_version_beside_a_changed_page_is_told(course):
    (course / "notebooks").mkdir()
    for name in ("01-reading-the-news.ipynb", "02-de-risking-new.ipynb"):
        (course / "notebooks" / name).touch()
    markup = lab.show_home()._repr_html_()
    assert "notebooks/02-de-risking-new.ipynb" in markup and markup.count("A newer version") == 1


def test_a_damaged_record_is_told_and_exercises_keep_their_points(course):
    """On both pages; what was chosen in an exercise is judged from its notebook. How one goes on: tests/browser/test_arrival.py."""
    asked = next(one for one in exercises.definition("02-de-risking").part("A") if one.is_form)
    right = next(left for fate, left in forms.answers(asked) if fate == "right")
    (course / EXERCISE).parent.mkdir(parents=True)
    (course / EXERCISE).write_text(json.dumps({"cells": [forms.cell(asked, right, "")]}), encoding="utf-8")
    said = "Your record could not be read"
    assert said not in lab.show_home()._repr_html_() and said not in record.summary()._repr_html_()
    (course / "progress.sqlite").write_bytes(b"rubbish" * 1000)
    store._checked.clear()
    points = f"{asked.points:g} of 20 points"
    markup, card = lab.show_home()._repr_html_(), record.page()
    assert points in markup and card["course"]["lessons"][2]["found"] == asked.points
    assert all(said in one and "progress.damaged-" in one for one in (markup, record.summary()._repr_html_()))
    assert [way for way, _ in card["ways"]] == ["afresh"]


def test_the_buttons_of_my_progress_do_nothing_else(course):
    """What they do is clicked in tests/browser/test_arrival.py."""
    may_be = {places.MARKER, "progress.sqlite"}
    share = {"wish": "share"}
    for nonsense in ({}, {"wish": "x"}, share | {"content": {"lesson": "../.."}}, share | {"content": 1}):
        assert record.act(None, nonsense)["said"] == "" and {path.name for path in course.iterdir()} <= may_be


# ---------------------------------------------------------------------------------------------------------- JupyterLab
def test_jupyterlab_shows_the_working_copy_and_asks_nobody(tmp_path):
    words = start.options(tmp_path / "my course")
    assert f"--ServerApp.root_dir={tmp_path / 'my course'}" in words and "--LabApp.news_url=" in words
    (extension,) = tmp_path.glob("my course/.jupyterlab/labextensions/derisking-course/static-*/course.js")
    assert not any("?" in word for word in words)  # JupyterLab would append the key to the address with a second "?"
    settings = json.loads((start.HERE / "settings" / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    commands = {item.get("command") for item in settings["@jupyterlab/notebook-extension:panel"]["toolbar"]} - {None}
    script = extension.read_text(encoding="utf-8")
    assert all(f'"{name.split(":")[1]}"' in script or f'"{name}"' in script for name in commands)
