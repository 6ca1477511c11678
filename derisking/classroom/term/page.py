"""What the page of the term asks: where the course stands, to run a command, how far it is, to keep the rules."""

import datetime
import hashlib
import webbrowser
from pathlib import Path

from derisking import cards, exercises
from derisking.classroom import files, rules
from derisking.classroom.collect import groups, place
from derisking.classroom.course import Course, typed
from derisking.classroom.serving import Answer, Refused
from derisking.classroom.term import standing
from derisking.classroom.term.jobs import Job
from derisking.errors import UserError

HERE = Path(__file__).resolve().parent
# Button -> the command; behind an option comes the grading folder.
COMMANDS = {
    "again": "grade --into",
    "mark": "mark --from",
    "report": "report --from",
    "sheets": "defend --from",
    "release": "release --into",
    "plans": "plans",
}


class Page:
    """One teacher's page. folder: as typed; where: folders in which downloads can lie."""

    def __init__(self, folder: Path, where: list[Path]):
        self.folder, self.course, self.where = folder, Course(folder.resolve()), where
        self.jobs: dict[str, Job] = {}  # "work", and "desk" beside it

    def answers(self) -> dict[str, Answer]:
        asked = (self.state, self.run, self.take, self.progress, self.stop, self.rules, self.keep, self.open)
        return {one.__name__: one for one in asked}

    def state(self, words: dict) -> dict:
        """The table of exercises, the downloads that can be taken in."""
        try:
            rows, wrong = standing.read(self.course, datetime.datetime.now().astimezone()), ""
        except UserError as error:
            rows, wrong = [], str(error)
        shown = {"rows": rows, "wrong": wrong, "looked": len(files.rows(self.course.to_look_at)) if not wrong else 0}
        return {
            "page": cards.render("classroom/term/standing.html.jinja", **shown, course=self.course),
            "lessons": list(exercises.lessons()),
            "source": standing.downloads(self.where, ".zip"),
            "list": standing.downloads(self.where, ".csv"),
        }

    def run(self, words: dict) -> dict:
        """Run one of COMMANDS."""
        if words.get("name") not in COMMANDS:
            raise Refused(400, "There is no such button: load the page again.")
        line = COMMANDS[words["name"]].split()
        return self._start([*line, str(self.folder)] if len(line) > 1 else line)

    def take(self, words: dict) -> dict:
        """Take in what the platform gave, and grade it."""
        named = {name: str(words.get(name) or "").strip() for name in ("source", "list", "lesson")}
        for name in ("source", "list"):
            if named[name] and not Path(named[name]).expanduser().exists():
                raise Refused(400, f"There is no {named[name]}: choose the file once more, or type its whole path.")
        if not named["source"] and not named["list"]:
            raise Refused(400, "Choose the zip with what students handed in.")
        if named["lesson"] not in ("", *exercises.lessons()):
            raise Refused(400, "There is no such exercise: load the page again.")
        paths = {name: str(Path(named[name]).expanduser().absolute()) for name in ("source", "list") if named[name]}
        chosen = [*([paths["source"]] if "source" in paths else []), "--into", str(self.folder)]
        chosen += ["--class-list", paths["list"]] if "list" in paths else []
        return self._start(["grade", *chosen, *(["--lesson", named["lesson"]] if named["lesson"] else [])])

    def _start(self, line: list[str]) -> dict:
        place = "desk" if line[0] == "mark" else "work"  # one at a time, and the desk beside
        if (there := self.jobs.get(place)) and there.code is None:
            raise Refused(409, f"`{there.words[0]}` is still running: wait for it, or stop it.")
        self.jobs[place] = Job(line)
        return self.progress({})

    def progress(self, words: dict) -> dict:
        """What runs, how it ended, and what it has said; words: by place the job that the page shows, and how many lines."""
        told = {}
        for where, job in self.jobs.items():
            known = words.get(where)
            first = known[1] if isinstance(known, list) and known[:1] == [job.number] else 0
            if not isinstance(first, int):
                raise Refused(400, "The page does not know what is asked: load it again.")
            line = typed(job.words[0]).removesuffix(job.words[0]) + " ".join(job.words)
            said = {"from": first, "lines": job.lines[first:]}
            told[where] = {"typed": line, "run": job.number, "code": job.code, **said}
        return told

    def stop(self, words: dict) -> dict:
        """Stop what runs at a place, as Ctrl+C does."""
        if job := self.jobs.get(str(words.get("place"))):
            job.stop()
        return {}

    def rules(self, words: dict) -> dict:
        """The file of rules as it is, made where there is none, and its fingerprint."""
        if not self.course.rules.is_file():
            self.course.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            rules.write(self.course.rules, rules.read(self.course.rules))
        raw = self.course.rules.read_bytes()
        return {"text": raw.decode("utf-8-sig", "replace"), "seen": hashlib.sha256(raw).hexdigest()}

    def keep(self, words: dict) -> dict:
        """Keep the rules as they were typed, if they can be understood and the file is still the one that was shown."""
        if (job := self.jobs.get("work")) and job.code is None:
            raise Refused(409, f"`{job.words[0]}` is running and goes by the rules: wait for it, then keep them.")
        before = self.rules({})
        if words.get("seen") != before["seen"]:
            said = "The file was changed elsewhere meanwhile: load the page again, and copy what you typed before."
            raise Refused(409, said)
        text = str(words.get("text", ""))
        try:
            kept = rules.parsed(text, self.course.rules)
            if class_ := place.remembered(self.course):
                groups.settle(kept, class_.values(), self.course.rules)
            files.write(self.course.backups / f"rules-{before['seen'][:8]}.yaml", before["text"])
            files.write(self.course.rules, text)
        except UserError as error:
            raise Refused(400, str(error)) from None
        told = [f"{lesson[:2]}: {rule.words}" for lesson, rule in kept.exercises.items() if rule.due]
        told += [f"{name}: {label.days:g} days more" for name, label in kept.labels.items()]
        return self.rules({}) | {"said": "; ".join(told) or "no deadline and no label"}

    def open(self, words: dict) -> dict:
        """Open the report or the folder with files of grades with the program that this computer has for it."""
        course = self.course
        known = {"report": course.report / "report.html", "grades": course.grades, "look": course.to_look_at}
        path = known.get(str(words.get("name")))
        if path is None or not path.exists():
            raise Refused(400, "It is not there yet: grade, or make the report, first.")
        webbrowser.open(path.as_uri())
        return {"said": str(path)}
