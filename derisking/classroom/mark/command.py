"""`derisking mark`: read the memos at a desk of one's own, with the rubric beside them, and give them points by the keyboard."""

import argparse
from collections.abc import Callable

from derisking import arguments
from derisking.classroom import gradebook as book
from derisking.classroom import opening, serving
from derisking.classroom.course import Course, many, typed
from derisking.classroom.give_back import marking
from derisking.classroom.mark import rubric, server
from derisking.classroom.mark.desk import NAMELESS, SHUFFLED, Desk, progress
from derisking.classroom.mark.store import FIRST, SECOND, Store
from derisking.errors import UserError


def main(typed_words: list[str] | None = None) -> int:
    """Open the desk, or the formgrader; returns the exit code. Raises UserError with a sentence."""
    words = arguments.parser("mark")
    options, rest = words.parse_known_args(typed_words)
    course = Course(options.course.resolve())
    if not course.gradebook.is_file():
        raise UserError(
            f"There is no gradebook in {course.root}: run `{typed('grade')}` first, or name the folder with --from."
        )
    if options.formgrader:
        print(_waiting(marking.waiting(course)))
        print("The formgrader opens in your browser. Choose an exercise, then a submission; type points and a comment;")
        again = f"then repeat {typed('grade', options.course)}."
        print(f"they are kept at once. To stop: close the tab, press Ctrl+C twice here; {again}", flush=True)
        shared = [f"--port={options.port}"] * bool(options.port) + ["--no-browser"] * options.no_browser
        return marking.serve(course, [*shared, *rest])
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
