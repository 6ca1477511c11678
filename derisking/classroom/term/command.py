"""`derisking term`: the page of the term, until Ctrl+C."""

from collections.abc import Callable
from pathlib import Path

from derisking import arguments
from derisking.classroom import opening, serving
from derisking.classroom.term.page import HERE, Page


def main(words: list[str] | None = None) -> int:
    """Serve the page; returns the exit code. Raises UserError with a sentence."""
    options = arguments.parser("term").parse_args(words)
    page = Page(options.course, [Path.cwd(), Path.home() / "Downloads"])
    page.rules({})  # makes the folder, where the way in lies
    listening = serving.sockets(options.port)

    def opened(address: str, show: Callable[[str], None]) -> None:
        print(f"The page of the term: {address}\nTo stop: Ctrl+C here.", flush=True)
        if not options.no_browser:
            show(address)

    frame = "classroom/term/term.html.jinja"
    beside = [HERE / "term.js", HERE / "term.css", HERE.parent / "mark" / "desk.css"]
    try:
        with opening.until_ctrl_c(), opening.privately(page.course.root / "term.html", "the page of the term") as show:
            serving.serve(page.answers(), frame, beside, listening, lambda address: opened(address, show))
    finally:
        for job in page.jobs.values():
            job.stop()
    print("Stopped. Nothing is lost: the same command shows where the course stands.")
    return 0
