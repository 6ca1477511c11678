"""A class with every attacker in it, through `derisking grade` and the real sandbox: nobody gains, nobody else loses."""

import csv
import dataclasses
import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path

import nbformat
import pytest
import runner
import siege
from support.quick import ready

from derisking import exercises
from derisking.classroom import files
from derisking.classroom.course import Course
from derisking.classroom.grade import sandbox
from derisking.exercises.nbgrader.ask import secret_seed

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("walls")]
# Fewer seconds would be too few for honest cells too, on a computer that is busy with attackers.
LIMITS = sandbox.Limits(memory=900, disk=16, cell=8, notebook=57)


class Listener:
    """A server on this computer that counts who reaches it."""

    def __init__(self):
        self.reached = []
        self.folder = tempfile.TemporaryDirectory(prefix="listener-")
        self.file = f"{self.folder.name}/socket"
        self.sockets = [socket.create_server(("127.0.0.1", 0))]
        self.hidden = f"derisking-test-{os.getpid()}"
        for name in (f"\0{self.hidden}", self.file):
            self.sockets.append(socket.socket(socket.AF_UNIX))
            self.sockets[-1].bind(name)
            self.sockets[-1].listen()
        self.port = self.sockets[0].getsockname()[1]
        for server in self.sockets:
            threading.Thread(target=self._serve, args=(server,), daemon=True).start()

    def _serve(self, server):
        while True:
            try:
                self.reached.append(server.accept()[0].recv(100))
            except OSError:
                return


def everything(folder):
    """Each file below a folder with its content, links as such."""
    found = {}
    for path in sorted(folder.rglob("*")):
        found[str(path.relative_to(folder))] = (
            os.readlink(path) if path.is_symlink() else path.is_file() and path.read_bytes()
        )
    return found


@pytest.fixture(scope="module")
def battle(tmp_path_factory):
    """A class of honest students with all attackers among them, graded in one run."""
    top = tmp_path_factory.mktemp("siege")
    outside, listener = top / "outside", Listener()
    outside.mkdir()
    (outside / "precious.txt").write_text("precious", encoding="utf-8")
    stormy = Course(top / "stormy")
    places = [
        str(stormy.gradebook),
        str(stormy.root / "submitted"),
        str(stormy.root / "solutions"),
        str(outside / "precious.txt"),
    ]
    places += [f"{stormy.gradebook}.seed", str(runner.ROOT / "solutions"), str(runner.ROOT / "tests")]
    secrets = {"places": places, "outside": str(outside), "port": listener.port, "abstract": str(outside / "socket")}
    secrets |= {"socket": listener.file, "hidden": listener.hidden}
    said = graded(siege.write_zip(top / "stormy.zip", secrets), stormy, top / "temporary")
    return {
        "stormy": stormy,
        "secrets": secrets,
        "outside": outside,
        "said": said,
        "listener": listener,
        "top": top,
        "temporary": top / "temporary",
    }


RUN = """
import sys
from pathlib import Path
from derisking.classroom.grade import command as grade, sandbox
from derisking.classroom import run as one_run
options = one_run.Options(Path(sys.argv[1]), Path(sys.argv[2]), limits=sandbox.Limits(**eval(sys.argv[3])), jobs=6)
grade.grade(options)
"""


def graded(source, course, folder, start=(sys.executable,), **variables):
    """One run in a process of its own, with a temporary folder of its own; the lines that it said."""
    folder.mkdir(exist_ok=True)
    command = [*start, "-c", RUN, str(source), str(course.root), repr(dataclasses.asdict(LIMITS))]
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "TMPDIR": str(folder), "SECRET_TOKEN": "hunter2", **variables},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def students(course):
    """id -> name as the run understood them."""
    with course.students.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: files.typed_in(row["name"]) for row in csv.DictReader(file)}


def marks(course):
    """name -> points of the checks, for all that were graded."""
    found = {}
    for student, name in students(course).items():
        if (course.autograded(student, siege.LESSON) / f"{siege.LESSON}.ipynb").is_file():
            found[name] = runner.total(runner.read_marks(course.root, siege.LESSON, student)["marks"])
    return found


def test_everybody_else_is_graded_as_without_the_attack(battle):
    """What honest notebooks are worth is certified elsewhere: a solution 20 points, two right answers 2."""
    got = marks(battle["stormy"])
    assert {name: got.get(name) for name in siege.NAMES} == {name: siege.worth(name) for name in siege.NAMES}


def test_no_attack_gains_and_honest_answers_are_kept(battle):
    got, problems = marks(battle["stormy"]), []
    for name in [*siege.hostile.names(), *siege.attacks(battle["secrets"])]:
        least = siege.least(name, battle["secrets"])
        if not least <= got.get(name, -1) <= siege.hostile.HONEST_POINTS:
            problems.append(f"{name}: {got.get(name)} points, wanted {least} to 2")
    assert not problems, "\n".join(problems)


