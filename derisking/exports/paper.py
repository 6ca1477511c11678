"""All sheets as PDF, on A4 and Letter: for each lesson worksheet, primary text, exam A to D and keys; cards; forecasts; the teachers' texts."""

import concurrent.futures
import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from derisking import cards, forecasts, places
from derisking import lessons as course_lessons
from derisking.errors import UserError
from derisking.exports import coded_cards, items, lesson, pdf, sheets

TITLE = "De-risking, chips and the alliance with Japan"
STUDENTS, TEACHERS = "students", "teachers"
BREAK = "\n---\n"
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MANY = 40  # sheets from which on all processors help


def files(lessons: list[str], sizes: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """(name, PDF) of every sheet. What students may see is in a folder of its own, apart from keys."""
    everything = {name: items.of(name) for name in items.choose([])}
    documents = [*_of_lessons({name: everything[name] for name in lessons}, everything), *of_all(lessons)]
    jobs = [
        (f"{size}/{name}.pdf", title, str(body), size, kind) for size in sizes for name, title, body, kind in documents
    ]
    if len(jobs) < MANY:
        yield from map(_print, jobs)
        return
    with concurrent.futures.ProcessPoolExecutor() as pool:
        yield from pool.map(_print, jobs, chunksize=2)


def _print(job: tuple[str, str, str, str, str]) -> tuple[str, bytes]:
    name, title, body, size, kind = job
    return name, pdf.sheet(title, body, size, kind)


def _of_lessons(chosen: dict[str, list], everything: dict[str, list]) -> Iterator[tuple[str, str, Markup, str]]:
    for name, questions in chosen.items():
        earlier = [item for other, more in everything.items() if other < name for item in more]
        title, body, printed = sheets.worksheet(name, questions, earlier)
        yield f"{STUDENTS}/{name}-worksheet", title, body, "sheet"
        yield f"{TEACHERS}/{name}-worksheet-key", *sheets.key(title, {"the worksheet": printed}), "key"
        if on_text := sheets.primary(name, questions):
            title, body, printed = on_text
            yield f"{STUDENTS}/{name}-primary-text", title, body, "sheet"
            yield f"{TEACHERS}/{name}-primary-text-key", *sheets.key(title, {"the sheet": printed}), "key"
        if len(questions) >= sheets.LEAST:
            yield from _exam(f"{name}-exam", f"Exam: {lesson.title(name)}", sheets.exam_items({name: questions}))
    if len(chosen) > 1:
        yield from _exam("course-exam", f"Exam: {TITLE}", sheets.exam_items(chosen))


def _exam(name: str, title: str, chosen: list) -> Iterator[tuple[str, str, Markup, str]]:
    versions = {}
    for version in sheets.VERSIONS:
        whole, body, versions[f"version {version}"] = sheets.exam(title, chosen, version)
        yield f"{STUDENTS}/{name}-{version}", whole, body, "exam"
    yield f"{TEACHERS}/{name}-key", *sheets.key(title, versions), "key"


def of_all(lessons: list[str]) -> Iterator[tuple[str, str, Markup, str]]:
    yield f"{STUDENTS}/vote-cards", "Vote cards", sheets.vote_cards(), "vote"
    yield f"{STUDENTS}/vote-cards-with-codes", "Vote cards with codes", coded_cards.sheet(), "sheet"
    foreseen = [one for one in forecasts.every().values() if one.lesson in lessons]
    ways = {"score": forecasts.score, "linked": forecasts.linked, "unlinked": lambda text: LINK.sub(r"\1", text)}
    for who, name in ((STUDENTS, "forecasts"), (TEACHERS, "forecasts-key")):
        text = cards.render(f"exports/templates/{name}.md.jinja", chosen=foreseen, **ways)
        yield f"{who}/{name}", heading(text), pdf.page_text(text), "page"
    root = places.checkout("docs")
    folder = root / "docs" / "teaching"
    if course_lessons.facts().role_play in lessons:
        yield f"{STUDENTS}/role-cards", "Role cards", role_cards(_read(folder / "role-play.md")), "roles"
    sheet, notes = decision(_read(folder / "decision-sheet.md"))
    yield f"{STUDENTS}/decision-sheet", heading(sheet), pdf.page_text(sheet), "decision"
    yield f"{TEACHERS}/decision-sheet-notes", heading(notes), pdf.page_text(notes), "page"
    guide = root / "TEACHING.md"
    for file in [guide, *sorted(folder.glob("*.md"))]:
        if file.stem != "decision-sheet":
            text, name = _read(file), "teaching" if file == guide else file.stem
            called = f"plan-{name}" if name[0].isdigit() else name
            yield f"{TEACHERS}/{called}", heading(text), pdf.page_text(text), "page"


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file.name}: this text cannot be read ({error}). Restore it from a fresh copy.") from None


def heading(text: str) -> str:
    """The first heading of a text, in plain words. Raises UserError for a text without one."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    if not found:
        raise UserError(f"A text that begins {text[:40]!r} has no title: begin it with a line such as '# Lesson 2'.")
    return re.sub(r"[*`_]", "", found[1]).strip()


def role_cards(text: str) -> Markup:
    """One card for each team of the role play, two on a page."""
    made = Markup("<h1>Role cards</h1>")
    for card in re.split(r"^### ", text.split("\n## The cards")[1].split("\n## ")[0], flags=re.MULTILINE)[1:]:
        title, _, rest = card.partition("\n")
        made += Markup('<section class="role"><h2>{}</h2>{}</section>').format(title.strip(), pdf.page_text(rest))
    return made


def decision(text: str) -> tuple[str, str]:
    """The students' sheet and the teacher's notes of the decision sheet, which a line of three dashes keeps apart."""
    sheet, line, notes = text.partition(BREAK)
    if not line:
        raise UserError("decision-sheet.md has no line '---' between the students' sheet and the teacher's notes.")
    return sheet, re.sub(r"^#(#+ )", r"\1", notes, flags=re.MULTILINE)
