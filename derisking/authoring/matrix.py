"""Where each objective is taught, asked and exercised: the teacher's matrix.

Started by `python3 run.py objectives`. Reads notebooks/objectives.yaml, the section lines of the lessons, the question banks
and the tasks of the exercises. A lesson that is not written yet shows as a gap, never as an error.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from derisking import places

SECTION = re.compile(r"^##\s+(?P<title>.+?)\s*\n+\*\d+ minutes · (?P<ids>[A-Z]\d(?:, [A-Z]\d)*)\*", re.MULTILINE)
MIN_QUESTIONS, MIN_TASKS, MIN_PAIRS = 2, 1, 2


@dataclass
class Row:
    """One objective and every place that serves it. questions: ids; tasks: "02-de-risking:hhi"; pairs: names of pairs."""

    id: str
    lesson: str
    text: str
    sections: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)

    def gaps(self) -> list[str]:
        """What the objective still lacks, in words."""
        missing = []
        if not self.sections:
            missing.append("no section")
        if len(self.questions) < MIN_QUESTIONS:
            missing.append(f"{len(self.questions)} of {MIN_QUESTIONS} questions")
        if len(self.tasks) < MIN_TASKS:
            missing.append("no exercise task")
        return missing


def build(folder: Path | None = None, tasks: dict[str, list] | None = None) -> list[Row]:
    """The matrix, one Row per objective in the order of objectives.yaml.

    folder: the notebooks (default: those of this checkout). tasks: per lesson (task id, objective id) pairs; default: the
    exercises of the package. Raises ValueError when a question, section or task names an objective that does not exist.
    """
    folder = folder or places.checkout("notebooks") / "notebooks"
    rows = {row["id"]: Row(**row) for row in _yaml(folder / "objectives.yaml") or []}
    unknown = []

    def add(where: str, objective: str, column: str, entry: str) -> None:
        if objective not in rows:
            unknown.append(f"{where}: objective {objective} is not in objectives.yaml")
        elif entry not in getattr(rows[objective], column):
            getattr(rows[objective], column).append(entry)

    for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
        for title, ids in _sections(path):
            for objective in ids:
                add(f"{path.name}, section '{title}'", objective, "sections", title)
    for path in sorted((folder / "quizzes").glob("*.yaml")):
        _add_bank(path, add)
    for lesson, pairs in (_tasks() if tasks is None else tasks).items():
        for task, objective in pairs:
            add(f"exercise {lesson}, task {task}", objective, "tasks", f"{lesson}:{task}")
    if unknown:
        raise ValueError("; ".join(unknown))
    return list(rows.values())


def _yaml(path: Path):
    import yaml

    with path.open(encoding="utf-8") as file:
        try:
            return yaml.safe_load(file)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1
            raise ValueError(
                f"{path.name}, line {line}: not YAML ({error.problem}); put texts with a colon or quotes below `>`."
            ) from error


def _sections(path: Path):
    """(title, objective ids) of each section of a lesson that names some."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
            for match in SECTION.finditer(source):
                yield match["title"], re.split(r",\s*", match["ids"])


def _add_bank(path: Path, add) -> None:
    """Questions of one bank; a pre/post pair counts once both members are there."""
    questions = (_yaml(path) or {}).get("questions") or []
    uses = {(q.get("pair"), use) for q in questions for use in q.get("use", [])}
    for question in questions:
        where = f"{path.name}, question {question['id']}"
        pair = question.get("pair")
        if pair is None:
            add(where, question["objective"], "questions", question["id"])
        elif {(pair, "pre"), (pair, "post")} <= uses:
            add(where, question["objective"], "pairs", pair)


def _tasks() -> dict[str, list]:
    """(task id, objective) of each exercise in the package."""
    from derisking import exercises

    return {name: [(t.id, t.objective) for t in exercises.definition(name).tasks] for name in exercises.lessons()}


def gaps(rows: list[Row], lessons: set[str] | None = None) -> list[str]:
    """What is missing, one line each; only for the given lessons, or for all."""
    chosen = [row for row in rows if lessons is None or row.lesson in lessons]
    lacking = [f"{row.id}: {', '.join(row.gaps())}" for row in chosen if row.gaps()]
    pairs = Counter(row.lesson for row in chosen for _ in row.pairs)
    for lesson in dict.fromkeys(row.lesson for row in chosen):
        if pairs[lesson] < MIN_PAIRS:
            lacking.append(f"{lesson}: {pairs[lesson]} of {MIN_PAIRS} pre/post pairs")
    return lacking


def render(rows: list[Row]) -> str:
    """The matrix as plain text for a screen of 110 columns."""
    lines = []
    for lesson in dict.fromkeys(row.lesson for row in rows):
        own = [row for row in rows if row.lesson == lesson]
        lines += ["", f"{lesson}  ({len({pair for row in own for pair in row.pairs})} pre/post pairs)"]
        for row in own:
            lines.append(f"  {row.id}  {row.text}")
            for label, entries in (
                ("sections", row.sections),
                ("questions", row.questions),
                ("tasks", [entry.split(":")[1] for entry in row.tasks]),
                ("pre/post", row.pairs),
            ):
                lines.append(f"      {label:<9} {len(entries):>2}  {', '.join(entries) or '-'}")
            if row.gaps():
                lines.append(f"      missing       {', '.join(row.gaps())}")
    done = sum(not row.gaps() for row in rows)
    return "\n".join([*lines, "", f"{done} of {len(rows)} objectives are taught, asked at least twice and exercised."])


def main(arguments: list[str]) -> int:
    """Print the matrix; with --strict, exit code 1 if anything is missing."""
    try:
        rows = build()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(render(rows))
    missing = gaps(rows)
    if "--strict" in arguments:
        print("\n".join(missing))
        return 1 if missing else 0
    return 0
