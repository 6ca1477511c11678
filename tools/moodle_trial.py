"""Set up a real Moodle from a folder of its source, and play the course in it with a browser, as a teacher and her class would.

    .venv/bin/python tools/moodle_trial.py MOODLE [--keep FOLDER] [--only term bank scorm frame anonymous teams]

MOODLE is a folder with Moodle's source, which stays as it is: a copy is played, without plugins that are not Moodle's own. PHP and
PostgreSQL come from the system, the browser is Chromium or Chrome. Database, files and servers live in a temporary folder, and nothing
of them is left, unless --keep names a folder; what that folder holds already is used again. Nothing of `.ci/run` needs this.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime
import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat

from derisking import exercises, markdown
from derisking.exercises import sealed
from derisking.exports import lesson as asked
from derisking.questions import bank as banks

ASKED = Path(__file__).with_suffix(".php")
NEEDED = {"SimpleXML": "xml"} | {name: name for name in ("pgsql", "intl", "zip", "gd", "curl", "mbstring", "soap")}
SETTINGS = ("-dmax_input_vars=6000", "-dmemory_limit=1G", "-dupload_max_filesize=200M", "-dpost_max_size=200M")
CONFIG = """<?php
unset($CFG);
global $CFG;
$CFG = new stdClass();
$CFG->dbtype = 'pgsql';
$CFG->dblibrary = 'native';
$CFG->dbhost = 'localhost';
$CFG->dbname = 'postgres';
$CFG->dbuser = '{user}';
$CFG->dbpass = '';
$CFG->prefix = 'mdl_';
$CFG->dboptions = ['dbsocket' => '{folder}/socket'];
$CFG->wwwroot = 'http://127.0.0.1:{port}';
$CFG->dataroot = '{folder}/files';
$CFG->noemailever = true;
$CFG->cachejs = true;
require_once(__DIR__ . '/lib/setup.php');
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
WAIT = 120_000
FIRST, MEMO, LATE = "00-start-here", "02-de-risking", "03-chip-basics"
PASSWORD = secrets.token_urlsafe(12)
PEOPLE = {
    "theo": ("Theo", "Teacher", "editingteacher"),
    "ada": ("Ada", "O'Byron", "student"),
    "ben": ("Bén", "Müller", "student"),
    "kim1": ("Kim", "Lee", "student"),
    "kim2": ("Kim", "Lee", "student"),
    "noor": ("Noor", "Absent", "student"),
}
# of the tasks that each answers, rightly; noor hands in nothing
SHARES = {"ada": 1.0, "ben": 0.75, "kim1": 0.5, "kim2": 0.25}
TEAMS = {"Red": ["ada", "ben"], "Blue": ["kim1", "kim2"]}
WORDS = "Minister, I would act first on permanent magnets, since most of them come from one country; <b>so what?</b>"


class Stop(Exception):
    """A sentence for the person in front of the screen."""


def say(words: str) -> None:
    print(words, flush=True)


def run(*command: object, told: str = "", **rest: Any) -> str:
    """What a command prints; Stop with its last lines if it fails. told: what to show while it runs."""
    begun = time.monotonic()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run([str(word) for word in command], **streams, **rest)
    if done.returncode:
        raise Stop(f"{' '.join(map(str, command))[:200]} failed:\n{done.stdout[-3000:]}")
    if told:
        say(f"  {told} ({time.monotonic() - begun:.0f} s)")
    return done.stdout


# --- what is needed ----------------------------------------------------------------------------------------------------------------


def version(source: Path) -> str:
    """Of the Moodle in a folder, such as "5.1+ (Build: 20251017)". Raises Stop where there is none."""
    for file in (source / "public" / "version.php", source / "version.php"):
        if file.is_file() and (source / "config-dist.php").is_file():
            found = re.search(r"^\$release\s*=\s*'([^']+)'", file.read_text(encoding="utf-8"), re.MULTILINE)
            if found:
                return found[1]
    raise Stop(f"{source} is no Moodle: name the folder that holds Moodle's config-dist.php and version.php.")