def test_damaged_files_are_graded_or_named(battle):
    got, told = marks(battle["stormy"]), "\n".join(battle["said"])
    assert got["duplicated"] == 20
    for name in ("not-json", "deep-json", "wrong-shapes"):
        assert got.get(name, 0) == 0
    intake = battle["stormy"].intake.read_text(encoding="utf-8-sig")
    look = (battle["stormy"].root / "to-look-at.csv").read_text(encoding="utf-8-sig")
    assert "not-json" in look or "not-json" in intake
    for sign in ("escaped", "link_3005", "bomb_3006", "inner-bomb_3007"):
        assert sign in intake, sign
    assert "problems" in told


def test_nothing_outside_the_run_is_touched(battle):
    assert everything(battle["outside"]) == {"precious.txt": b"precious"}
    assert sorted(path.name for path in battle["top"].iterdir()) == [
        "outside",
        "stormy",
        "stormy.zip",
        "temporary",
    ]
    assert not list(battle["stormy"].root.rglob("fill-*")) and not list(Path(tempfile.gettempdir()).glob("fill-*"))
    assert not list(battle["temporary"].glob("derisking-*"))


def test_nobody_got_out_over_a_network(battle):
    assert battle["listener"].reached == []


def graded_notebook(course, wanted):
    """The graded notebook of the student with this name, as text."""
    student = next(student for student, name in students(course).items() if name == wanted)
    return (course.autograded(student, siege.LESSON) / f"{siege.LESSON}.ipynb").read_text(encoding="utf-8")


def test_attackers_saw_no_gradebook_and_no_key(battle):
    assert "FOUND []" in graded_notebook(battle["stormy"], "wanders")
    assert "SEEN []" in graded_notebook(battle["stormy"], "reads-gradebook")


def test_no_memory_was_made_that_nobody_counts(battle):
    assert "MADE []" in graded_notebook(battle["stormy"], "uncounted-memory")


def test_the_teachers_surroundings_are_not_there(battle):
    assert "SURROUNDINGS []" in graded_notebook(battle["stormy"], "surroundings")


def test_one_message_does_not_become_many(battle):
    assert len(graded_notebook(battle["stormy"], "one-name-many-outputs")) < 3_000_000


def test_what_is_kept_is_a_notebook_that_the_formgrader_shows(battle):
    names = {name: student for student, name in students(battle["stormy"]).items()}
    for name in ("odd-count", "nonsense-messages", "half-characters"):
        file = battle["stormy"].autograded(names[name], siege.LESSON) / f"{siege.LESSON}.ipynb"
        nbformat.validate(json.loads(file.read_text(encoding="utf-8")))


def test_no_script_is_kept_among_outputs(battle):
    cells = json.loads(graded_notebook(battle["stormy"], "scripts"))["cells"]
    assert "stolen()" not in json.dumps([cell.get("outputs") for cell in cells])
    assert "stolen()" in json.dumps(cells), "the student's own code stays"


def hidden_inputs(course):
    """The numbers that functions were asked with for marks in this course, as text."""
    seed = secret_seed(f"sqlite:///{course.gradebook}")
    found = set()
    for task in exercises.definition(siege.LESSON).tasks:
        for call in task.inputs(seed)["calls"]:
            found |= set(re.findall(r"\d+\.\d{3,}", json.dumps(call["cases"])))
    return found


def test_feedback_carries_no_hidden_input_and_no_other_student(battle):
    course, names = battle["stormy"], students(battle["stormy"])
    hidden = hidden_inputs(course)
    assert len(hidden) > 5
    pages = {student: course.feedback(student, siege.LESSON) / f"{siege.LESSON}.html" for student in names}
    pages = {student: path.read_text(encoding="utf-8") for student, path in pages.items() if path.is_file()}
    assert len(pages) > len(siege.NAMES) + 40
    for student, text in pages.items():
        said = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)  # without the student's own answers
        for forbidden in ("CARRIED", "probing", "nonce", "vnd.derisking", "<script", "http:", "https:"):
            assert forbidden not in said, (names[student], forbidden)
        assert not [number for number in hidden if number in text], names[student]
        assert not [other for other in siege.NAMES if other != names[student] and html.escape(other) in text]


SLOW = f"took more than {LIMITS.cell} seconds and was stopped"
SIGNS = {
    # On a slow computer its time is over before 900 MB are full; test_classroom_pool has the limit alone.
    "memory-bomb": ("uses more than 900 MB of memory", SLOW),
    "memory-forks": "uses more than 900 MB of memory",
    # Forked processes share memory, which is counted for each: whichever sum is too high first.
    "fork-bomb": ("starts more than 24 processes", "uses more than 900 MB of memory"),
    "exits": "stops the kernel",
    "late-exit": "'import os, threading' stops the kernel",
    "kills-parents": ("'import os, signal' stops the kernel", ""),  # as root the parents belong to another user
    "stubborn": "does not finish",
    "sleeping-cell": SLOW,
    "nonsense-messages": "sends what no kernel sends",
    "probe-twice": "More than one answer arrived",
    "display-full-marks": "No answer arrived",
    "package-answer": "uses the package's own answer",
    "reads-keys": "imports derisking.exercises.ex02",
    "not-json": "Not graded",
    "many-parts": ("Not graded", "was left out"),
    "links-for-sockets": (SLOW, "stops the kernel", "does not finish"),
    "many-files": ("makes more than 20000 files", SLOW),
    "two-answers": "Answered twice, differently: denominator",
}


