"""Budgets: what may take how long. Each measure is a function that yields Budget rows; `python3 run.py bench` prints them all.

Add a measure: write a function with the decorator `measure`. Browser tests print a line with a median, which is read here.
What takes many minutes has the decorator `on_request` and runs only if it is named: `python3 run.py bench thousand`.
"""

import asyncio
import datetime
import functools
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "submissions")]
import runner  # noqa: E402

MEASURES, ON_REQUEST = [], []


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


# What lessons import of the package.
LESSONS_USE = [
    f"derisking.{name}"
    for name in ("charts", "data", "exercises", "explore", "models", "progress", "quiz", "sources", "widgets")
]


def import_seconds(names, before="pandas, matplotlib.pyplot", repeats=2):
    """Processor seconds to import modules beyond those that are there before: the best of some fresh processes.

    Processor time, not the clock: a busy machine makes a clock lie.
    """
    code = f"import {before}, time, importlib, sys\nsys.modules.pop('rfc3987_syntax', None)  # as for students, not as in tests\n"
    code += "start = time.process_time()\n"
    code += "for name in sys.argv[1:]: importlib.import_module(name)\nprint(time.process_time() - start)"
    run = functools.partial(subprocess.run, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return min(float(run([sys.executable, "-c", code, *names]).stdout) for _ in range(repeats))


@measure
def imports():
    yield Budget("import derisking, beyond pandas and pyplot", import_seconds(["derisking"]), "s", 0.3)
    yield Budget("import all that lessons use, beyond pandas and pyplot", import_seconds(LESSONS_USE), "s", 0.3)


@measure
def reading():
    from derisking.questions import bank

    paths = [bank.folder() / f"{lesson}.yaml" for lesson in bank.lessons()]
    start = time.process_time()
    count = sum(len(bank.read(path).questions) for path in paths)
    yield Budget(f"reading the {count} questions of all banks", time.process_time() - start, "s", 0.3)


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
BROWSER = {
    "click to feedback": 50, "form, click to feedback": 250, "explorer, move to picture": 50, "web explorer": 50,
    "web lesson on a slow phone": 1500,
    "web lesson before its first question": 150,
}  # fmt: skip


def printed_medians(text):
    """Budget rows for the lines of browser tests that name a median."""
    for name, value, unit in re.findall(r"^\.*(\w[^:\n]*): median ([\d.]+) (ms|kB)", text, flags=re.MULTILINE):
        limit = next((limit for start, limit in BROWSER.items() if name.startswith(start)), None)
        yield Budget(name, float(value), unit, limit)


@measure
def browser():
    """Runs the browser tests that measure, alone on the machine."""
    command = [sys.executable, "-m", "pytest", "tests/browser", "-q", "-s", "-p", "no:cacheprovider", "--thorough"]
    command += ["-k", "click_to_feedback or move_to_picture or begins_with_one_control or first_question_comes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace")
    rows = list(printed_medians(done.stdout))
    for start in BROWSER:
        if not any(row.name.startswith(start) for row in rows):
            print(f"not measured: {start} (no browser, or the test failed)")
    yield from rows


STUDENTS, SAMPLE, LESSON = 200, 20, "02-de-risking"


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds by the clock, seconds of processors (of all processes together), megabytes of the largest."""

    clock: float
    used: float
    largest: float


def taken(command, folder):
    """What a command takes, which must succeed."""
    timed = [sys.executable, str(ROOT / "tools" / "timed.py"), *command]
    done = subprocess.run(timed, cwd=folder, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        raise RuntimeError(f"{command} failed: {done.stderr[-2000:]}")
    return Taken(*map(float, done.stderr.strip().splitlines()[-1].split()))


def graded(folder, notebooks):
    """The whole of `derisking grade` on these notebooks, gradebook, feedback and files of grades included.

    The exercise is in the gradebook before, as for plain nbgrader.
    """
    from derisking.classroom.course import Course
    from derisking.classroom.grade import released

    released.prepare(Course(folder), [LESSON], lambda line: None)
    runner.submit(folder, LESSON, notebooks)
    found = taken([sys.executable, "-m", "derisking", "grade", "--into", str(folder)], ROOT)
    assert len(list((folder / "feedback").glob("*/*/*.html"))) == len(notebooks)
    assert len(runner.all_marks(folder, LESSON)) == len(notebooks)
    return found


def reading_seconds(folder):
    """Processor seconds of one process that reads and judges every notebook of a course, from file to graded notebook."""
    from derisking.classroom.course import Course
    from derisking.classroom.grade import one_notebook, released
    from derisking.classroom.submission import Submission

    course = Course(folder)
    with tempfile.TemporaryDirectory() as name:
        db, config = released.copy_for_grading(course, Path(name)), course.root / "nbgrader_config.py"
        paths = sorted((course.root / "submitted").glob("*/*/*.ipynb"))
        jobs = [one_notebook.Job(Submission(path, "s", LESSON), db, config, may_run=False) for path in paths]
        start = time.process_time()
        for job in jobs:
            one_notebook.run(job)
        return time.process_time() - start


def rows(name, found, count, **budget):
    """Clock and processor seconds as Budget rows; a budget is one of the clock."""
    yield Budget(f"{count} notebooks, {name}, by the clock", found.clock, "s", **budget)
    yield Budget(f"{count} notebooks, {name}, processors", found.used, "s")


@measure
def grading():
    """Plain `nbgrader autograde`, one after another and without walls, against `derisking grade`, on the same files.

    The first grades only, and of it a sample of the first twenty is timed; the second takes in, reads, runs one in four
    shut in, writes gradebook, feedback and files of grades.
    """
    notebooks = runner.a_class(LESSON, STUDENTS)
    # One in four of the first twenty takes route 2, as in the class.
    sample = dict(list(notebooks.items())[:SAMPLE])
    with tempfile.TemporaryDirectory() as name:
        plain = runner.course(Path(name) / "plain", LESSON, sample)
        assert runner.nbgrader(plain, "generate_assignment", LESSON).returncode == 0
        serial = taken([sys.executable, "-m", "nbgrader", "autograde", LESSON], plain)
        yield from rows("plain nbgrader autograde, a sample", serial, SAMPLE)
        times = STUDENTS / SAMPLE
        ours = graded(Path(name) / "class", notebooks)
        yield from rows("derisking grade, whole command", ours, STUDENTS)
        yield Budget("largest process of derisking grade", ours.largest, "MB", 600)
        yield Budget(
            f"throughput against plain nbgrader ({STUDENTS} extrapolated from {SAMPLE}), by the clock",
            serial.clock * times / ours.clock,
            "times",
            floor=10,
        )
        yield Budget("the same in processor seconds", serial.used * times / ours.used, "times")
        both = runner.all_marks(plain, LESSON), runner.all_marks(Path(name) / "class", LESSON)
        same = all(found["marks"] == both[1][student]["marks"] for student, found in both[0].items())
        yield Budget("marks the same", float(same and len(both[0]) == SAMPLE), "(1: yes)", floor=1)


@measure
def defence():
    """`run.py defend` for 60 students: their notebooks, memos and the model."""
    from support.graded import LESSON as SEVENTH
    from support.graded import MEMO_TEXT, handed_in

    from derisking.classroom.course import Course

    with tempfile.TemporaryDirectory() as name:
        for n in range(60):
            memo = f"{MEMO_TEXT} Student {n} says that {n + 10} % is too much, and that Japan buys 28 % of its magnets there."
            handed_in(Course(Path(name)), f"s{n:02}", SEVENTH, [f'plan = "{"CEFG"[n % 4]}"'], memo=memo)
        from derisking.classroom.defence import command

        now, start = datetime.datetime.now().astimezone(), time.process_time()
        command.write(Course(Path(name)), SEVENTH, "1", now)
        yield Budget("pages of a defence for 60 students, processors", time.process_time() - start, "s", 5)
        whole = [sys.executable, "-m", "derisking", "defend", "--from", name]
        yield Budget("the same with all that the command loads", taken(whole, ROOT).used, "s", 5)


async def an_hour(port, secret, many, drops):
    """What `many` phones at once see of a vote: name of a measure -> seconds, or a count."""
    from support.phones import Client, phone

    desk, found = Client(port, secret), {}
    await desk.listen("/view/desk")
    moment = next(one["id"] for one in desk.view["moments"] if one["kind"] == "vote")
    start = time.perf_counter()
    those = await asyncio.gather(*(phone(port) for _ in range(many)))
    found["joined"] = time.perf_counter() - start
    await desk.press("/do", do="go", moment=moment)
    start = time.perf_counter()
    await desk.press("/do", do="step", step="vote1")
    await asyncio.gather(*(one.until(lambda one=one: one.view["room"].get("open")) for one in those))
    found["question"] = max(one.views[-1][0] for one in those) - start
    found["bytes"] = max(len(one.got) for one in those)  # page, way in, and the line until now
    took, options = [], those[0].view["room"]["card"]["order"]

    async def vote(number, one, wait):
        await asyncio.sleep(wait)
        begun = time.perf_counter()
        status, _ = await one.press(
            "/press", do="vote", moment=moment, response={"choice": options[number % len(options)]}
        )
        took.append(time.perf_counter() - begun if status == 200 else float("inf"))

    await asyncio.gather(*(vote(number, one, 2 * number / many) for number, one in enumerate(those)))
    found["vote"] = sorted(took)[int(0.99 * many)]
    took.clear()
    await asyncio.gather(*(vote(number, one, 0) for number, one in enumerate(those)))
    found["vote at once"] = sorted(took)[int(0.99 * many)]
    for _ in range(drops):
        await asyncio.gather(*(one.drop() for one in those))
        await asyncio.gather(*(one.listen("/events") for one in those))
    own = sum(
        one.view["me"]["answer"] == {"choice": options[number % len(options)]} for number, one in enumerate(those)
    )
    await desk.press("/do", do="step", step="closed")
    await desk.until(lambda: desk.view["step"] == "closed")
    found["lost"] = max(many - own, many - desk.view["rounds"][0]["votes"])
    return found


@on_request
def live():
    """The room with 200 phones over loopback; the phones take processors too, so a busy machine shows here."""
    import psutil

    from derisking.live.server import packed

    command = [sys.executable, "-m", "derisking", "live", "02", "--address", "127.0.0.1", "--port", "0", "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as room:
        said = "".join(iter(room.stdout.readline, "To end the hour: Ctrl+C here. Everything is forgotten then.\n"))
        port, secret = re.search(r"127\.0\.0\.1:(\d+)/desk#(\S+)", said).groups()
        found = asyncio.run(an_hour(int(port), secret, 200, 50))
        memory = psutil.Process(room.pid).memory_info().rss / 1e6
        used = sum(psutil.Process(room.pid).cpu_times()[:2])
        room.send_signal(signal.SIGINT)
        room.communicate()
    yield Budget("200 phones joined, all in one instant", found["joined"], "s", 1)
    yield Budget("a question on all 200 phones", 1000 * found["question"], "ms", 100)
    yield Budget("a vote acknowledged, 200 within two seconds, p99", 1000 * found["vote"], "ms", 150)
    yield Budget("a vote acknowledged, 200 in one instant, p99", 1000 * found["vote at once"], "ms")
    yield Budget("votes lost when all drop and return fifty times", found["lost"], "", 0)
    sent = (found["bytes"] + len(packed("phone.js")) + len(packed("room.css"))) / 1000
    yield Budget("sent to a phone up to the first question that it can answer, scripts and styles gzip", sent, "kB", 40)
    yield Budget("memory of the room", memory, "MB", 60)
    yield Budget("processor seconds of the room for all of it", used, "s")
    code = "import time, psutil; from derisking.live import briefs, command, server; talks = briefs.talks(); talks.warm(); took = []\n"
    code += "for i in range(20):\n plan, start = (i % 3 / 1, i % 4 / 1, 1.5, i / 20), time.perf_counter(); assert len(talks.world.answer(plan)) == 11; took.append(time.perf_counter() - start)\n"
    code += "print(1000 * max(took), psutil.Process().memory_info().rss / 1e6)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    slowest, memory = map(float, done.stdout.split())
    yield Budget("a plan of the negotiation answered under eleven assumptions, slowest of twenty", slowest, "ms", 100)
    yield Budget("memory of the room with the negotiation, every end computed", memory, "MB", 200)
    yield Budget("processors that others kept busy meanwhile (load)", os.getloadavg()[0], "")


@on_request
def thousand():
    """How `derisking grade` grows where nobody takes route 2: 1 000 and 5 000 notebooks."""
    used = {}
    for count in (1000, 5000):
        with tempfile.TemporaryDirectory() as name:
            found = graded(Path(name) / "class", runner.a_class(LESSON, count, coders=0))
            used[count] = found.used
            yield from rows("route 2 by nobody", found, count, limit=30 * count / 1000)
            yield Budget(f"largest process with {count} notebooks", found.largest, "MB", 600)
            if count == 1000:
                read = reading_seconds(Path(name) / "class")
                yield Budget("of which reading and judging, processor seconds of one process", read, "s", 20)
                yield Budget("the same on two processors", read / 2, "s", 10)
                command = [sys.executable, "-m", "derisking", "report", "--from", str(Path(name) / "class")]
                yield Budget("report on 1000 students, processors", taken(command, ROOT).used, "s", 10)
    yield Budget("processor seconds a notebook, 5 000 against 1 000", used[5000] / 5 / used[1000], "times", 1.15)


@on_request
def labels():
    """Every step of every prediction, and every setting of every explorer or 10,000 of them: does a label touch? Half an hour."""
    command = [sys.executable, "-m", "pytest", "tests/notebooks/test_labels.py", "tests/browser/test_twins.py"]
    command += ["-q", "-rA", "-k", "touches or twin_says", "-p", "no:cacheprovider"]
    everything = {**os.environ, "LABELS": "all", "REQUIRE_BROWSER": "1"}
    done = subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, encoding="utf-8")
    line = r"^.* settings, .*$|^.*(?: touches | leaves the picture|letters of |touch: |out: |small: ).*$"
    found = re.findall(line, done.stdout, re.MULTILINE)
    print("\n".join(dict.fromkeys(found)))
    failed = len(re.findall(r"^FAILED", done.stdout, re.MULTILINE))
    yield Budget("lessons and explorers with a label that touches", failed, "", 0)
    yield Budget("the measure ended", float(done.returncode in (0, 1)), "(1: yes)", floor=1)


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