def postgres(name: str) -> str | None:
    """A program of PostgreSQL, which Debian keeps out of the way."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(places[-1]) if places else shutil.which(name)


def browser() -> str | None:
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, BROWSERS)), None)


def check(source: Path) -> str:
    """Moodle's version, if all is there that a trial needs. Raises Stop."""
    release, there = version(source), set(run("php", "-m").split()) if shutil.which("php") else set()
    lacking = [f"php-{package}" for extension, package in sorted(NEEDED.items()) if extension not in there]
    needed = {"php-cli": there, "postgresql": postgres("initdb"), "chromium": browser()}
    if lacking := [name for name, found in needed.items() if not found] + lacking:
        packages = " ".join(lacking)
        raise Stop(f"Something is missing; on Debian: apt-get install --no-install-recommends {packages}")
    return release


def foreign(source: Path) -> set[Path]:
    """Folders of plugins that are not Moodle's own, where this Moodle has a list of its own."""
    lists = [source / "lib" / f"{name}.json" for name in ("components", "plugins")]
    if not all(file.is_file() for file in lists):
        return set()
    places, own = (json.loads(file.read_text(encoding="utf-8")) for file in lists)
    found = {
        file.parent: own["standard"].get(kind) or []
        for kind, place in places["plugintypes"].items()
        for file in (source / place).glob("*/version.php")
    }
    return {folder for folder, names in found.items() if folder.name not in names}


# --- Moodle ------------------------------------------------------------------------------------------------------------------------


