"""`derisking mark`: read the memos at a desk of one's own, with the rubric beside them, and give them points by the keyboard."""

import argparse
from collections.abc import Callable
from pathlib import Path

from derisking.classroom import gradebook as book
from derisking.classroom import opening, serving
from derisking.classroom.course import USUAL, Course, many, typed
from derisking.classroom.give_back import marking
from derisking.classroom.mark import rubric, server
from derisking.classroom.mark.desk import NAMELESS, SHUFFLED, Desk, progress
from derisking.classroom.mark.store import FIRST, SECOND, Store
from derisking.errors import UserError


def parser() -> argparse.ArgumentParser:
    """The options of `derisking mark`."""
    words = argparse.ArgumentParser(
        prog="derisking mark",
        description="Read the memos and give them points by the rubric, at a page of this computer.",
    )
    yes_or_no = argparse.BooleanOptionalAction
    words.add_argument(
        "exercise", nargs="?", metavar="EXERCISE", help="such as 02-de-risking (default: one whose memos wait)"
    )
    words.add_argument("--from", dest="course", type=Path, default=USUAL, metavar="FOLDER", help="the grading folder")
    words.add_argument(
        "--second", action="store_true", help="mark as the second reader: shows how far you agree, and changes no mark"
    )
    words.add_argument(
        "--nameless", action=yes_or_no, default=None, help="hide the writers' names (so from the start); kept"
    )
    words.add_argument("--shuffled", action=yes_or_no, default=None, help="show the memos in a random order; kept")
    words.add_argument(
        "--port", type=int, default=0, metavar="N", help="where the page is served (default: a free port)"
    )
    words.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    words.add_argument(
        "--formgrader", action="store_true", help="nbgrader's own page instead; further words go to JupyterLab"
    )
    return words


def main(arguments: list[str] | None = None) -> int:
    """Open the desk, or the formgrader; returns the exit code. Raises UserError with a sentence."""
    words = parser()
    options, rest = words.parse_known_args(arguments)
    course = Course(options.course.resolve())
    if not course.gradebook.is_file():
        raise UserError(
            f"There is no gradebook in {course.root}: run `{typed('grade')}` first, or name the folder with --from."
        )
    if options.formgrader:
        print(_waiting(marking.waiting(course)))
        shared = [f"--port={options.port}"] * bool(options.port) + ["--no-browser"] * options.no_browser
        return marking.open_formgrader(course, [*shared, *rest], typed("grade", options.course))
    if rest:
        words.error(f"unknown words: {' '.join(rest)}")
    with book.opened(course) as gradebook:
        return _at_the_desk(course, gradebook, options)


def _at_the_desk(course: Course, gradebook, options: argparse.Namespace) -> int:
    there = {assignment.name for assignment in gradebook.assignments}
    lessons = [lesson for lesson in rubric.with_memo() if lesson in there]
    if options.exercise and options.exercise not in lessons:
        raise UserError(
            f"There are no memos of {options.exercise!r} in {course.root}: choose one of {', '.join(lessons) or 'none yet'}."
        )
    if not lessons:
        raise UserError(f"No exercise in {course.gradebook} ends with a memo: there is nothing to mark by hand.")
    store = Store(gradebook, course, SECOND if options.second else FIRST)
    desk = Desk(store, {one: rubric.read(one) for one in lessons})
    for name in (NAMELESS, SHUFFLED):
        if (wanted := getattr(options, name)) is not None:
            store.set_setting(name, "yes" if wanted else "no")
    waiting = {lesson: sum(desk.waiting(lesson).values()) for lesson in lessons}
    lesson = options.exercise or max(lessons, key=lambda one: bool(waiting[one]))
    listening = serving.sockets(options.port)
    print(_waiting({one: count for one, count in waiting.items() if count}))
    try:
        with opening.until_ctrl_c(), opening.privately(course.root / "desk.html", "the desk for memos") as show:
            server.serve(desk, listening, lesson, lambda address: _opened(address, course, options, show))
    finally:
        gradebook.db.rollback()
        store.write_changes()
    _closed(desk, course, options)
    return 0


def _waiting(counts: dict[str, int]) -> str:
    return "Memos that wait: " + (", ".join(f"{lesson}: {count}" for lesson, count in counts.items()) or "none")


def _opened(address: str, course: Course, options: argparse.Namespace, show: Callable[[str], None]) -> None:
    print(f"The desk: {address}")
    kept = "the agreement; no mark changes" if options.second else f"{course.gradebook}"
    print(f"Each key press is kept at once, for {kept}. Keys: press ? there. To stop: Ctrl+C here.", flush=True)
    if not options.no_browser:
        show(address)


def _closed(desk: Desk, course: Course, options: argparse.Namespace) -> None:
    """Say what was done and where it is."""
    for lesson in desk.rubrics:
        waiting = desk.waiting(lesson)
        if waiting:
            print(f"{lesson}: {progress(waiting)}.")
        lines = desk.agreement(lesson)
        if lines[-1].compared:
            whole = next(line for line in lines if line.name == "All rows")
            print(f"{lesson}: two readers on {many(lines[-1].compared, 'memo')}; alpha over all rows: {whole.words}.")
    if course.memo_changes.is_file():
        print(f"Every change: {course.memo_changes}")
    if desk.store.reader == FIRST:
        print(f"Next: {typed('grade', options.course)}, and the points are in.", flush=True)
