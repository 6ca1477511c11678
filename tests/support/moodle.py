"""A stand-in for Moodle's assignments: it hands out downloads and takes uploads by the rules that derisking's moodle.py names."""

import csv
import datetime
import io
import re
import zipfile

from support.quick import moodle_zip, worth

HEADS = (
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed"),
    *("Last modified (submission)", "Last modified (grade)", "Feedback comments"),
)
FOLDER = re.compile(r"[^/]*_(\d+)_assignsubmission_file_/(.+)")


class Assignment:
    """One assignment. people: names; first: the number of its first participant; hidden: whether names are hidden; teams: name -> group where groups hand in.
    grades, comments and pages by number are what Moodle holds; refused counts rows and pages of no participant."""

    def __init__(self, folder, lesson, due, first, people, maximum=30, hidden=False, teams=None):
        self.folder, self.lesson, self.due, self.maximum = folder, lesson, due, maximum
        self.people = {first + place: name for place, name in enumerate(people)}
        self.numbers = {team: 300 + place for place, team in enumerate(dict.fromkeys((teams or {}).values()))}
        self.hidden, self.teams = hidden, teams
        self.work, self.grades, self.comments, self.pages, self.refused = {}, {}, {}, {}, 0

    def number(self, name):
        return next(number for number, one in self.people.items() if one == name)

    def hand_in(self, name, share, when, memo=""):
        self.work[self.number(name)] = worth(self.lesson, share, memo), when

    def download(self, packed=False):
        """The zip with all work. packed: somebody unpacked and packed it again, so its times say nothing."""
        entries = []
        for number, (notebook, when) in self.work.items():
            name = "Participant" if self.hidden else self.people[number]
            team = self.teams and self.teams[name]
            who = f"{team}_{self.numbers[team]}" if team else f"{name}_{number}"
            when = self.due if packed else when
            entries.append((f"{who}_assignsubmission_file_", f"{self.lesson}.ipynb", notebook, when))
        return moodle_zip(self.folder / f"{self.lesson}.zip", entries)

    def worksheet(self, times=True):
        """The grading worksheet as it is now. times: without them it is one in a language whose dates nobody here reads."""
        stream = io.StringIO(newline="")
        table = csv.DictWriter(stream, [*HEADS, *(["Group"] if self.teams else [])], lineterminator="\r\n")
        table.writeheader()
        for number, name in self.people.items():
            _, when = self.work.get(number, (None, None))
            late = " - late" if when and when > self.due else ""
            told = f"{when:%A, %d %B %Y, %I:%M %p}" if when and times else "-"
            row = [f"Participant {number}", name, f"u{number % 1000}@uni.example", f"Submitted{late}"]
            row += [self.grades.get(number, ""), f"{self.maximum}.00", "Yes", told, "-", self.comments.get(number, "")]
            named = dict(zip(HEADS, row, strict=True)) | ({"Group": self.teams[name]} if self.teams else {})
            table.writerow(named | ({"Full name": "", "Email address": ""} if self.hidden else {}))
        path = self.folder / f"Grades-{self.lesson}.csv"
        path.write_text(stream.getvalue(), encoding="utf-8")
        return path

    def upload(self, path):
        if path.suffix == ".csv":
            for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
                number = int(row["Identifier"].split()[1])
                self._take(number, self.grades, f"{float(row['Grade']):.2f}" if row["Grade"] else "")
                self._take(number, self.comments, row["Feedback comments"])
        else:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    found = FOLDER.fullmatch(name)
                    for number in self._of_page(int(found[1])):
                        self._take(number, self.pages, archive.read(name).decode("utf-8"))

    def _of_page(self, number):
        """Whose a page is: of teams Moodle looks the team up, and no member."""
        if not self.teams:
            return [number]
        members = [one for one, name in self.people.items() if self.numbers[self.teams[name]] == number]
        return members or [0]

    def _take(self, number, kept, value):
        """Moodle passes over empty cells."""
        if number not in self.people:
            self.refused += 1
        elif value:
            kept[number] = value

    def by_name(self, kept):
        return {self.people[number]: value for number, value in kept.items()}


def follow(said, grades, *assignments):
    """Do what the last line of a run says, to the letter; returns the names of the files."""
    last = said.splitlines()[-1]
    told = re.fullmatch(
        r"(?:Upload now: (.+?); nothing else changed|Nothing to upload)\.(?: Written earlier, .*)?", last
    )
    names = told[1].split(", ") if told[1] else []
    for name in names:
        (one,) = [one for one in assignments if one.lesson in name]
        one.upload(grades / name)
    return names


def at(text):
    return datetime.datetime.fromisoformat(text)
