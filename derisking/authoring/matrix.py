"""Where each objective is taught, asked and exercised: the teacher's matrix.

Started by `python3 run.py objectives`. Reads the section lines of the lessons, the question banks and the tasks of the
exercises. What is not there yet shows as a gap, never as an error.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from derisking import exercises, objectives, places
from derisking.errors import UserError
from derisking.questions import bank

SECTION = re.compile(r"^##\s+(?P<title>.+?)\s*\n+\*\d+ minutes · (?P<ids>[A-Z]\d(?:, [A-Z]\d)*)\*", re.MULTILINE)
MIN_QUESTIONS = 2


@dataclass
class Row:
    """One objective and every place that serves it. questions: ids; tasks: ids; pairs: names of pre/post pairs."""

    objective: objectives.Objective
    sections: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)

    def gaps(self) -> list[str]:
        """What the objective still lacks, in words."""
        missing = [] if self.sections else ["no section"]
        if len(self.questions) < MIN_QUESTIONS:
            missing.append(f"{len(self.questions)} of {MIN_QUESTIONS} questions")
        return missing if self.tasks else [*missing, "no exercise task"]


def build() -> list[Row]:
    """The matrix, one Row per objective in the order of objectives.yaml.

    Raises UserError when a question, section or task names an objective that does not exist, or a bank cannot be read.
    """
    rows = {one.id: Row(one) for one in objectives.load()}
    unknown = []
    for place, objective, column, entry in (*_sections(), *_questions(), *_tasks()):
        if objective not in rows:
            unknown.append(f"{place}: objective {objective} is not in objectives.yaml")
        elif entry not in getattr(rows[objective], column):
            getattr(rows[objective], column).append(entry)
    if unknown:
        raise UserError("; ".join(unknown))
    return list(rows.values())


def _sections() -> Iterator[tuple[str, str, str, str]]:
    """(place, objective, column, title) of each objective that a section of a lesson names."""
    for path in sorted(places.objectives().parent.glob("[0-9][0-9]-*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for match in SECTION.finditer("".join(cell["source"])):
                for objective in match["ids"].split(", "):
                    yield f"{path.name}, section '{match['title']}'", objective, "sections", match["title"]


def _questions() -> Iterator[tuple[str, str, str, str]]:
    """The same of each question; the two of a pre/post pair count as one once both are there."""
    for lesson in bank.lessons():
        whole = bank.load(lesson)
        complete = {q.pair for q in whole.used_for("pre")} & {q.pair for q in whole.used_for("post")}
        for question in whole.questions:
            if question.pair is None:
                yield question.place, question.objective, "questions", question.id
            elif question.pair in complete:
                yield question.place, question.objective, "pairs", question.pair


def _tasks() -> Iterator[tuple[str, str, str, str]]:
    """The same of each task of the package's exercises."""
    for lesson in exercises.lessons():
        whole = exercises.definition(lesson)
        for task in whole.tasks:
            yield f"exercise {lesson}, task {task.id}", task.objective, "tasks", task.id
        if whole.memo and not whole.tasks:  # a person marks the whole
            yield f"exercise {lesson}", whole.memo.objective, "tasks", lesson


def render(rows: list[Row]) -> str:
    """The matrix as plain text for a screen of 110 columns."""
    lines = []
    for lesson in dict.fromkeys(row.objective.lesson for row in rows):
        own = [row for row in rows if row.objective.lesson == lesson]
        lines += ["", f"{lesson}  ({len({pair for row in own for pair in row.pairs})} pre/post pairs)"]
        for row in own:
            lines.append(f"  {row.objective.id}  {row.objective.text}")
            columns = {"sections": row.sections, "questions": row.questions, "tasks": row.tasks, "pre/post": row.pairs}
            for label, entries in columns.items():
                lines.append(f"      {label:<9} {len(entries):>2}  {', '.join(entries) or '-'}")
            if row.gaps():
                lines.append(f"      missing       {', '.join(row.gaps())}")
    done = sum(not row.gaps() for row in rows)
    return "\n".join([*lines, "", f"{done} of {len(rows)} objectives are taught, asked at least twice and exercised."])


def main(arguments: list[str]) -> int:
    """Print the matrix. Raises UserError if something that it reads is wrong."""
    print(render(build()))
    return 0
