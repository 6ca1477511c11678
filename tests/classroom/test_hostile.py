"""A class with every attacker in it, through `derisking grade` and the real sandbox: nobody gains, nobody else loses."""

import contextlib
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
import time
from pathlib import Path

import nbformat
import psutil
import pytest
import runner
import siege
from support import told
from support.quick import ready

from derisking import exercises
from derisking.classroom import files
from derisking.classroom import gradebook as book
from derisking.classroom.course import Course
from derisking.classroom.grade import sandbox
from derisking.classroom.nbgrader.step import secret_seed

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("walls")]
# Fewer seconds would be too few for honest cells too, on a computer that is busy with attackers.
LIMITS = sandbox.Limits(memory=900, disk=16, cell=8, notebook=200, address_space=4_000 + os.getpid() % 1_000)
RUN = told.cases(__file__, "programs.yaml")["battle"]
USER = 20_000 + os.getpid() % 40_000  # a number that nobody has, nor another run of these tests
# Seconds that a child of a student's code sleeps; so are called the files that fill the disk.
NAP = 1_000_000 + os.getpid()
AS_USER = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--"]
# Attacks on what is different for an ordinary user: all that is inside belongs to the same user as the walls themselves.
AGAINST_A_USER = ["kills-parents", "looks-around"]
CASES = told.cases(__file__, "signs.yaml")
SIGNS, EACH_TIME = CASES["told"], CASES["each time"]  # with --thorough every attacker


