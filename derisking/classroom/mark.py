"""`derisking mark`: nbgrader's formgrader on the grading folder, to read the memos and give them points."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from derisking.classroom import book
from derisking.classroom.course import Course, typed
from derisking.classroom.errors import ClassroomError

ADDRESS = "/formgrader/gradebook/"


def settings(course: Course) -> dict:
    """What JupyterLab is told: to open the formgrader, to serve this folder only, to ask for no news."""
    return {
        "ServerApp": {"root_dir": str(course.root), "default_url": ADDRESS},
        "LabApp": {
            "default_url": ADDRESS,
            "news_url": None,
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        },
        "CourseDirectory": {"root": str(course.root)},
    }


def waiting(course: Course) -> dict[str, int]:
    """How many memos of each exercise nobody has read yet."""
    with book.opened(course) as gradebook:
        found = {}
        for assignment in gradebook.assignments:
            works = book.works(gradebook, assignment.name).values()
            found[assignment.name] = sum(bool(work.memo and work.memo.waits) for work in works)
        return {lesson: count for lesson, count in found.items() if count}


def main(arguments: list[str] | None = None) -> int:
    """Open the formgrader; returns the exit code of the server. Words that are not known are passed on to JupyterLab."""
    parser = argparse.ArgumentParser(prog="derisking mark", description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="course", type=Path, default=Path("grading"), help="the grading folder")
    options, rest = parser.parse_known_args(arguments)
    course = Course(options.course.resolve())
    if not course.gradebook.is_file():
        raise ClassroomError(
            f"There is no gradebook in {course.root}: run derisking grade first, or name the folder with --from."
        )
    memos = waiting(course)
    print("Memos that wait: " + (", ".join(f"{lesson}: {count}" for lesson, count in memos.items()) or "none"))
    print(
        "The formgrader opens in your browser. Choose an exercise, then a submission; type points and a comment; they are kept at once."
    )
    print(f"To stop: close the tab, press Ctrl+C twice here; then repeat {typed('grade')}.", flush=True)
    return serve(course, rest)


def serve(course: Course, rest: list[str]) -> int:
    """Run JupyterLab until it is stopped."""
    with tempfile.TemporaryDirectory(prefix="derisking-mark-") as folder:
        (Path(folder) / "jupyter_lab_config.json").write_text(json.dumps(settings(course)), encoding="utf-8")
        paths = os.pathsep.join([folder, *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])])
        command = [sys.executable, "-m", "jupyterlab", *rest]
        variables = {**os.environ, "JUPYTER_CONFIG_PATH": paths, "JUPYTER_PREFER_ENV_PATH": "1"}
        process = subprocess.Popen(command, cwd=course.root, env=variables)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the server hears it too, and asks
