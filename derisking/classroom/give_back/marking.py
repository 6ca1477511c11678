"""`derisking mark --formgrader`: nbgrader's own page on the grading folder, to read the memos and give them points."""

import json
import os
import subprocess
import sys

from derisking.classroom import gradebook as book
from derisking.classroom import scratch
from derisking.classroom.course import Course
from derisking.classroom.nbgrader import harmless

ADDRESS, NO_NEWS = "/formgrader/gradebook/", "jupyterlab.NeverCheckForUpdate"
# Pages get everything from this server. It keeps pictures in a memo from telling their owner who reads it and when, and
# the formgrader from fetching MathJax from the network, which memos do not need.
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"


def settings(course: Course) -> dict:
    """What JupyterLab is told: to open the formgrader, to serve this folder only, to ask for no news.

    The formgrader's own page sets the login cookie without a path, so that a browser would not send it with the
    page's questions for data, and the list would never load: the cookie is given the whole server.
    A page may fetch nothing from elsewhere (see POLICY).
    """
    return {
        "ServerApp": {
            "root_dir": str(course.root),
            "default_url": ADDRESS,
            "tornado_settings": {"headers": {"Content-Security-Policy": POLICY}},
        },
        "LabApp": {"default_url": ADDRESS, "news_url": None, "check_for_updates_class": NO_NEWS},
        "IdentityProvider": {"cookie_options": {"path": "/"}},
        "CourseDirectory": {"root": str(course.root)},
    }


def waiting(course: Course) -> dict[str, int]:
    """How many memos of an exercise nobody has read yet, where there are some."""
    with book.opened(course) as gradebook:
        works = {one.name: book.works(gradebook, one.name).values() for one in gradebook.assignments}
    counts = {lesson: sum(bool(work.memo and work.memo.waits) for work in own) for lesson, own in works.items()}
    return {lesson: count for lesson, count in counts.items() if count}


def serve(course: Course, rest: list[str]) -> int:
    """Run JupyterLab until it is stopped; returns its exit code. rest: words for it. The formgrader has settings of its own."""
    with scratch.folder() as folder:
        for name, content in (("jupyter_lab_config", settings(course)), ("nbgrader_config", harmless.SETTINGS)):
            (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        paths = os.pathsep.join([str(folder), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])])
        # The server's many other lines would hide the command's own; files of settings are read too late to stop them.
        quiet = [] if any("log" in word for word in rest) else ["--log-level=WARN"]
        command = [sys.executable, "-m", "jupyterlab", *quiet, *rest]
        variables = {**os.environ, "JUPYTER_CONFIG_PATH": paths, "JUPYTER_PREFER_ENV_PATH": "1"}
        process = subprocess.Popen(command, cwd=course.root, env=variables)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the server hears it too, and asks
