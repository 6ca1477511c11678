"""The lesson plans: true to their lessons, one sheet of A4 each, and pages that need nothing but themselves."""

from __future__ import annotations

import concurrent.futures
import importlib.util
import itertools
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
import yaml

from derisking.classroom.errors import ClassroomError
from derisking.classroom.prepare import plans

ROOT = Path(__file__).resolve().parents[2]
TEACHING = ROOT / "docs" / "teaching"
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
HEADINGS = "Minutes|Say and ask|Predict first|What they may think|Vote, talk, vote again|The board at the end|Homework"
PARTS = HEADINGS.split("|")
CODE = re.compile(r"`([^`\n]+)`")


# ------------------------------------------------------------------------------------------------ what a lesson holds


@dataclass
class Lesson:
    """A lesson and its bank. sections: (title, minutes) in order; asked: question id -> number of its section."""

    title: str = ""
    minutes: int = 0
    sections: list[tuple[str, int]] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    predictions: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    misconceptions: set[str] = field(default_factory=set)


def misconceptions(part) -> set[str]:
    """Every value of a key `misconception`, however deep."""
    if isinstance(part, list):
        return set().union(*map(misconceptions, part))
    if not isinstance(part, dict):
        return set()
    own = {part["misconception"]} if "misconception" in part else set()
    return own.union(*map(misconceptions, part.values()))


@cache
def lesson(name: str) -> Lesson:
    """Read a notebook and its bank."""
    found = Lesson()
    for cell in json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            if title := re.match(r"# (.+)\n", text):
                found.title = title[1]
                found.minutes = int(re.search(r"(\d+) minutes in class", text)[1])
            if section := re.match(r"## (.+)\n\*(\d+) minutes", text):
                found.sections.append((section[1], int(section[2])))
            continue
        found.predictions += re.findall(r'widgets\.predict\(\s*(?:LESSON|"[^"]+"),\s*"([^"]+)"', text)
        for call in re.findall(r"quiz\.ask\(([^)]*)\)", text):
            found.asked |= {id: len(found.sections) - 1 for id in re.findall(r'"([^"]+)"', call) if id != name}
    bank = yaml.safe_load((ROOT / "notebooks" / "quizzes" / f"{name}.yaml").read_text(encoding="utf-8"))["questions"]
    found.kinds = {question["id"]: question["kind"] for question in bank}
    found.misconceptions = misconceptions(bank)
    return found


# ------------------------------------------------------------------------------------------------------ what must hold


def sheet(text: str) -> dict[str, str]:
    """The parts of a plan's first page by their headings; "" is what stands before the first."""
    pieces = re.split(r"^## (.+)\n", text.split("\n---\n")[0], flags=re.MULTILINE)
    return {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}


