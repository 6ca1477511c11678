"""Budgets: what may take how long. Each measure is a function that yields Budget rows; `python3 run.py bench` prints them all.

Add a measure: write a function with the decorator `measure`. Browser tests print a line with a median, which is read here.
What takes many minutes has the decorator `on_request` and runs only if it is named: `python3 run.py bench thousand`.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "submissions")]
import runner  # noqa: E402

MEASURES = []
ON_REQUEST = []


@dataclass(frozen=True)
class Budget:
    """One measured value and its limit (at most) or its floor (at least), in the same unit. Neither: for information."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    floor: float | None = None

    @property
    def kept(self):
        return (self.limit is None or self.value <= self.limit) and (self.floor is None or self.value >= self.floor)

    def __str__(self):
        limit = "" if self.limit is None else f"  (at most {self.limit:g} {self.unit})"
        limit += "" if self.floor is None else f"  (at least {self.floor:g} {self.unit})"
        return f"{'ok  ' if self.kept else 'OVER'}  {self.name:<58} {self.value:8.2f} {self.unit}{limit}"


def measure(function):
    """Register a function without arguments that yields Budget rows."""
    MEASURES.append(function)
    return function


def on_request(function):
    """Register a measure that takes so long that it must be asked for."""
    ON_REQUEST.append(function)
    return function