def test_the_report_names_what_happened(battle):
    with (battle["stormy"].root / "to-look-at.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["name"], row["what happened"]) for row in csv.DictReader(file)]
    for name, signs in SIGNS.items():
        told = [what for who, what in rows if who == name]
        assert [sign for sign in ([signs] if isinstance(signs, str) else signs) if sign in " ".join(told)], (name, told)
    assert not [who for who, _ in rows if who in siege.NAMES], "nothing to say about honest students"


def test_no_process_is_left(battle):
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    clock = f"--signal=KILL {2 * LIMITS.notebook} "  # no other test has this limit
    assert "sleep 3600" not in left and clock not in left


USER = 12345  # a number that nobody has
AS_USER = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--"]
# Attacks on what is different for an ordinary user: all that is inside belongs to the same user as the walls themselves.
AGAINST_A_USER = ["kills-parents", "surroundings", "reads-gradebook", "other-processes"]


def a_users_python(folder):
    """A Python with all packages that an ordinary user may start; skipped where there is none.

    Where this one lies in root's closed home, a copy is made of the system's Python of the same version, whose packages are
    links to the files of this one.
    """
    may = [*AS_USER, "sh", "-c", 'exec "$0" -c "import nbgrader"']
    if subprocess.run([*may, sys.executable], capture_output=True, check=False).returncode == 0:
        return sys.executable
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    copy, system = folder / "python", shutil.which(version, path="/usr/bin:/usr/local/bin")
    if system is None:
        pytest.skip(f"no {version} that an ordinary user may start")
    packages, mine = copy / "lib" / version / "site-packages", sysconfig.get_path("purelib")
    lines = [
        [system, "-m", "venv", "--without-pip", str(copy)],
        ["rmdir", str(packages)],
        ["cp", "-al", mine, str(packages)],
        ["cp", "-al", f"{sys.prefix}/share", str(copy / "share")],
        [*may, str(copy / "bin" / "python")],
    ]
    if any(subprocess.run(line, capture_output=True, check=False).returncode for line in lines):
        pytest.skip("no Python with these packages that an ordinary user may start")
    return str(copy / "bin" / "python")


@pytest.fixture(scope="module")
def users_battle(battle):
    """A few of the attackers once more, graded by an ordinary user, as teachers are; by root the walls are others."""
    if os.geteuid() != 0:
        pytest.skip("the whole class was graded by an ordinary user")
    with tempfile.TemporaryDirectory(prefix="users-siege-") as name:
        top = Path(name)
        top.chmod(0o755)
        python, outside = a_users_python(top), top / "outside"
        outside.mkdir()
        (outside / "precious.txt").write_text("precious", encoding="utf-8")
        course = Course(ready(top / "grading"))
        places = [str(course.gradebook), f"{course.gradebook}.seed", str(outside / "precious.txt")]
        secrets = battle["secrets"] | {"places": places, "outside": str(outside)}
        source = siege.write_zip(top / "few.zip", secrets, AGAINST_A_USER)
        for path in [top, *top.glob("outside/**/*"), *top.glob("grading/**/*"), outside, course.root, source]:
            os.chown(path, USER, USER)
        said = graded(
            source,
            course,
            top / "temporary",
            [*AS_USER, python],
            HOME=name,
            PATH=f"{Path(python).parent}:{os.environ['PATH']}",
        )
        yield {"course": course, "outside": outside, "said": said, "secrets": secrets}


def test_an_ordinary_user_grades_as_safely(users_battle, battle):
    course, got = users_battle["course"], marks(users_battle["course"])
    assert got == {siege.NAMES[0]: siege.worth(siege.NAMES[0])} | dict.fromkeys(
        AGAINST_A_USER, siege.hostile.HONEST_POINTS
    )
    assert "SURROUNDINGS []" in graded_notebook(course, "surroundings")
    assert "SEEN []" in graded_notebook(course, "reads-gradebook")
    assert everything(users_battle["outside"]) == {"precious.txt": b"precious"}
    assert battle["listener"].reached == []
    for _ in range(100):  # what was ended needs a moment to be gone
        left = subprocess.run(
            ["ps", "-u", str(USER), "-o", "args="], capture_output=True, text=True, check=False
        ).stdout
        if not left.strip():
            break
        threading.Event().wait(0.1)
    assert not left.strip()


def test_canary_without_walls_the_attacks_bite(battle, tmp_path):
    """The same code outside the sandbox does reach what it wants: so the tests above can fail."""
    victim = tmp_path / "precious.txt"
    victim.write_text("precious", encoding="utf-8")
    code = siege.READ_ALL.format(places=[str(victim)])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "precious.txt" in done.stdout and (not victim.exists() or victim.read_text(encoding="utf-8") == "x")
    code = siege.NETWORK.format(**battle["secrets"])
    before = len(battle["listener"].reached)
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    for _ in range(50):
        if len(battle["listener"].reached) > before:
            break
        threading.Event().wait(0.05)
    assert len(battle["listener"].reached) > before
    battle["listener"].reached.clear()