def rows(part: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def numbered(part: str) -> list[str]:
    return re.findall(r"^\d+\. (.+)$", part, flags=re.MULTILINE)


def wrong_minutes(plan: dict[str, str], about: Lesson) -> list[str]:
    """Faults of the timetable."""
    *table, last = rows(plan["Minutes"])
    faults = []
    if f"**{about.minutes} minutes**" not in plan[""]:
        faults.append("the top does not give the lesson's minutes")
    if [(row[0], row[1]) for row in table] != [(title, str(minutes)) for title, minutes in about.sections]:
        faults.append("sections or their minutes are not the lesson's")
    if last[1] != f"**{about.minutes}**" or last[2] != " + ".join(row[1] for row in table) + f" = {about.minutes}":
        faults.append("the sum is not shown or wrong")
    if sum(int(row[1]) for row in table) != about.minutes:
        faults.append("the minutes do not add up to the title's")
    for row in table:
        parts = [int(number) for number in re.findall(r"\((\d+)\)", row[2])]
        if parts and sum(parts) != int(row[1]):
            faults.append(f"the steps of {row[0]!r} do not add up")
    return faults


def wrong_votes(plan: dict[str, str], about: Lesson) -> list[str]:
    """Faults of the questions to vote on, and of where they stand in the timetable."""
    votes, table, faults = numbered(plan["Vote, talk, vote again"]), rows(plan["Minutes"])[:-1], []
    if not 2 <= len(votes) <= 3:
        faults.append("two or three votes, please")
    for number, vote in enumerate(votes, start=1):
        id = CODE.search(vote)[1]
        if about.kinds.get(id) not in ("single", "multiple") or id not in about.asked:
            faults.append(f"{id!r} is no question of the lesson that one can vote on")
            continue
        if "Back to" not in vote:
            faults.append(f"vote {number} does not say where to go back to")
        at = [i for i, row in enumerate(table) if re.search(rf"\bVotes? (\d and )?{number}\b", row[2])]
        if len(at) != 1 or at[0] < about.asked[id]:
            faults.append(f"vote {number} must stand once in the timetable, not before its section")
    rule = ("vote alone", "Under a third right", "Up to seven tenths", "vote again", "More:", "Check my answer")
    if not all(words in plan["Vote, talk, vote again"] for words in rule):
        faults.append("the rule when to vote again is not complete")
    return faults


def wrong_predictions(plan: dict[str, str], about: Lesson) -> list[str]:
    """Faults of the predictions: every one of the lesson is collected, each has its place in the timetable."""
    listed, where = numbered(plan["Predict first"]), " ".join(row[2] for row in rows(plan["Minutes"]))
    named = [id for line in listed for id in CODE.findall(line)]
    faults = [] if named == about.predictions else [f"predictions named {named}, the lesson has {about.predictions}"]
    said = [int(n) for n in re.findall(r"\bPrediction (\d)", where)]
    return faults + ([] if said == list(range(1, len(listed) + 1)) else ["predictions are not all in the timetable"])


def wrong_names(plan: dict[str, str], about: Lesson) -> list[str]:
    """Misconceptions that the bank does not have, and other names in code that lead nowhere."""
    table = rows(plan["What they may think"])
    named = [CODE.findall(row[0]) for row in table]
    faults = [f"no misconception {ids}" for ids in named if len(ids) != 1 or ids[0] not in about.misconceptions]
    if len(table) < 4 or not all(row[1] for row in table):
        faults.append("four misconceptions at least, each with what helps")
    for part in ("Minutes", "Say and ask", "Homework"):
        text = plan[part] if part != "The board at the end" else ""
        faults += [
            f"no {id!r}" for id in CODE.findall(text) if id not in about.kinds and not id.startswith("progress.")
        ]
    return faults


def wrong_work(plan: dict[str, str], name: str) -> list[str]:
    """The homework names the exercise if there is one, and its memo with its words."""
    home, number = plan["Homework"], int(name[:2])
    book = ROOT / "exercises" / name / f"{name}.ipynb"
    if not book.exists():
        return [] if "No exercise" in home else ["there is no exercise, and the plan does not say so"]
    cells = json.loads(book.read_text(encoding="utf-8"))["cells"]
    memo = next((cell for cell in map(lambda c: "".join(c["source"]), cells) if cell.startswith("## Memo")), "")
    faults = [] if f"Exercise {number}" in home else ["the exercise is not named"]
    words = re.search(r"(\d+) words", memo)
    wanted = f"{words[1]} words" if words else "No memo" if not memo else "Memo"
    return faults + ([] if wanted in home else [f"the homework should say {wanted!r}"])


def problems(text: str, name: str) -> list[str]:
    """Everything that is wrong with a plan; an empty list is a pass."""
    plan, about = sheet(text), lesson(name)
    if list(plan) != ["", *PARTS]:
        return [f"parts are {list(plan)[1:]}"]
    faults = [] if plan[""].startswith(f"# Lesson {about.title}\n") else ["the title is not the lesson's"]
    if "*Late?*" not in plan["Minutes"]:
        faults.append("nothing is said for a class that runs late")
    if len(re.findall(r'"[^"]+[.?!]"', plan["Say and ask"])) < 3:
        faults.append("at least three sentences to say or ask")
    if plan["The board at the end"].count("```") != 2:
        faults.append("no picture of the board")
    for check in (wrong_minutes, wrong_votes, wrong_predictions, wrong_names):
        faults += check(plan, about)
    return faults + wrong_work(plan, name)


def text_of(name: str) -> str:
    return (TEACHING / f"{name}.md").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------------- plan and lesson


def test_every_lesson_has_a_plan_that_is_true_to_it():
    assert len(LESSONS) == 8
    assert sorted(path.stem for path in TEACHING.glob("[0-9][0-9]-*.md")) == LESSONS
    assert {name: faults for name in LESSONS if (faults := problems(text_of(name), name))} == {}
    assert "](role-play.md)" in text_of("07-policy-lab")


def test_lesson_2_needs_no_laptops_and_no_service():
    page = text_of("02-de-risking").split("\n---\n")[1]
    assert "No app, no account, no network" in page and "explorer" in page and "paper" in page
    known = lesson("02-de-risking")
    named = CODE.findall(re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    assert named and set(named) <= set(known.kinds) | set(known.predictions)


# what stands in the plan of lesson 2, what stands there instead, what is said of it
BROKEN = (
    ("**90 minutes**", "**75 minutes**", "lesson's minutes"),
    ("| Move the line | 12 |", "| Move the line | 10 |", "not the lesson's"),
    ("| Move the line |", "| Move the limit |", "not the lesson's"),
    ("6 + 6 = 90", "6 + 8 = 90", "the sum"),
    ("You explain (3).", "You explain (4).", "do not add up"),
    ("1. `same-licence-two-words`", "1. `same-licence`", "no question of the lesson"),
    ("1. `same-licence-two-words`", "1. `hhi-by-hand`", "no question of the lesson"),
    ("1. `same-licence-two-words`", "1. `recall-denominator`", "no question of the lesson"),
    ("Back to the table of three ideas.", "", "where to go back to"),
    ("Vote 1, with talk (6)", "Talk (6)", "vote 1 must stand once"),
    ("thumbs up or down for each statement (3)", "Vote 3 (3)", "vote 3 must stand once"),
    ("*Up to seven tenths:*", "", "the rule"),
    ("`magnets-china-2024`:", "Magnets:", "predictions named"),
    ("Prediction 1, look", "Look", "not all in the timetable"),
    ("`friend-means-safe`", "`friend-is-safe`", "no misconception"),
    ("Each computes `hhi-by-hand`", "Each computes `hhi-by-head`", "no 'hhi-by-head'"),
    ("Memo to the minister, 200 words", "Memo to the minister, 250 words", "200 words"),
    ("Exercise 2", "The exercise", "not named"),
    ("# Lesson 2 · De-risking", "# Lesson 2 · Risks", "title"),
    ("## Say and ask", "## Ask", "parts are"),
    ("*Late?*", "Late?", "runs late"),
)


def test_canaries_of_the_plan():
    text = text_of("02-de-risking")
    for old, new, says in BROKEN:
        assert old in text
        faults = problems(text.replace(old, new, 1), "02-de-risking")
        assert any(says in fault for fault in faults), (old, faults)


# --------------------------------------------------------------------------------------------------------- the pages


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return plans.write(tmp_path_factory.mktemp("plans"))


def test_a_page_needs_nothing_but_itself_and_the_index_leads_to_all(made, tmp_path):
    assert [path.stem for path in made if plans.PLAN.match(path.stem)] == LESSONS
    index = made[0].read_text(encoding="utf-8")
    assert made[0].name == "index.html" and all(f'href="{path.name}"' in index for path in made[1:])
    for path in made:
        page = path.read_text(encoding="utf-8")
        assert page.startswith("<!DOCTYPE html>") and '<html lang="en">' in page and "<title>" in page, path
        assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import|\bsrc=", page), path
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path
        for target in re.findall(r'href="([^"#]+)', page):
            assert target.startswith("https://") or (path.parent / target).exists(), (path, target)
    again = plans.write(tmp_path)
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in again], "the same each time"


def test_a_text_is_never_markup(tmp_path):
    (tmp_path / "00-x.md").write_text(
        "# A <b>plan</b> & more\n\n<script>alert(1)</script>\n\n[go](javascript:alert(1)) [nb](../../notebooks/x.ipynb) "
        "[role](role-play.md#a) [other](no-such.md) [web](https://example.org)\n",
        encoding="utf-8",
    )
    (tmp_path / "role-play.md").write_text("# Play\n", encoding="utf-8")
    made = plans.write(tmp_path / "out", tmp_path)
    page = made[1].read_text(encoding="utf-8")
    assert "<script" not in page and "<b>" not in page and "&lt;script&gt;" in page
    assert re.findall(r'href="([^"]+)"', page) == ["role-play.html#a", "https://example.org", "index.html"]
    assert "nb" in page and "other" in page
    assert "A &lt;b&gt;plan&lt;/b&gt; &amp; more</title>" in page


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("", b"", "no lesson plans"),
        ("role-play.md", b"# Play\n", "no lesson plans"),
        ("00-x.md", b"## No title\n", "00-x.md"),
        ("00-x.md", b"# Caf\xe9\n", "UTF-8"),
    ],
)
def test_bad_texts_are_one_sentence_and_nothing_is_written(tmp_path, name, content, says):
    texts = tmp_path / "texts"
    texts.mkdir()
    if name:
        (texts / name).write_bytes(content)
    with pytest.raises(ClassroomError, match=re.escape(says)):
        plans.write(tmp_path / "out", texts)
    assert not (tmp_path / "out").exists()


