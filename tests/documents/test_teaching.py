"""TEACHING.md and docs/teaching/: what a teacher reads there is true of the module. Each gate has a canary."""

import contextlib
import io
import json
import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from support import lints

from derisking import __main__ as commands
from derisking import arguments, exercises, lessons
from derisking.classroom import lateness, rules
from derisking.classroom.course import Course
from derisking.classroom.prepare import sealing
from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.explore import policy_cases, policy_lab

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "TEACHING.md"
PAGES = ROOT / "docs" / "teaching"
MEMOS, ROLES = PAGES / "memos.md", PAGES / "role-play.md"
DOCUMENTS = [GUIDE, *sorted(PAGES.glob("*.md"))]
PROSE = (GUIDE, MEMOS, ROLES, PAGES / "hub.md", PAGES / "room.md")
LESSON_WITH_MEMO = {"2": "02-de-risking", "7": "07-policy-lab"}
LIMIT = {"2": 200, "7": 600}


def read(path):
    return path.read_text(encoding="utf-8")


def section(text, heading):
    """What stands below a heading, up to the next one of the same or a higher level; "" if it is not there."""
    level = len(heading) - len(heading.lstrip("#"))
    start = re.search(rf"^{re.escape(heading)}\s*$", text, flags=re.MULTILINE)
    if not start:
        return ""
    rest = text[start.end() :]
    end = re.search(rf"^#{{1,{level}}} ", rest, flags=re.MULTILINE)
    return rest[: end.start()] if end else rest


def table(text, number=0):
    """The rows of a Markdown table, without head and rule, as lists of cells. number: which table of the text."""
    found = re.findall(r"(?:^\|.*\|[ ]*\n?)+", text, flags=re.MULTILINE)
    if number >= len(found):
        return []
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in found[number].strip().split("\n")]
    return rows[2:]


# -------------------------------------------------------------------------------------------------------------- commands
def faults_in(check, *documents):
    """Name -> what a check says of a text, for those of which it says something."""
    found = {path.name: check(read(path)) for path in documents or DOCUMENTS}
    return {name: faults for name, faults in found.items() if faults}