class Site:
    """A Moodle with a database of its own in a folder. run() gives it running, and stops it."""

    def __init__(self, source: Path, folder: Path):
        self.source, self.folder, self.root = source, folder, folder / "moodle"
        self.data, self.socket, self.config = folder / "database", folder / "socket", folder / "moodle" / "config.php"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.server: subprocess.Popen | None = None
        self.owner = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root

    @contextlib.contextmanager
    def run(self) -> Iterator[Site]:
        new = not (self.folder / "installed").exists()
        if new:
            for place in (self.root, self.data):
                shutil.rmtree(place, ignore_errors=True)
            self._copy()
            how = ("--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
            self._database("initdb", "-D", self.data, *how)
        (self.folder / "files").mkdir(exist_ok=True)
        user = self.owner or run("id", "-un").strip()
        words = {"user": user, "folder": str(self.folder), "port": str(self.port)}
        self.config.write_text(re.sub(r"\{(\w+)\}", lambda found: words[found[1]], CONFIG), encoding="utf-8")
        how = f"-c listen_addresses= -c unix_socket_directories={self.socket} -c fsync=off"
        try:
            self._database("pg_ctl", "-D", self.data, "-w", "-o", how, "-l", self.data / "log", "start")
            if new:
                say("  installing, which takes a minute or more ...")
                words = ("--agree-license", f"--adminpass={PASSWORD}", "--adminemail=admin@uni.example")
                place = self.root / "admin" / "cli" / "install_database.php"
                run("php", *SETTINGS, place, *words, "--fullname=Trial", "--shortname=Trial", told="installed")
                (self.folder / "installed").touch()
            self._serve()
            yield self
        finally:
            if self.server:
                os.killpg(self.server.pid, signal.SIGKILL)
                self.server.wait()
            if (self.data / "postmaster.pid").exists():
                self._database("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def ask(self, question: str, **words: object) -> Any:
        """What Moodle's own programs say, by moodle_trial.php."""
        told = run("php", *SETTINGS, ASKED, self.config, question, input=json.dumps(words))
        try:
            return json.loads(told.splitlines()[-1])
        except (ValueError, IndexError):
            raise Stop(f"Moodle did not answer the question {question}: {told[-2000:]}") from None

    def _copy(self) -> None:
        begun, left = time.monotonic(), foreign(self.source) | {self.source / "config.php", self.source / ".git"}
        shutil.copytree(self.source, self.root, ignore=lambda at, names: [x for x in names if Path(at, x) in left])
        self.data.mkdir()
        self.socket.mkdir(exist_ok=True)
        for place in (self.data, self.socket) if self.owner else ():
            shutil.chown(place, self.owner)
            place.chmod(0o700)
        others = f", without {len(left) - 2} plugins of others" if len(left) > 2 else ""
        say(f"  copied{others} ({time.monotonic() - begun:.0f} s)")

    def _database(self, program: str, *words: object) -> None:
        as_owner = {"user": self.owner, "group": self.owner, "extra_groups": []} if self.owner else {}
        command = [str(postgres(program)), *map(str, words)]
        with (self.folder / "database.log").open("w+") as log:
            if subprocess.run(command, cwd="/", stdout=log, stderr=log, **as_owner).returncode:
                log.seek(0)
                raise Stop(f"PostgreSQL's {program} failed: {log.read()[-1500:]}")

    def _serve(self) -> None:
        public = self.root / "public" if (self.root / "public").is_dir() else self.root
        command = ["php", *SETTINGS, "-dopcache.enable_cli=1", "-S", f"127.0.0.1:{self.port}", "-t", str(public)]
        with (self.folder / "php.log").open("w") as log:
            variables = os.environ | {"PHP_CLI_SERVER_WORKERS": "4"}
            self.server = subprocess.Popen(command, env=variables, stdout=log, stderr=log, start_new_session=True)
        for _ in range(120):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/login/index.php", timeout=60):
                return
            time.sleep(0.5)
        raise Stop(f"Moodle does not answer: {(self.folder / 'php.log').read_text(encoding='utf-8')[-1500:]}")


# --- what is uploaded, made by the project's own commands --------------------------------------------------------------------------


def answered(lesson: str, person: str) -> list[Any]:
    """The tasks that a student answers, rightly: the first ones of those that have a form."""
    tasks = [task for task in exercises.definition(lesson).tasks if task.formed]
    return tasks[: round(SHARES[person] * len(tasks))]


def worth(person: str) -> float:
    """The points of a student's notebook of LATE: nothing is answered wrongly."""
    return float(sum(task.points for task in answered(LATE, person)))


class Course:
    """The teacher's folder: release, web edition, packages, notebooks, grading."""

    def __init__(self, folder: Path):
        self.folder, self.grading = folder, folder / "grading"
        folder.mkdir(exist_ok=True)

    def derisking(self, *words: object, told: str = "") -> str:
        variables = os.environ | {"TZ": "UTC", "PYTHONUNBUFFERED": "1"}  # the zone of this Moodle
        return run(sys.executable, "-m", "derisking", *words, cwd=self.folder, env=variables, told=told)

    def make(self) -> None:
        shutil.rmtree(self.grading, ignore_errors=True)
        self.derisking("release", "--out", "students.zip", "--into", self.grading, told="release: the students' zip")
        sealed.use(sealed.kept(self.grading))
        self.derisking("package", "moodle", "--replace", "--out", "bank", told="package moodle: the questions")
        site = self.folder / "web-edition"
        self.derisking("web", site, "--from", self.grading, told="web: the web edition")
        words = ("--web", site, "--replace", "--out", "scorm")
        self.derisking("package", "scorm", FIRST, *words, told="package scorm: lesson 0")

    def notebook(self, lesson: str, person: str) -> Path:
        """What a student hands in: a share of the tasks answered rightly, and for a memo some words of the first one."""
        with zipfile.ZipFile(self.folder / "students.zip") as archive:
            content = archive.read(f"derisking-course/exercises/{lesson}/{lesson}.ipynb").decode()
        book = nbformat.reads(content, as_version=4)
        cells = {cell.id: cell for cell in book.cells}
        for task in answered(lesson, person):
            cells[f"answer-{task.id}"].source = task.question.rules.typed_right(task.question)
        if person == "ada" and "memo" in cells:
            cells["memo"].source += f"\n\n{WORDS}"
        file = self.folder / "notebooks" / person / f"{lesson}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(nbformat.writes(book), encoding="utf-8")
        return file

    def grades(self, lesson: str) -> dict[str, dict[str, str]]:
        """The rows of an exercise by username."""
        with (self.grading / "grades" / f"grades-{lesson}.csv").open(encoding="utf-8-sig", newline="") as stream:
            return {row["email"].partition("@")[0]: row for row in csv.DictReader(stream)}


# --- people with a browser ---------------------------------------------------------------------------------------------------------


class Window:
    """One person's browser at Moodle."""

    def __init__(self, chrome: Any, site: Site, person: str):
        self.site, self.context = site, chrome.new_context(viewport={"width": 1280, "height": 900}, timezone_id="UTC")
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.go("login/index.php")
        self.page.fill("#username", person)
        self.page.fill("#password", PASSWORD)
        self.page.click("#loginbtn")
        self.page.wait_for_url(lambda address: "login/index.php" not in address)

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] and error[0] is not KeyboardInterrupt:
            with contextlib.suppress(Exception):
                self.page.screenshot(path=self.site.folder / "failed.png", full_page=True)
        with contextlib.suppress(Exception):  # after Ctrl+C there may be no browser left
            self.context.close()

    def go(self, place: str) -> None:
        self.page.goto(f"{self.site.address}/{place}")
        self.page.wait_for_load_state("networkidle")

    def submit(self) -> None:
        self.page.locator("#id_submitbutton").click()
        self.page.wait_for_load_state("networkidle")

    def attach(self, file: Path) -> None:
        """Put a file into the form's file picker or file manager, whose dialog may be drawn again while it loads."""
        page, chosen = self.page, self.page.locator("input[name=repo_upload_file]").last
        page.locator("input.fp-btn-choose:visible, button.fp-btn-choose:visible, .fp-btn-add a:visible").first.click()
        page.locator(".fp-repo a:visible", has_text="Upload a file").first.click()
        still = 0
        while still < 2:
            page.wait_for_timeout(1000)
            if chosen.count() and chosen.evaluate("input => input.files.length"):
                still += 1
            elif chosen.count():
                still = 0
                chosen.set_input_files(file)
        page.locator("button.fp-upload-btn:visible").last.click()
        shown = page.locator(".filepicker-filename a, .fp-file .fp-filename, .fp-filename-icon")
        shown.filter(has_text=file.name[:10]).first.wait_for()

    def hand_in(self, activity: int, file: Path) -> None:
        self.go(f"mod/assign/view.php?id={activity}&action=editsubmission")
        self.attach(file)
        self.submit()
        self.page.locator("[role=main]").get_by_text(file.name).first.wait_for()

    def download(self, activity: int, into: Path) -> list[Path]:
        """All submissions as a zip, and the grading worksheet, as Moodle calls them."""
        self.go(f"mod/assign/view.php?id={activity}&action=grading")
        found = []
        for words in ("Download all submissions", "Download grading worksheet"):
            menus = self.page.locator("button:visible, a.dropdown-toggle:visible")
            menus.filter(has_text=re.compile(r"^\s*Actions\s*$")).first.click()
            with self.page.expect_download() as download:
                self.page.locator("a:visible", has_text=words).first.click()
            found.append(into / f"{activity}-{download.value.suggested_filename}")
            download.value.save_as(found[-1])
        return found

    def give_back(self, activity: int, plugin: str, action: str, file: Path) -> str:
        """Upload a worksheet or a zip of pages, and confirm; what Moodle says at the end."""
        page = f"plugin={plugin}&pluginsubtype=assignfeedback&action=viewpluginpage&pluginaction={action}"
        self.go(f"mod/assign/view.php?id={activity}&{page}")
        self.attach(file)
        box = self.page.locator("input[name=ignoremodified][type=checkbox]")
        if box.count():
            box.check()
        for _ in range(2):
            if self.page.locator("#id_submitbutton").count():
                self.submit()
        return " ".join(self.page.locator("[role=main]").inner_text().split())[:160]


def in_lesson(page: Any, part: str) -> Any:
    """The frame in which a lesson has arrived. part: of its address."""
    for _ in range(WAIT // 500):
        for frame in page.frames:
            with contextlib.suppress(Exception):
                if part in frame.url and frame.locator("html[data-derisking=ready]").count():
                    return frame
        page.wait_for_timeout(500)
    raise Stop(f"No lesson arrived in Moodle's frame: {[frame.url for frame in page.frames]}")


def answer(frame: Any, question: Any, right: bool) -> None:
    """Click an answer to a question with one or several options."""
    form = frame.locator(".dr-root .dr-card").filter(has_text=markdown.plain(question.text).strip()[:40])
    for _ in range(20):  # sections open one after the other, and some questions come one by one
        if form.is_visible():
            break
        frame.get_by_role("button", name=re.compile(r"^(Continue|Next question)\b")).filter(visible=True).first.click()
    chosen = [one for one in question.rules.options(question) if bool(one.get("correct")) == right]
    for one in chosen if question.kind == "multiple" else chosen[:1]:
        form.locator("label.dr-option").filter(has_text=markdown.plain(one["text"]).strip()).click()
    form.get_by_role("button", name="Check my answer").click()
    form.get_by_text("Right." if right else "Not ").first.wait_for()


# --- what is played: each returns sentences, and raises Stop for the first thing that is not as it should be --------------------------


class Trial:
    """What all plays share. made: the numbers of the activities in Moodle."""

    def __init__(self, site: Site, course: Course, chrome: Any):
        self.site, self.course, self.chrome = site, course, chrome
        today = datetime.datetime.now(datetime.UTC).replace(hour=18, minute=0, second=0, microsecond=0)
        self.due = {MEMO: today + datetime.timedelta(days=1), LATE: today - datetime.timedelta(days=2)}
        settings = {name: {"grade": 20, "duedate": int(due.timestamp())} for name, due in self.due.items()}
        settings[MEMO]["grade"] = 30
        settings |= {"anonymous": {"grade": 20, "blindmarking": 1}, "teams": {"grade": 20, "teamsubmission": 1}}
        words = {"name": f"Trial {datetime.datetime.now():%d %B %H:%M:%S}", "password": PASSWORD, "people": PEOPLE}
        words |= {"package": f"{course.folder}/scorm/scorm-{FIRST}.zip", "web": f"{course.folder}/web-edition.zip"}
        self.made = site.ask("course", **words, teams=TEAMS, assignments=settings)

    def window(self, person: str) -> Window:
        return Window(self.chrome, self.site, person)

    def hand_in(self, name: str, lesson: str, people: list[str]) -> None:
        for person in people:
            with self.window(person) as window:
                window.hand_in(self.made[name], self.course.notebook(lesson, person))
            say(f"  {person} handed {lesson} in")

    def grade(self, name: str, lesson: str, *words: object, into: Path | None = None) -> str:
        """Download both files as the teacher, and grade them."""
        with self.window("theo") as window:
            source, people = window.download(self.made[name], self.course.folder)
        words = (source, "--class-list", people, "--lesson", lesson, "--into", into or self.course.grading, *words)
        return self.course.derisking("grade", *words, told=f"grade {lesson}: {source.name}, {people.name}")

    def give_back(self, name: str, lesson: str, into: Path | None = None) -> None:
        grades = (into or self.course.grading) / "grades"
        with self.window("theo") as window:
            for plugin, action, kind in (("offline", "uploadgrades", "worksheet"), ("file", "uploadzip", "feedback")):
                file = f"moodle-{kind}-{lesson}.{'csv' if plugin == 'offline' else 'zip'}"
                said = window.give_back(self.made[name], plugin, action, grades / file)
                say(f"  uploaded {file}; Moodle says: {said}")

    def compared(self, lesson: str) -> str:
        """Marks, gradebook, comments and pages in Moodle against the course's own. Raises Stop where they differ."""
        held, wanted, faults = self.site.ask("marks", activity=self.made[lesson]), self.course.grades(lesson), []
        for person, row in wanted.items():
            there, page = held.get(person, {}), self.course.grading / "feedback" / row["id"] / lesson / f"{lesson}.html"
            points = float(row["points"]) if row["points"] else None
            own = [
                points,
                points,
                row["comment"],
                [hashlib.sha1(page.read_bytes()).hexdigest()] if page.exists() else [],
            ]
            theirs = [there.get(name, "") for name in ("assignment", "gradebook", "comment", "pages")]
            if not page.exists():
                theirs = [*[mark or None for mark in theirs[:2]], theirs[2], theirs[3] or []]
            if own != [None if mark == -1 else mark for mark in theirs]:  # -1: Moodle's own word for no grade yet
                faults.append(f"{person}: {theirs} in Moodle, {own} here")
        if faults or not set(SHARES) <= set(wanted):
            raise Stop("; ".join(faults) or f"somebody is missing: {wanted}")
        told = ", ".join(f"{person} {row['points'] or 'none yet'}" for person, row in wanted.items())
        return f"{lesson}: marks, gradebook, comments and pages in Moodle are the course's own ({told})"

    def without_names(self, name: str, people: list[str], wanted: dict[str, float]) -> None:
        """Hand in, grade apart from the term, give back; then Moodle holds these marks and a page with each, or Stop."""
        into = self.course.folder / f"grading-{name}"
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir(mode=0o700)
        shutil.copy(self.course.grading / sealed.SECRET, into)
        self.hand_in(name, LATE, people)
        self.grade(name, LATE, into=into)
        self.give_back(name, LATE, into)
        told = self.site.ask("marks", activity=self.made[name])
        held = {person: row["assignment"] for person, row in told.items() if row["assignment"] >= 0}
        if held != wanted or any(len(told[person]["pages"]) != 1 for person in held):
            raise Stop(f"Moodle holds {held} and not {wanted}, or a page is missing: {told}")


def term(trial: Trial) -> list[str]:
    """Two exercises with two deadlines, a memo that waits and is read, everything up and compared in Moodle's database."""
    told = []
    for lesson in (MEMO, LATE):
        trial.hand_in(lesson, lesson, list(SHARES))
        trial.grade(lesson, lesson, "--due", f"{trial.due[lesson]:%Y-%m-%dT%H:%M}", "--late", "10%-per-day")
        trial.give_back(lesson, lesson)
        told.append(trial.compared(lesson))
    ada, memo = trial.course.grades(LATE)["ada"], trial.course.grades(MEMO)["ada"]
    if ada["checks"] != "20" or not float(ada["taken off"] or 0) or memo["points"]:
        raise Stop(f"All right and late is not 20 less something, or a memo that waits has a mark: {ada}, {memo}")
    read_memo(trial)
    trial.course.derisking("grade", "--into", trial.course.grading, told="grade, after the memo was read")
    trial.give_back(MEMO, MEMO)
    return [*told, f"after the memo, {trial.compared(MEMO)}"]


def read_memo(trial: Trial) -> None:
    """Give the memo that waits full points at the desk, by its keys."""
    command = [sys.executable, "-m", "derisking", "mark", MEMO, "--from", str(trial.course.grading), "--no-browser"]
    variables = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables) as desk:
        try:
            found = (re.search(r"http://127\S+", line) for line in desk.stdout or ())
            page = trial.chrome.new_page()
            page.goto(next(filter(None, found))[0])
            page.wait_for_selector(".row")
            for _ in range(5):
                page.keyboard.press("2")
            page.keyboard.press("Enter")
            page.get_by_text("No other memo waits.").wait_for()
            page.close()
        finally:
            desk.send_signal(signal.SIGINT)
            desk.communicate()
    say("  the memo was read at the desk")


def bank(trial: Trial) -> list[str]:
    """The file of all questions through Moodle's import page; every question answered right by Moodle's own engine."""
    file, category = trial.course.folder / "bank" / "all.xml", "De-risking and chips"
    with trial.window("theo") as window:
        window.go(f"question/bank/importquestions/import.php?{trial.made['bank']}")
        window.page.check("input[name=format][value=xml]")
        window.attach(file)
        window.submit()
        window.page.wait_for_load_state("networkidle")
    wanted = len(re.findall('<question type="(?!category)', file.read_text(encoding="utf-8")))
    told = trial.site.ask("bank", category=category)
    if told["less"] or told["played"] != wanted:
        raise Stop(f"{told['played']} of {wanted} questions arrived; less than full marks for the right answer: {told}")
    return [f"{wanted} questions arrived, each right answer got full marks from Moodle's engine ({told['kinds']})"]


def scorm(trial: Trial) -> list[str]:
    """Lesson 0 as a package: left half-way, taken up, finished with a mistake; a second attempt without one."""
    questions, activity = [banks.load(FIRST)[name] for name in asked.asked(FIRST)], trial.made["scorm"]
    told = []

    def held(attempts: list[list[object]], grade: float, completed: int) -> None:
        for _ in range(40):
            now = trial.site.ask("package", activity=activity, person="ben")
            if now == {"attempts": attempts, "grade": grade, "completed": completed}:
                return told.append(f"{attempts}, grade {grade:g}, {'completed' if completed else 'not completed'}")
            time.sleep(0.5)
        raise Stop(f"Moodle holds {now} and not {attempts}, grade {grade:g}, completed {completed}")

    def enter(again: bool = False) -> Any:
        window.go(f"mod/scorm/view.php?id={activity}")
        if again:
            window.page.locator("input[name=newattempt][type=checkbox]").check()
        window.page.locator("#scormviewform [type=submit]").last.click()
        return in_lesson(window.page, f"{FIRST}.html")

    with trial.window("ben") as window:
        answer(enter(), questions[0], right=True)
        window.go(f"course/view.php?id={trial.made['course']}")
        held([["incomplete", 33]], 33, 0)
        frame = enter()
        frame.get_by_text("From your record.").first.wait_for(state="attached")
        for question, right in zip(questions[1:], (False, True), strict=True):
            answer(frame, question, right)
        window.go(f"course/view.php?id={trial.made['course']}")
        held([["completed", 67]], 67, 1)
        frame = enter(again=True)
        if frame.locator("label.dr-option input:checked").count():
            raise Stop("A second attempt begins with the answers of the first.")
        for question in questions:
            answer(frame, question, right=True)
        window.go(f"course/view.php?id={trial.made['course']}")
        held([["completed", 67], ["completed", 100]], 100, 1)
    return ["Moodle held, after each visit: " + "; ".join(told)]


def frame(trial: Trial) -> list[str]:
    """The web edition in Moodle's frame: answers stay in the student's browser."""
    place = f"mod/resource/view.php?id={trial.made['web']}"
    questions = [banks.load(MEMO)[name] for name in asked.asked(MEMO)]
    question = next(one for one in questions if one.kind == "single")

    def lesson() -> Any:
        window.go(place)
        in_lesson(window.page, "index.html").locator(f'a[href*="{MEMO}.html"]:visible').first.click()
        return in_lesson(window.page, f"/{MEMO}.html")

    with trial.window("ada") as window:
        answer(lesson(), question, right=True)
        window.go(f"course/view.php?id={trial.made['course']}")
        again = lesson()
        again.get_by_text("From your record.").first.wait_for(state="attached")
        if again.locator("label.dr-option input:checked").count() != 1:
            raise Stop("The answer was not there when the student came back.")
    return ["lesson 2 opened in the frame, and its answer was there when the student came back"]


def anonymous(trial: Trial) -> list[str]:
    """An assignment that hides names: each mark reaches whose notebook it is."""
    wanted = {person: worth(person) for person in SHARES}
    trial.without_names("anonymous", list(SHARES), wanted)
    return [f"each mark and page reached whose notebook it is, without a name ({wanted})"]


def teams(trial: Trial) -> list[str]:
    """An assignment of groups: one hands in, and all of the group get mark and page."""
    wanted = {person: worth(members[0]) for members in TEAMS.values() for person in members}
    trial.without_names("teams", [members[0] for members in TEAMS.values()], wanted)
    return [f"{len(TEAMS)} hand-ins gave {len(wanted)} marks and pages ({wanted})"]


PLAYS: dict[str, Callable[[Trial], list[str]]]
PLAYS = {play.__name__: play for play in (term, bank, scorm, frame, anonymous, teams)}


def play(trial: Trial, names: list[str]) -> dict[str, tuple[bool, list[str]]]:
    """All plays, each on its own; what each said."""
    results = {}
    for number, name in enumerate(names, 1):
        say(f"== {number} of {len(names)}, {name}: {(PLAYS[name].__doc__ or '').strip()}")
        try:
            results[name] = True, PLAYS[name](trial)
        except Exception as error:
            results[name] = False, [f"{'' if isinstance(error, Stop) else type(error).__name__ + ': '}{error}"[:1500]]
        for line in results[name][1]:
            say(f"  {'ok  ' if results[name][0] else 'MEND'}  {line}")
    return results


def report(release: str, results: dict[str, tuple[bool, list[str]]], names: list[str]) -> int:
    """Print the table; 1 if something did not go as it should."""
    say(f"\nMoodle {release}, {datetime.date.today():%d %B %Y}")
    for name in PLAYS:
        good, lines = results.get(name, (None, []))
        word = {True: "passed", False: "FAILED", None: "not run" if name not in names else "not reached"}[good]
        say(f"  {name:10} {word:12} {lines[0][:150] if lines else ''}")
    return int(not all(good for good, _ in results.values()) or set(names) - set(results) != set())


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("moodle", type=Path, help="a folder with Moodle's source")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="work there and leave it, for the next trial too")
    parser.add_argument("--only", nargs="+", choices=PLAYS, default=list(PLAYS), help="default: everything")
    options = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    results: dict[str, tuple[bool, list[str]]] = {}
    folder = None
    try:
        release = check(options.moodle.resolve())
        folder = Path(options.keep or tempfile.mkdtemp(prefix="moodle-trial-")).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        say(f"== Moodle {release}, in {folder}")
        from playwright.sync_api import sync_playwright

        course = Course(folder / "course")
        course.make()
        with Site(options.moodle.resolve(), folder).run() as site, sync_playwright() as playwright:
            say(f"  Moodle runs at {site.address}; everybody's password is {PASSWORD}")
            chrome = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
            results = play(Trial(site, course, chrome), options.only)
            chrome.close()
            if options.keep and sys.stdin.isatty():
                input("Look around in Moodle; Enter stops it.")
        return report(release, results, options.only)
    except Stop as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    finally:
        if folder and not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
