"""A lesson is content: a ninth one, with bank, exercise, plan and an explorer of its own, goes into a copy of the course, and every
edition and every command for teachers has it, while no line of the package is touched. The lab shows it each time, the other editions and teachers' commands before a release."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from support import told

ROOT = Path(__file__).resolve().parents[2]
LESSON, TITLE = "08-small-steps", "Small steps"
# The others in the copy, as title and bank alone: those that hold a test, the story, or its first telling.
KEPT = ("00-start-here", "01-reading-the-news", "07-policy-lab")
PARTS = ("derisking", "notebooks", "solutions", "exercises", "data", "docs", "tools", "run.py", "pyproject.toml")
PARTS += ("requirements.txt", "requirements-setup.txt", "environment.yml", "postBuild", "nbgrader_config.py")
PARTS += ("README.md", "LICENSE", "LICENSE-text.md", "CITATION.cff")
NINTH = told.cases(__file__, "ninth_lesson.yaml")


def book(cells: list[dict]) -> str:
    """A notebook: what has no metadata of its own is Markdown."""
    make = {True: nbformat.v4.new_code_cell, False: nbformat.v4.new_markdown_cell}
    return nbformat.writes(nbformat.v4.new_notebook(cells=[make["metadata" in cell](**cell) for cell in cells])) + "\n"


def dump(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def digest(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def run(course: Path, *words: str) -> str:
    """A command of the copy; what it prints."""
    env = {**os.environ, "PYTHONPATH": str(course), "DERISKING_RECORD": "off"}
    done = subprocess.run([sys.executable, *words], cwd=course, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, (words, done.stdout[-1000:], done.stderr[-3000:])
    return done.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The copy with its ninth lesson, built by the package as it was."""
    top = tmp_path_factory.mktemp("course")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, top / name)
    for path in [*top.glob("solutions/0*"), *top.glob("exercises/0*")]:
        shutil.rmtree(path)
    for path in [*top.glob("notebooks/0*.ipynb"), *top.glob("notebooks/quizzes/0*")]:
        if path.stem not in KEPT:
            path.unlink()
        elif path.suffix == ".ipynb":
            title = nbformat.read(path, as_version=4).cells[0].source
            path.write_text(book([{"id": "title", "source": title}]), encoding="utf-8")
    facts = yaml.safe_load((top / "notebooks" / "course.yaml").read_text(encoding="utf-8"))
    facts["explorers"]["steps"] = "small_steps"
    objectives = (top / "notebooks" / "objectives.yaml").read_text(encoding="utf-8")
    written = {
        "notebooks/course.yaml": dump(facts), "docs/web-words.yaml": dump({LESSON: {}}),
        "notebooks/objectives.yaml": objectives + f'- {{id: Z1, lesson: {LESSON}, text: "Say what small steps leave."}}\n',
        f"notebooks/{LESSON}.ipynb": book(NINTH["lesson"]),
        f"notebooks/quizzes/{LESSON}.yaml": dump(NINTH["bank"]),
        "notebooks/explorers/small_steps.py": NINTH["explorer"],
        f"notebooks/pictures/{LESSON}.svg": (ROOT / "notebooks/pictures/01-reading-the-news.svg").read_text("utf-8"),
        f"solutions/{LESSON}/{LESSON}.ipynb": book(NINTH["exercise"]),
        f"solutions/{LESSON}/tasks.yaml": dump(NINTH["tasks"]),
        f"docs/teaching/{LESSON}.md": f"# Lesson 8 · {TITLE}\n\n**20 minutes** · after lesson 7\n",
    }  # fmt: skip
    for name, text in written.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    before = digest(top / "derisking")
    run(top, "-m", "derisking", "build")
    yield top
    assert digest(top / "derisking") == before, "somebody wrote into the package"


pytestmark = pytest.mark.slow


def test_the_bank_is_sound_and_the_matrix_and_the_lab_have_it(course):
    """Its pages are in the working copy, between their neighbours; a kernel shows its question and its explorer."""
    code = told.cases(__file__, "programs.yaml")["a ninth lesson"]
    said = run(course, "-c", code % {"lesson": LESSON})
    banks, _, matrix = said.partition("that was said of the banks")
    assert LESSON not in banks and "Z1" in matrix.rpartition("\n[")[0]
    planned, ways, shown, home = json.loads(said.splitlines()[-1])
    assert f"exercises/{LESSON}/{LESSON}.ipynb" in planned and "07-policy-lab" in ways["previous"]
    assert "What follows?" in shown and "How many steps until" in shown
    assert TITLE in home and f"notebooks/{LESSON}.ipynb" in home


def test_the_web_edition_has_it(course):
    run(course, "-m", "derisking", "web", "site")
    page = (course / "site" / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "What follows?" in page and "How many steps until" in page
    assert any("steps_state" in path.read_text(encoding="utf-8") for path in (course / "site").rglob("*.js"))
    assert (course / "site" / f"exercise-{LESSON}.html").is_file()
    assert f"{LESSON}.html" in (course / "site" / "index.html").read_text(encoding="utf-8")


def test_packages_take_it_elsewhere(course):
    for platform in ("moodle", "qti"):
        run(course, "-m", "derisking", "package", platform, LESSON)
    made = [path for path in (course / "exports").rglob("*") if path.is_file()]
    assert any("What follows?" in path.read_text(encoding="utf-8") for path in made if path.suffix == ".xml")
    assert any(path.suffix == ".zip" for path in made)


def test_a_teacher_releases_grades_and_reports_it(course):
    run(course, "-m", "derisking", "release")
    with zipfile.ZipFile(course / "derisking-students.zip") as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
    assert {
        f"notebooks/{LESSON}.ipynb", f"exercises/{LESSON}/{LESSON}.ipynb", "notebooks/explorers/small_steps.py",
    } <= names  # fmt: skip
    handed = course / "by-hand" / "ada" / LESSON
    handed.mkdir(parents=True)
    solved = f"from derisking.authoring import source; from pathlib import Path; import nbformat; nbformat.write(source.solved(Path('solutions/{LESSON}')), '{handed / LESSON}.ipynb')"
    run(course, "-c", solved)
    assert "Graded 1 of 1" in run(course, "-m", "derisking", "grade", "by-hand")
    assert ",20," in (course / "grading" / "grades" / f"grades-{LESSON}.csv").read_text(encoding="utf-8")
    run(course, "-m", "derisking", "report")
    assert TITLE in next((course / "grading").rglob("report.html")).read_text(encoding="utf-8")
    run(course, "-m", "derisking", "plans")
    assert TITLE in (course / "plans" / "index.html").read_text(encoding="utf-8")