def test_missing_plans_and_a_place_that_is_no_folder(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ClassroomError, match="Name another folder"):
        plans.write(tmp_path / "file")
    monkeypatch.setattr(plans.data, "folder", lambda: tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClassroomError, match="students' copy has none"):
        plans.write(tmp_path / "out")
    (tmp_path / "docs" / "teaching").mkdir(parents=True)
    (tmp_path / "docs" / "teaching" / "00-x.md").write_text("# X\n", encoding="utf-8")
    assert len(plans.write(tmp_path / "out")) == 2


def test_the_command_says_where_the_plans_are(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert plans.main([]) == 0
    said = capsys.readouterr().out
    assert "plans" in said and "index.html" in said and (tmp_path / "plans/index.html").exists()
    assert plans.main(["--out", "elsewhere"]) == 0 and (tmp_path / "elsewhere" / "02-de-risking.html").exists()


# ------------------------------------------------------------------------------------------------------------- printed

SMALLEST = 10 * 96 / 72  # ten points in pixels
HIGHEST = (297 - 2 * 9 - 4) / 25.4 * 96  # a sheet less its margins, and four millimetres for another system's letters
MEASURE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let smallest = 1000, black = true;
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement, style = getComputedStyle(box);
    if (!walk.currentNode.data.trim() || !box.getClientRects().length) continue;
    smallest = Math.min(smallest, parseFloat(style.fontSize));
    black = black && style.color === "rgb(0, 0, 0)";
  }
  const wide = [...document.querySelectorAll("pre, table, p, li")].filter(e => e.scrollWidth > e.clientWidth + 1);
  return {smallest, black, height: document.body.scrollHeight, wide: wide.map(e => e.textContent.slice(0, 60))};
}"""


def browser_helpers():
    """tests/browser/conftest.py as a module: how a browser is found there."""
    place = Path(__file__).resolve().parents[1] / "browser" / "conftest.py"
    spec = importlib.util.spec_from_file_location("browser_helpers", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(chrome: str, flags: list[str], files: list[Path]) -> dict[str, dict]:
    """Each page printed and measured by one browser: sheets, sizes of the sheets, smallest letters, what is too wide."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=flags)
        page = browser.new_page(viewport={"width": 703, "height": 1000}, color_scheme="dark")  # A4 less its margins
        page.emulate_media(media="print")
        for file in files:
            page.goto(file.as_uri())
            pdf = page.pdf(prefer_css_page_size=True)
            boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)
            sizes = {tuple(round(float(x)) for x in box.split()[2:]) for box in boxes}
            found[file.stem] = page.evaluate(MEASURE) | {
                "sheets": len(re.findall(rb"/Type\s*/Page\b", pdf)),
                "a4": sizes == {(595, 842)},
            }
        found["screen"] = {"axe": [line for scheme in ("light", "dark") for line in axe(page, files[:2], scheme)]}
        browser.close()
    return found


