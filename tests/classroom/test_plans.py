"""The lesson plans: true to their lessons, one sheet of A4 each, and pages that need nothing but themselves."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from support import html_rules, told

from derisking import lessons
from derisking.classroom import files
from derisking.classroom.prepare import plans
from derisking.errors import UserError
from derisking.questions import bank

ROOT = Path(__file__).resolve().parents[2]
TEACHING = ROOT / "docs" / "teaching"
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
HEADINGS = "Minutes|Say and ask|Predict first|What they may think|Vote, talk, vote again|The board at the end|Homework"
PARTS = HEADINGS.split("|")
CODE = re.compile(r"`([^`\n]+)`")


class Lesson:
    """A lesson and its bank. sections: (title, minutes) in order; asked: question id -> number of its section."""

    def __init__(self, name: str):
        read = next(one for one in lessons.read_all() if one.name == name)
        cells = json.loads((ROOT / read.page).read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells]
        found = [re.match(r"## (.+)\n\*(\d+) minutes", text) for text in texts]
        self.title, self.minutes = f"Lesson {read.heading}", read.minutes
        self.predictions = re.findall(r'widgets\.predict\(\s*[\w"-]+,\s*"([^"]+)"', "\n".join(texts))
        self.sections = [(one[1], int(one[2])) for one in found if one]
        places = {title: place for place, (title, _) in enumerate(self.sections)}
        self.asked = {id: places.get(heading, -1) for id, heading in read.asked.items()}
        self.kinds = {one.id: one.kind for one in bank.load(name).questions}
        text = (bank.folder() / f"{name}.yaml").read_text("utf-8")
        self.misconceptions = set(re.findall(r"misconception: ([a-z0-9-]+)", text))


lesson = cache(Lesson)


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


def found(faults: dict[str, bool]) -> list[str]:
    return [said for said, wrong in faults.items() if wrong]


def wrong_minutes(plan: dict[str, str], about: Lesson) -> list[str]:
    """Faults of the timetable."""
    *table, last = rows(plan["Minutes"])
    total = f"{' + '.join(row[1] for row in table)} = {about.minutes}"
    sections = [(title, str(minutes)) for title, minutes in about.sections]
    faults = {
        "the top does not give the lesson's minutes": f"**{about.minutes} minutes**" not in plan[""],
        "sections or their minutes are not the lesson's": [(row[0], row[1]) for row in table] != sections,
        "the sum is not shown or wrong": last[1:3] != [f"**{about.minutes}**", total],
        "the minutes do not add up to the title's": sum(int(row[1]) for row in table) != about.minutes,
    }
    for title, minutes, text, *_ in table:
        parts = [int(number) for number in re.findall(r"\((\d+)\)", text)]
        faults[f"the steps of {title!r} do not add up"] = bool(parts) and sum(parts) != int(minutes)
    return found(faults)


def wrong_votes(plan: dict[str, str], about: Lesson) -> list[str]:
    """Faults of the questions to vote on, and of where they stand in the timetable."""
    asks, table = plan["Vote, talk, vote again"], rows(plan["Minutes"])[:-1]
    rule = ("vote alone", "Under a third right", "Up to seven tenths", "vote again", "More:", "Check my answer")
    faults = {"the rule when to vote again is not complete": any(words not in asks for words in rule)}
    faults["two or three votes, please"] = not 2 <= len(numbered(asks)) <= 3
    for number, vote in enumerate(numbered(asks), start=1):
        id = CODE.search(vote)[1]
        can_be = about.kinds.get(id) in ("single", "multiple") and id in about.asked
        at = [i for i, row in enumerate(table) if re.search(rf"\bVotes? (\d and )?{number}\b", row[2])]
        late = can_be and len(at) == 1 and at[0] >= about.asked[id]
        faults[f"{id!r} is no question of the lesson that one can vote on"] = not can_be
        faults[f"vote {number} does not say where to go back to"] = "Back to" not in vote
        faults[f"vote {number} must stand once in the timetable, not before its section"] = not late
    return found(faults)


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
    sections = [title for title, _ in about.sections]
    said = re.findall(r"^- \*(.+?)\* ", plan["Say and ask"], flags=re.MULTILINE)
    faults += [f"nothing is asked in a section {title!r}" for title in said if title not in sections]
    for part in ("Minutes", "Say and ask", "Homework"):
        named = [id for id in CODE.findall(plan[part]) if not id.startswith("progress.")]
        faults += [f"no {id!r}" for id in named if id not in about.kinds]
    return faults


def problems(text: str, name: str) -> list[str]:
    """Everything that is wrong with a plan; an empty list is a pass."""
    plan, about = sheet(text), lesson(name)
    if list(plan) != ["", *PARTS]:
        return [f"parts are {list(plan)[1:]}"]
    faults = {
        "the title is not the lesson's": not plan[""].startswith(f"# {about.title}\n"),
        "nothing is said for a class that runs late": "*Late?*" not in plan["Minutes"],
        "at least three sentences to say or ask": len(re.findall(r'"[^"]+[.?!]"', plan["Say and ask"])) < 3,
        "no picture of the board": plan["The board at the end"].count("```") != 2,
    }
    checks = (wrong_minutes, wrong_votes, wrong_predictions, wrong_names)
    return found(faults) + [fault for check in checks for fault in check(plan, about)]


def text_of(name: str) -> str:
    return (TEACHING / f"{name}.md").read_text(encoding="utf-8")


def test_every_lesson_has_a_plan_that_is_true_to_it_and_lesson_2_needs_no_laptops():
    assert len(LESSONS) == 8
    assert sorted(path.stem for path in TEACHING.glob("[0-9][0-9]-*.md")) == LESSONS
    assert {name: faults for name in LESSONS if (faults := problems(text_of(name), name))} == {}
    assert "](role-play.md)" in text_of("07-policy-lab")
    page = text_of("02-de-risking").split("\n---\n")[1]
    assert "No app, no account, no network" in page and "explorer" in page and "paper" in page
    known = lesson("02-de-risking")
    named = CODE.findall(re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    assert named and set(named) <= set(known.kinds) | set(known.predictions)


def test_canaries_of_the_plan():
    text = text_of("02-de-risking")
    for old, new, says in told.cases(__file__, "plans.yaml")["broken"]:
        assert old in text
        faults = problems(text.replace(old, new, 1), "02-de-risking")
        assert any(says in fault for fault in faults), (old, faults)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return plans.write(tmp_path_factory.mktemp("plans"))


def test_a_page_needs_nothing_but_itself_and_the_index_leads_to_all(made):
    assert [path.stem for path in made if plans.PLAN.match(path.stem)] == LESSONS
    index = made[0].read_text(encoding="utf-8")
    assert made[0].name == "index.html" and all(f'href="{path.name}"' in index for path in made[1:])
    pages = {path: path.read_text(encoding="utf-8") for path in made}
    assert html_rules.problems(pages) == []
    for path, page in pages.items():
        assert '<html lang="en">' in page, path
        assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import|\bsrc=", page), path
        for target in re.findall(r'href="([^"#]+)', page):
            assert target.startswith("https://") or (path.parent / target).exists(), (path, target)


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


BAD = [("role-play.md", b"# Play\n", "no lesson plans"), ("00-x.md", b"## No title\n", "00-x.md")]


@pytest.mark.parametrize(("name", "content", "says"), [*BAD, ("00-x.md", b"# Caf\xe9\n", "UTF-8")])
def test_bad_texts_are_one_sentence_and_nothing_is_written(tmp_path, name, content, says):
    files.write(tmp_path / "texts" / name, content)
    with pytest.raises(UserError, match=re.escape(says)):
        plans.write(tmp_path / "out", tmp_path / "texts")
    assert not (tmp_path / "out").exists()


def test_the_command_says_where_the_plans_are(made, tmp_path, capsys):
    assert plans.main(["--out", str(tmp_path / "plans")]) == 0
    assert "index.html" in capsys.readouterr().out
    assert [(tmp_path / "plans" / path.name).read_bytes() for path in made] == [path.read_bytes() for path in made]
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="choose another folder"):
        plans.write(tmp_path / "file")