class Listener:
    """Servers on this computer; who reached one waits there until somebody looks."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="listener-")
        self.file, self.hidden = f"{self.folder.name}/socket", f"derisking-test-{os.getpid()}"
        self.servers = [socket.create_server(("127.0.0.1", 0))]
        for name in (f"\0{self.hidden}", self.file):
            self.servers.append(socket.socket(socket.AF_UNIX))
            self.servers[-1].bind(name)
            self.servers[-1].listen()
        self.port = self.servers[0].getsockname()[1]

    def reached(self):
        """How many have come since the last look."""
        count = 0
        for server in self.servers:
            server.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    server.accept()[0].close()
                    count += 1
        return count


class Battle:
    """A class with attackers, graded once in a process of its own, with surroundings and a temporary folder of its own."""

    def __init__(self, top, listener, attackers=(), few=False, start=(sys.executable,), **variables):
        self.top, self.outside, self.temporary = top, top / "outside", top / "temporary"
        self.course = Course(ready(top / "grading"))
        self.outside.mkdir()
        self.temporary.mkdir()
        (self.outside / "precious.txt").write_text("precious", encoding="utf-8")
        places = [self.course.gradebook, f"{self.course.gradebook}.seed", self.outside / "precious.txt"]
        places += [self.course.root / "submitted", self.course.root / "solutions"]
        if not few:  # a user's code may make such names itself, where the checkout lies in the temporary folder
            places += [runner.ROOT / "solutions", runner.ROOT / "tests"]
        self.secrets = {"places": [str(place) for place in places], "outside": str(self.outside)}
        self.secrets |= {"port": listener.port, "socket": listener.file, "hidden": listener.hidden}
        self.secrets |= {"abstract": str(self.outside / "socket"), "nap": NAP}
        source = siege.write_zip(top / "class.zip", self.secrets, attackers, few)
        self.attackers = attackers or [*siege.attacks(self.secrets)]
        for path in [top, *top.rglob("*")] if few else ():
            os.chown(path, USER, USER)
        command = [*start, "-c", RUN, source, self.course.root, repr(dataclasses.asdict(LIMITS))]
        variables = {**os.environ, "TMPDIR": str(self.temporary), "SECRET_TOKEN": "hunter2", **variables}
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=variables, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        self.said = done.stdout
        self.names = {row["id"]: row["name"] for row in files.rows(self.course.students)}
        with book.opened(self.course) as gradebook:
            works = book.works(gradebook, siege.LESSON)
        self.marks = {self.names[student]: work.checks for student, work in works.items()}
        self.notebooks = {name: self.course.graded(student, siege.LESSON) for student, name in self.names.items()}

    def untouched(self):
        """Whether what lies outside is as it was."""
        there = {path.name: not path.is_symlink() and path.read_bytes() for path in self.outside.rglob("*")}
        return there == {"precious.txt": b"precious"}


@pytest.fixture(scope="module")
def listener():
    return Listener()


@pytest.fixture(scope="module")
def battle(request, listener, tmp_path_factory):
    """Honest students with attackers of all kinds among them."""
    attackers = () if request.config.getoption("--thorough") else EACH_TIME
    return Battle(tmp_path_factory.mktemp("siege"), listener, attackers)


def test_everybody_else_is_graded_as_without_the_attack(battle):
    assert {name: battle.marks.get(name) for name in siege.NAMES} == {name: siege.worth(name) for name in siege.NAMES}


def test_no_attack_gains_and_honest_answers_are_kept(battle):
    problems, every = [], siege.attacks(battle.secrets)
    for name in battle.attackers:
        least = siege.HONEST_POINTS if every[name].keeps else 0
        if not least <= battle.marks.get(name, -1) <= siege.HONEST_POINTS:
            problems.append(f"{name}: {battle.marks.get(name)} points, wanted {least} to 2")
        results = battle.notebooks[name]["metadata"]["derisking"]["results"] if battle.notebooks[name] else ()
        gained = [result["task"] for result in results if result["points"] and result["task"] not in siege.HONEST]
        problems += [f"{name}: points for {task}" for task in gained]
    assert not problems, "\n".join(problems)


def test_damaged_files_are_graded_or_named(battle):
    assert battle.marks["duplicated"] == 20
    assert [battle.marks.get(name, 0) for name in ("not-json", "deep-json", "wrong-shapes")] == [0, 0, 0]
    intake, look = (path.read_text(encoding="utf-8-sig") for path in (battle.course.intake, battle.course.to_look_at))
    assert "not-json" in look or "not-json" in intake
    for sign in ("escaped", "link_3005", "bomb_3006"):
        assert sign in intake, sign
    assert "problems" in battle.said


def test_nothing_outside_the_run_is_touched_or_reached_and_no_process_is_left(battle, listener):
    assert battle.untouched() and listener.reached() == 0
    assert {path.name for path in battle.top.iterdir()} == {"outside", "grading", "class.zip", "temporary"}
    assert not list(battle.course.root.rglob("fill-*"))
    assert not [path for top in ("/tmp", "/var/tmp", "/dev/shm", "/") for path in Path(top).glob(f"fill-{NAP}-*")]
    assert not list(battle.temporary.iterdir())
    assert settled(lambda: left_over(battle.temporary)) == []
    sleeps = [sys.executable, "-c", "input()"]
    variables = {**os.environ, "TMPDIR": str(battle.temporary)}
    with subprocess.Popen(sleeps, stdin=subprocess.PIPE, env=variables) as process:
        assert left_over(battle.temporary) == [" ".join(sleeps)], "the canary"
        process.communicate(b"\n")


def settled(look):
    """What is left when what was ended has had its moment, or two minutes, to be gone."""
    for _ in range(1200):
        if not look():
            break
        time.sleep(0.1)
    return look()


def left_over(temporary):
    """Processes of this run: who sleeps, who has its temporary folder, and a sandbox with the limits that no other run has."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            words, own = " ".join(process.cmdline()), process.environ().get("TMPDIR") == str(temporary)
            if own or f"sleep {NAP}" in words or f"--as={LIMITS.address_space * sandbox.MEGABYTE}:" in words:
                found.append(words)
    return found


@pytest.mark.parametrize("seen", ["SEEN []", "FOUND []", "MADE []", "VSOCK []", "SURROUNDINGS []"])
def test_who_looks_around_finds_no_gradebook_no_key_no_memory_and_nothing_of_the_teacher(battle, seen):
    assert seen in json.dumps(battle.notebooks["looks-around"])


def test_what_is_kept_is_a_notebook_that_the_formgrader_shows(battle):
    assert len(json.dumps(battle.notebooks["many-outputs"])) < 5_000_000, "one message does not become many"
    kept = battle.notebooks["babbles"]
    nbformat.validate(kept)
    assert "stolen()" not in json.dumps([cell.get("outputs") for cell in kept["cells"]])
    assert "stolen()" in json.dumps(kept["cells"]), "the student's own code stays"


def hidden_inputs(course):
    """The numbers that functions were asked with for marks in this course, as text."""
    seed = secret_seed(f"sqlite:///{course.gradebook}")
    calls = [task.inputs(seed)["calls"] for task in exercises.definition(siege.LESSON).tasks]
    return set(re.findall(r"\d+\.\d{3,}", json.dumps(calls)))