def axe(page, files: list[Path], scheme: str) -> list[str]:
    """axe-core's findings on the screen, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(media="screen", color_scheme=scheme)
    found = []
    for file in files:
        page.goto(file.as_uri())
        report = Axe().run(page).response
        assert report["passes"], "axe looked at nothing"
        found += [f"{file.name}, {scheme}: {violation['id']}" for violation in report["violations"]]
    return found


def faults(name: str, sheet: dict) -> list[str]:
    """What is wrong with a printed page."""
    most = 2 if name == "02-de-risking" else 1
    found = [] if sheet["sheets"] == most else [f"{sheet['sheets']} sheets"]
    found += [] if most == 2 or sheet["height"] <= HIGHEST else [f"hardly fits: {sheet['height']} px"]
    found += [] if sheet["a4"] else ["not A4"]
    found += [] if sheet["smallest"] >= SMALLEST - 0.01 else [f"letters of {sheet['smallest']} px"]
    found += [] if sheet["black"] else ["not black on white"]
    return found + [f"too wide: {text}" for text in sheet["wide"]]


@pytest.fixture(scope="module")
def sheets(made, tmp_path_factory):
    """Every plan as it prints, and three broken ones; Playwright runs in a thread, since other tests may use it too."""
    helpers = browser_helpers()
    chrome = helpers.find_browser()
    if chrome is None:
        if helpers.browser_required():
            pytest.fail("REQUIRE_BROWSER is set but no browser was found. Install Chromium or set CHROME to its path.")
        pytest.skip("no browser found; install Chromium or set CHROME to its path")
    folder, text = tmp_path_factory.mktemp("broken"), text_of("05-export-controls")
    bad = {
        "10-long": text.replace("## Homework\n", "## Homework\n\n" + "One more line.\n\n" * 12),
        "11-wide": text.replace("READ A RULE", "READ A RULE " * 6),
    }
    for name, words in bad.items():
        (folder / f"{name}.md").write_text(words, encoding="utf-8")
    broken = plans.write(folder / "out", folder)[1:]
    small = folder / "out" / "12-small.html"
    small.write_text(
        broken[1].read_text(encoding="utf-8").replace("font-size: 10pt", "font-size: 9pt"), encoding="utf-8"
    )
    grey = folder / "out" / "13-grey.html"
    grey.write_text(broken[1].read_text(encoding="utf-8").replace("--ink: #000", "--ink: #ccc"), encoding="utf-8")
    files = [made[0], *(path for path in made if plans.PLAN.match(path.stem)), *broken, small, grey]
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(printed, chrome, helpers.FLAGS, files).result()


@pytest.mark.browser
def test_each_plan_prints_on_one_sheet(sheets):
    assert {name: found for name in LESSONS if (found := faults(name, sheets[name]))} == {}


@pytest.mark.browser
def test_canaries_of_print(sheets):
    wanted = {"10-long": ("2 sheets", "hardly fits"), "11-wide": ("too wide",)}
    wanted |= {"12-small": ("letters of",), "13-grey": ("not black",)}
    for name, signs in wanted.items():
        said = " ".join(faults(name, sheets[name]))
        assert all(sign in said for sign in signs), (name, said)