def named_commands(text):
    """(program, command, rest of the line) for each command in code spans and code blocks."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^(?:python3|py|derisking) .+$", text, flags=re.MULTILINE)
    pattern = re.compile(r"^(?:(?:python3|py) (run\.py)|(derisking)) ([a-z]+)(.*)$")
    for match in filter(None, (pattern.match(line.strip()) for line in code)):
        yield match[1] or match[2], match[3], match[4]


def unknown_commands(text, known=tuple(commands.COMMANDS)):
    """Commands that nobody offers. known: the words that one can type."""
    return [f"{program} {word}" for program, word, _ in named_commands(text) if word not in known]


parser = cache(arguments.parser)  # it reads a file


@cache
def options_of(command):
    """The options of a command. One that is no row of options.yaml takes none."""
    with contextlib.suppress(KeyError):
        return set(re.findall(r"--[a-z-]+", parser(command).format_help()))
    return {"--help"}


def unknown_options(text, known=options_of):
    """Options, in lines with a command and in the table of options, that the command does not have."""
    pairs = [(word, option) for _, word, rest in named_commands(text) for option in re.findall(r"--[a-z-]+", rest)]
    pairs += [("grade", option) for option in re.findall(r"^\| `(--[a-z-]+)", text, flags=re.MULTILINE)]
    return [f"{word} {option}" for word, option in pairs if word not in ("lab", "test") and option not in known(word)]


def refused(text):
    """Lines with `grade`, and options with a value in the table of options, that the command line does not take."""
    lines = [rest for _, word, rest in named_commands(text) if word == "grade" and "..." not in rest]
    for row in re.findall(r"^\| (`--.*?) \|", text, flags=re.MULTILINE):
        lines += ["class.zip " + span for span in re.findall(r"`([^`]+)`", row)]
    return [line for line in lines if not _taken(shlex.split(line))]


def _taken(words):
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            lateness.share(parser("grade").parse_args(words).late or "accept")
        except SystemExit as end:
            return not end.code
        except UserError:
            return False
    return True


def test_every_command_and_option_exists_and_the_canaries():
    assert faults_in(unknown_commands) == faults_in(unknown_options) == faults_in(refused) == {}
    assert unknown_commands("Type `python3 run.py lab` or `derisking grind x.zip`.", {"lab"}) == ["derisking grind"]
    assert unknown_commands("```\npython3 run.py grande x.zip\n```", {"grade"}) == ["run.py grande"]
    text = "`python3 run.py grade x.zip --class-list a.csv --lazy`\n\n| `--speed 9` | fast |\n"
    assert unknown_options(text, lambda word: {"--class-list"}) == ["grade --lazy", "grade --speed"]
    text = "`python3 run.py grade a.zip --due never`\n\n| `--attempts best`, `--late 5-a-day` | which |\n"
    assert len(refused(text)) == 3


# ------------------------------------------------------------------------------------------------------- links and paths
def anchor(heading):
    """The anchor that GitHub and JupyterLab's viewers make of a heading."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def headings(text):
    return re.findall(r"^#{1,6} (.+?)\s*$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), flags=re.MULTILINE)


def lost_links(path):
    """Links that lead nowhere: to files, and to headings of the same or another page."""
    text = read(path)
    problems = lints.links({"cells": [{"cell_type": "markdown", "source": text}]}, path.parent)
    for address in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", text):
        name, _, wanted = address.partition("#")
        target = path.parent / name if name else path
        if "://" not in address and target.is_file() and wanted not in map(anchor, headings(read(target))):
            problems.append(f"{address}: no such heading")
    return problems


def test_every_link_leads_somewhere_and_the_canary(tmp_path):
    assert {path.name: lost for path in DOCUMENTS if (lost := lost_links(path))} == {}
    (tmp_path / "a.md").write_text("# One\n[x y](b.md) [to two](#two) [to one](#one)\n", encoding="utf-8")
    assert len(lost_links(tmp_path / "a.md")) == 2


def course_names():
    """Names in the grading folder, from the class that knows them, and of the secret and what it was given to."""
    course, any_name = Course(Path("g")), "x"
    plain = ("gradebook", "backups", "students", "intake", "unplaced", "grades", "report", "live")
    paths = [getattr(course, name) for name in plain]
    paths += [getattr(course, name)(any_name, any_name) for name in ("submitted", "autograded", "feedback")]
    return {sealed.SECRET, sealing.GIVEN, *(path.parts[1] for path in paths)}


def lost_paths(text, names):
    """Paths in code spans that exist neither in the project nor, below grading/, in the grading folder."""
    problems = []
    for span in re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|txt|yml|md))`", text):
        top = span.split("/")[0]
        if top == "grading":
            part = span.split("/")[1]
            problems += [span] if part and part not in names else []
        elif not (ROOT / span).exists() and top not in ("plans", "by-hand", "web-edition", *names):
            problems.append(span)
    return problems


def test_every_path_exists_and_the_grading_folder_is_told_in_full():
    rows = table(read(GUIDE).split("**What lies where**")[1])
    told = {name.rstrip("/") for row in rows for name in re.findall(r"`([^`]+)`", row[0])}
    assert course_names() <= told and faults_in(lambda text: lost_paths(text, told), *PROSE) == {}
    text = "`requirements.txt` `grading/report/` `grading/attic/` `docs/nowhere.md` `gone.py`"
    assert lost_paths(text, {"report"}) == ["grading/attic/", "docs/nowhere.md", "gone.py"]


# -------------------------------------------------------------------------------------------------------------- sessions
def test_sessions_cover_the_course():
    """Lessons, exercises and memos once and in order; a session takes as long as its lessons."""
    minutes = {str(one.number): one.minutes for one in lessons.read_all(ROOT)}
    for word, count in {"Six": 6, "Eight": 8, "Twelve": 12}.items():
        rows = table(section(read(GUIDE), f"### {word} sessions"))
        assert [int(row[0]) for row in rows if row[0].isdigit()] == list(range(1, count + 1))
        taught = [re.findall(r"\bLesson (\d)", row[1]) for row in rows]
        assert "".join(map("".join, taught)) == "".join(minutes) == "01234567"
        for row, some in zip(rows, taught, strict=True):
            assert not some or int(row[2]) == sum(minutes[one] for one in some), row
        exercises, due = (" ".join(row[column] for row in rows) for column in (3, 4))
        assert re.findall(r"exercise (\d)", exercises) == list("1234567")
        assert re.findall(r"memo (\d) due", due) == ["2", "7"]
        assert due.count("role play") == due.count("exercise 8 due") == 1


# --------------------------------------------------------------------------------------------------------- marking scheme
def test_the_worked_example_of_a_mark_adds_up():
    """Its weights are the program's, and those of the scheme above it: tests/classroom/test_total.py."""
    *rows, total = table(section(read(GUIDE), "## 5. A marking scheme to propose"), 1)
    for _, points, weight, counts in rows:
        got, most = map(int, points.split(" of "))
        assert float(counts) == round(got / most * int(weight), 1), points
    assert [int(row[2]) for row in rows] == list(rules.usual_scheme().values())
    assert sum(float(row[3]) for row in rows) == float(total[3])


# ------------------------------------------------------------------------------------------------------------------ memos
def notebook_table(path, head):
    """The table with this head in a notebook: the rubric or the roles that students see."""
    texts = ("".join(cell["source"]) for cell in json.loads(read(ROOT / path))["cells"])
    return table(next(text for text in texts if head in text))


def notebook_rubric(lesson):
    return notebook_table(f"solutions/{lesson}/{lesson}.ipynb", "| Criterion |")


def word_count(quote):
    """Words of a sample: a link counts by its text; marks such as [M1] and signs alone do not count."""
    text = re.sub(r"^> ?", "", quote, flags=re.MULTILINE)
    text = re.sub(r"\*\*\[M\d\]\*\*", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def quoted(text):
    """The first block quote of a text."""
    found = re.search(r"(?:^>.*\n)+", text, flags=re.MULTILINE)
    return found[0] if found else ""


def sample_problems(text, criteria, level, limit):
    """What is wrong with one sample: its words, its marks, its deliberate mistakes. limit: words at most."""
    quote, rows, problems = quoted(text), table(text), []
    count, points = word_count(quote), [row[1] for row in rows]
    if f"*Words: {count}*" not in text:
        problems.append(f"{count} words, which is not what is stated")
    if [row[0] for row in rows] != [*criteria, "**Sum**"]:
        problems.append("other criteria than the rubric's")
    if points != [str(level)] * len(criteria) + [str(level * len(criteria))]:
        problems.append(f"marks {points} are not of level {level}, or do not add up")
    if count > limit and level:
        problems.append(f"{count} words and points for form")
    used, told = set(re.findall(r"\[M\d\]", quote)), set(re.findall(r"^- \*\*(\[M\d\])", text, flags=re.MULTILINE))
    if used != told:
        problems.append(f"mistakes marked {sorted(used)}, corrected {sorted(told)}")
    return problems


def sample(number, level):
    return section(read(MEMOS), f"### Lesson {number}, sample at level {level}")


@pytest.mark.parametrize("number", LESSON_WITH_MEMO)
def test_rubrics_are_those_of_the_exercise_and_every_level_has_a_sample(number):
    rubric = table(section(read(MEMOS), f"### Rubric of lesson {number}"))
    assert rubric == notebook_rubric(LESSON_WITH_MEMO[number])
    assert 2 * len(rubric) == exercises.definition(LESSON_WITH_MEMO[number]).memo.points
    for level in (0, 1, 2):
        assert quoted(sample(number, level)), "no sample"
        assert sample_problems(sample(number, level), [row[0] for row in rubric], level, LIMIT[number]) == []


def test_canary_of_samples():
    criteria = [row[0] for row in notebook_rubric("02-de-risking")]
    good = sample("2", 2)
    spoilt = {
        "stated": good.replace("*Words: ", "*Words: 9"),
        "other criteria": good.replace("| **Limits** |", "| **Sources** |"),
        "do not add up": good.replace("| **Sum** | 10 |", "| **Sum** | 9 |"),
        "points for form": good.replace("> Minister,", "> Minister," + " so" * 200),
        "corrected []": good.replace("> Minister,", "> **[M1]** Minister,"),
    }
    for sign, text in spoilt.items():
        assert any(sign in problem for problem in sample_problems(text, criteria, 2, 200)), sign


# ----------------------------------------------------------------------------------------------------------- role play
def lesson_roles():
    """Rows of the lesson's table of roles: role, what it wants, what it can offer."""
    return notebook_table("notebooks/07-policy-lab.ipynb", "| Role |")


def plain(words):
    """For comparing with the lesson, which says "its" where a card says "your": one space, no closing point."""
    return re.sub(r"\byour\b", "its", re.sub(r"\s+", " ", words)).strip().rstrip(".")


def test_role_cards_are_those_of_the_lesson():
    """What each wants and can offer; their facts, arguments and red lines: tests/live/test_talks.py."""
    words = []
    for letter, (role, *wanted) in zip("ABCDEFGH", lesson_roles(), strict=True):
        card = section(read(ROLES), f"### {letter} · {role}")
        parts = dict(re.findall(r"^\*\*([^*]+)\*\*(.*?)(?=^\*\*|\Z)", card, flags=re.MULTILINE | re.DOTALL))
        assert [plain(parts[name]) for name in ("You want", "You can offer")] == wanted, letter
        words.append(word_count(card))
    assert max(words) < 2 * min(words), "no side gets twice the room of another"


def test_timetables_add_up_and_the_desk_is_called_as_it_is():
    for heading, minutes in (("## Forty-five minutes", 45), ("## Ninety minutes", 90)):
        assert sum(int(row[0]) for row in table(section(read(ROLES), heading))) == minutes
    desk = policy_lab.desk("simple")
    labels = {control.label for control in desk.controls.values()} | set(policy_lab.VIEWS)
    text = section(read(ROLES), "## How a team submits its plan")
    named = set(re.findall(r"\*\*([^*]+)\*\*", text))
    assert named <= labels, named - labels
    assert {"You work on plan", "Show", "Who pays, who gains?", *policy_lab.MEASURES.values()} <= named


def test_the_desk_shows_what_the_page_says():
    usual, fallen = policy_cases.offers(), policy_cases.offers(change="what stops the rival stops the ally too")
    rows = table(section(read(ROLES), "## How a team submits its plan"))
    for words, *told in rows:
        name, _, money = words.partition(": ")
        now, then, worst = usual[name], fallen[name], "worst five of 100"
        shown = [now["cost"], now["mean loss"], now[worst], f"{then['mean loss']}; {then[worst]}"]
        assert (money, told) == (now["money"], [*shown, now["taxpayers"], now["workers at home"]]), words
    assert len(rows) == 5


# --------------------------------------------------------------------------------------------------------- sentences
def sentences(paths):
    """Every text in some Python files, one that is written in several pieces as a whole."""
    return re.sub(r'"\s+f?"', "", "\n".join(map(read, paths)))


def unsaid(text, said):
    """Sentences between quotation marks in the table of troubles that no program says."""
    cells = [row[1] for row in table(text)]
    quotes = [quote for cell in cells for quote in re.findall(r'"([^"]+)"', cell)]
    return [quote for quote in quotes if quote not in said]


def test_the_programs_say_what_the_table_quotes():
    said = sentences([ROOT / "run.py", *(ROOT / "derisking" / "classroom").rglob("*.py")])
    text = section(read(GUIDE), "## 10. If something goes wrong")
    assert unsaid(text, said) == [] and len(table(text)) > 10
    text = '| see | has | do |\n|---|---|---|\n| a | "a sentence that nobody says" | b |\n'
    assert unsaid(text, said) == ["a sentence that nobody says"]