def test_feedback_carries_no_hidden_input_and_no_other_student(battle):
    hidden = hidden_inputs(battle.course)
    assert len(hidden) > 5
    pages = {name: battle.course.feedback(student, siege.LESSON) for student, name in battle.names.items()}
    texts = {n: p.read_text(encoding="utf-8") for n, folder in pages.items() for p in folder.glob("*.html")}
    assert len(texts) > len(siege.NAMES) + len(battle.attackers) / 2
    for own, text in texts.items():
        said = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)  # without the student's own answers
        for forbidden in ("CARRIED", "probing", "nonce", "vnd.derisking", "<script", "http:", "https:"):
            assert forbidden not in said, (own, forbidden)
        assert not [number for number in hidden if number in text], own
        assert not [other for other in siege.NAMES if other != own and html.escape(other) in text]


SLOW = f"took more than {LIMITS.cell} seconds and was stopped"


def test_the_report_names_what_happened(battle):
    rows = files.rows(battle.course.to_look_at)
    for name, signs in SIGNS.items():
        if name not in (*battle.attackers, "not-json"):
            continue
        said = " ".join(row["what happened"] for row in rows if row["name"] == name)
        assert any(sign.replace("SLOW", SLOW) in said for sign in signs), (name, said)
    assert not {row["name"] for row in rows} & set(siege.NAMES), "nothing to say about honest students"


def a_users_python(folder):
    """A Python with all packages that an ordinary user may start; skipped where there is none.
    Where this one lies in root's closed home, a copy is made of the system's Python of the same version, whose packages are
    links to the files of this one."""
    may = [*AS_USER, "sh", "-c", 'exec "$0" -c "import nbgrader"']
    if subprocess.run([*may, sys.executable], capture_output=True, check=False).returncode == 0:
        return sys.executable
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    copy, system = folder / "python", shutil.which(version, path="/usr/bin:/usr/local/bin")
    if system is None:
        pytest.skip(f"no {version} that an ordinary user may start")
    packages, mine = copy / "lib" / version / "site-packages", sysconfig.get_path("purelib")
    lines = [[system, "-m", "venv", "--without-pip", copy], ["rmdir", packages], ["cp", "-al", mine, packages]]
    lines += [["cp", "-al", f"{sys.prefix}/share", copy / "share"], [*may, copy / "bin" / "python"]]
    if any(subprocess.run(line, capture_output=True, check=False).returncode for line in lines):
        pytest.skip("no Python with these packages that an ordinary user may start")
    return str(copy / "bin" / "python")


def test_an_ordinary_user_grades_as_safely(listener):
    """A few of the attackers once more, graded by an ordinary user, as teachers are; by root the walls are others."""
    if os.geteuid() != 0:
        pytest.skip("the whole class was graded by an ordinary user")
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        python = a_users_python(Path(place))
        path = f"{Path(python).parent}:{os.environ['PATH']}"
        fought = Battle(Path(name), listener, AGAINST_A_USER, True, [*AS_USER, python], HOME=name, PATH=path)
        assert fought.marks == dict.fromkeys([siege.NAMES[1], *AGAINST_A_USER], siege.HONEST_POINTS)
        for seen in ("SEEN []", "VSOCK []", "SURROUNDINGS []"):
            assert seen in json.dumps(fought.notebooks["looks-around"])
        assert fought.untouched() and listener.reached() == 0
    assert settled(lambda: [one for one in psutil.process_iter(["uids"]) if one.info["uids"].real == USER]) == []


def test_canary_without_walls_the_attacks_bite(battle, listener, tmp_path):
    """The same code outside the sandbox does reach what it wants: so the tests above can fail."""
    victim = tmp_path / "precious.txt"
    victim.write_text("precious", encoding="utf-8")
    looks = siege.attacks(battle.secrets | {"places": [str(victim)]})["looks-around"].cells
    done = subprocess.run([sys.executable, "-c", looks["reads-gradebook"]], capture_output=True, text=True, check=True)
    assert "precious.txt" in done.stdout and (not victim.exists() or victim.read_text(encoding="utf-8") == "x")
    subprocess.run([sys.executable, "-c", looks["network"]], capture_output=True, check=True)
    assert listener.reached() > 0