def import_seconds(names, repeats=5):
    """Processor seconds to import modules beyond pandas and pyplot: median over fresh processes.

    Processor time, not the clock: a busy machine makes a clock lie.
    """
    code = (
        "import pandas, matplotlib.pyplot, time, importlib, sys\n"
        "start = time.process_time()\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(time.process_time() - start)"
    )
    command = [sys.executable, "-c", code, *names]
    runs = [
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8") for _ in range(repeats)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def lesson_modules():
    """Modules of the package that lessons import, as far as they exist."""
    names = ["derisking"]
    for name in (
        "data",
        "indicators",
        "chips",
        "supply",
        "progress",
        "charts",
        "quiz",
        "controls",
        "explore",
        "exercises",
    ):
        if (ROOT / "derisking" / f"{name}.py").exists() or (ROOT / "derisking" / name / "__init__.py").exists():
            names.append(f"derisking.{name}")
    return names


@measure
def imports():
    yield Budget("import derisking, beyond pandas and pyplot", import_seconds(["derisking"]), "s", 0.3)
    yield Budget("import all that lessons use, beyond pandas and pyplot", import_seconds(lesson_modules()), "s", 0.3)


def run_seconds(book, folder):
    """Seconds to start a kernel and run a notebook (an nbformat object) in a folder."""
    from nbclient import NotebookClient

    start = time.perf_counter()
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return time.perf_counter() - start


def execution_ratio(path, repeats=3):
    """How many times longer a lesson takes than an empty notebook that imports pandas and pyplot; best runs of each."""
    import nbformat

    empty = nbformat.v4.new_notebook()
    empty.cells = [nbformat.v4.new_code_cell("import pandas\nimport matplotlib.pyplot")]
    pairs = [
        (run_seconds(nbformat.read(path, as_version=4), path.parent), run_seconds(empty, path.parent))
        for _ in range(repeats)
    ]
    return min(lesson for lesson, _ in pairs) / min(nothing for _, nothing in pairs)


@measure
def lessons():
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        yield Budget(f"running {path.name}, over an empty notebook", execution_ratio(path), "times", 2)


# The start of the line that a browser test prints (`NAME: median 23 ms`), and the budget in milliseconds.
BROWSER = {"click to feedback": 50, "explorer, move to picture": 150}


def printed_medians(text):
    """Budget rows for the lines of browser tests that name a median."""
    for name, value in re.findall(r"^\.*(\w[^:\n]*): median ([\d.]+) ms", text, flags=re.MULTILINE):
        limit = next((limit for start, limit in BROWSER.items() if name.startswith(start)), None)
        yield Budget(name, float(value), "ms", limit)


@measure
def browser():
    """Runs the two browser tests that measure, alone on the machine."""
    command = [sys.executable, "-m", "pytest", "tests/browser", "-q", "-s", "-p", "no:cacheprovider"]
    command += ["-k", "test_click_to_feedback or test_time_from_move_to_picture"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace")
    rows = list(printed_medians(done.stdout))
    if len(rows) < len(BROWSER):
        print("not measured: click to feedback, move to picture (no browser, or the tests failed)")
    yield from rows


@measure
def environment():
    if (ROOT / ".venv").is_dir():
        size = sum(
            path.stat().st_size for path in (ROOT / ".venv").rglob("*") if path.is_file() and not path.is_symlink()
        )
        yield Budget("size of the environment in .venv", size / 1e6, "MB")


STUDENTS, LESSON = 200, "02-de-risking"


def seconds(command, folder):
    """(seconds, megabytes of the largest process) of a command, which must succeed."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "timed.py"), *command],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed: {done.stderr[-2000:]}")
    taken, largest = done.stderr.strip().splitlines()[-1].split()
    return float(taken), float(largest)


def graded(folder, notebooks):
    """The whole of `derisking grade` on these notebooks: (seconds, megabytes of the largest process)."""
    runner.submit(folder, LESSON, notebooks)
    command = [sys.executable, "-m", "derisking.classroom", "grade", "--into", str(folder)]
    taken = seconds(command, ROOT)
    assert len(list((folder / "feedback").glob("*/*/*.html"))) == len(notebooks)
    return taken


@measure
def grading():
    """Plain `nbgrader autograde`, one after another and without walls, against `derisking grade`, on the same files.

    The first grades only; the second takes in, grades each notebook in its sandbox, writes feedback and files of grades.
    """
    notebooks = runner.a_class(LESSON, STUDENTS)
    with tempfile.TemporaryDirectory() as name:
        plain = runner.course(Path(name) / "plain", LESSON, notebooks)
        assert runner.nbgrader(plain, "generate_assignment", LESSON).returncode == 0
        serial, _ = seconds([sys.executable, "-m", "nbgrader", "autograde", LESSON], plain)
        yield Budget(f"{STUDENTS} notebooks, plain nbgrader autograde, unsandboxed", serial, "s")
        ours, memory = graded(Path(name) / "class", notebooks)
        yield Budget(f"{STUDENTS} notebooks, derisking grade, each in a sandbox", ours, "s")
        yield Budget("largest process of derisking grade", memory, "MB", 600)
        yield Budget("throughput of derisking grade against plain nbgrader", serial / ours, "times", floor=2.5)
        same = runner.all_marks(plain, LESSON) == runner.all_marks(Path(name) / "class", LESSON)
        yield Budget("marks and explanations the same", float(same), "(1: yes)", floor=1)


@on_request
def thousand():
    """How `derisking grade` grows: 200 and 1 000 notebooks."""
    taken = {}
    for count in (STUDENTS, 1000):
        with tempfile.TemporaryDirectory() as name:
            taken[count], memory = graded(Path(name) / "class", runner.a_class(LESSON, count))
            yield Budget(f"{count} notebooks, derisking grade", taken[count], "s")
            yield Budget(f"largest process with {count} notebooks", memory, "MB", 600)
    yield Budget("seconds a notebook, 1 000 against 200", taken[1000] / 5 / taken[STUDENTS], "times", 1.15)


def main(words):
    """Print all budgets, or those whose function is named; exit code 1 if one is not kept."""
    chosen = [function for function in MEASURES + ON_REQUEST if function.__name__ in words] if words else MEASURES
    if not chosen:
        names = ", ".join(function.__name__ for function in MEASURES + ON_REQUEST)
        print(f"There is no such measure; choose from: {names}")
        return 2
    rows = []
    for function in chosen:
        for row in function():
            rows.append(row)
            print(row, flush=True)
    over = sum(not row.kept for row in rows)
    print(f"{len(rows)} measured, {over} over budget")
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
