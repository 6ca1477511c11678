"""Students who want marks without answers, or to harm the class or the computer. None may gain a mark or harm another.
attacks.yaml holds their code. Beside it each notebook holds two honest answers, worth 2 points, so that one sees both what was gained
and what was kept. `write_zip` writes what a platform would hand over, with broken and malicious files among honest work."""

import dataclasses
import json
import stat
import string
import zipfile
from collections.abc import Sequence
from pathlib import Path

import damage
import nbformat
import runner
import yaml

LESSON = "02-de-risking"
HERE = Path(__file__).resolve().parent
HONEST = {"disputed": 'why_disputed = "C"', "hand-hhi": "hand_hhi = 0.38"}
HONEST_POINTS = 2
# Names as people have them, and as people make them up; all honest.
NAMES = (
    "O'Neil, Ana", 'Lee "Kit" Quinn', "Zoë Ångström 🎓", "سارة أحمد", "=HYPERLINK(1)", "Plain Student",
)  # fmt: skip

# Attacks by the notebook's shape, without code: names of released cells that are given to others, or to nobody.


def checks(notebook) -> list:
    """The cells of a notebook that ask for an answer."""
    return [cell for cell in notebook.cells if cell.id.startswith("check-")]


def dummies(notebook) -> None:
    """An empty cell with the name of each check in front, each claiming to be the first cell."""
    first = {"nbgrader": {"grade_id": "setup"}}
    notebook.cells[:0] = [nbformat.v4.new_raw_cell("", id=cell.id, metadata=first) for cell in checks(notebook)]


def renamed(notebook) -> None:
    """Every check claims to be the first cell."""
    for cell in checks(notebook):
        cell.metadata["nbgrader"]["grade_id"] = "setup"


def as_text(notebook) -> None:
    """Every check is a piece of text, with points of its own."""
    for cell in checks(notebook):
        cell.cell_type = "markdown"
        cell.metadata["nbgrader"] |= {"points": 999, "solution": True}
        for field in ("outputs", "execution_count"):
            cell.pop(field, None)


def answers_at_the_end(notebook) -> None:
    """A second, right answer to a question that was answered wrong in its place."""
    both = runner.answers(LESSON)["denominator"]
    right, wrong = (next(one.code for one in both if one.kind == kind) for kind in ("right", "wrong"))
    next(cell for cell in notebook.cells if cell.id == "answer-denominator").source = wrong
    notebook.cells.append(nbformat.v4.new_code_cell(right))


SHAPES = {
    "dummy-checks": dummies, "renamed-checks": renamed, "checks-as-text": as_text, "two-answers": answers_at_the_end,
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Attack:
    """cells: code by name, before all answers; answers: by task. keeps: the honest two points survive."""

    cells: dict[str, str]
    answers: dict[str, str]
    keeps: bool = True


def attacks(secrets: dict) -> dict[str, Attack]:
    """All attacks by a name that says what they do. secrets: places, outside, port, hidden, abstract, socket and nap of this run."""
    words, found = secrets | {"lines": "\n" * 100_000 + "x = 1"}, {}
    for name, entry in yaml.safe_load((HERE / "attacks.yaml").read_text(encoding="utf-8")).items():
        keeps = entry.pop("keeps", True)
        codes = {part: string.Template(code).substitute(words) for part, code in entry.items()}
        answers = {part: code for part, code in codes.items() if part.endswith("-code")}
        cells = {part: code for part, code in codes.items() if part not in answers}
        found[name] = Attack(cells, answers, keeps)
    return found | dict.fromkeys(SHAPES, Attack({}, {}))


def notebooks(secrets: dict) -> dict[str, nbformat.NotebookNode]:
    """What the attackers hand in."""
    found = {}
    for name, attack in attacks(secrets).items():
        found[name] = runner.filled(LESSON, HONEST | attack.answers)
        behind = next(place for place, cell in enumerate(found[name].cells) if cell.id == "setup") + 1
        found[name].cells[behind:behind] = map(nbformat.v4.new_code_cell, attack.cells.values())
    for name, change in SHAPES.items():
        change(found[name])
    return found


def folder_name(name: str, number: int) -> str:
    """How Moodle names the folder of a submission."""
    return f"{name}_{number}_assignsubmission_file_"


def honest(name: str) -> nbformat.NotebookNode:
    """What an honest student hands in; two kinds, so that marks differ. Two must be run, the others are read."""
    return runner.filled(LESSON, HONEST) if NAMES.index(name) % 3 else damage.solved(LESSON)


def worth(name: str) -> float:
    """The points of what an honest student hands in; certified elsewhere."""
    return HONEST_POINTS if NAMES.index(name) % 3 else 20


def write_zip(target: Path, secrets: dict, attackers: Sequence[str] = (), few: bool = False) -> Path:
    """A zip as Moodle gives it: honest students, with the attackers and the broken files among them.
    attackers: these alone, else all; few: with one of the honest, and nothing that is broken."""
    file, found = f"{LESSON}.ipynb", notebooks(secrets)
    handed = {name: honest(name) for name in (NAMES[1:2] if few else NAMES)}
    handed |= {name: found[name] for name in attackers or found}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, notebook) in enumerate(handed.items(), start=1001):
            archive.writestr(f"{folder_name(name, number)}/{file}", json.dumps(notebook))
        if not few:
            _write_broken(archive, file)
    return target


def _write_broken(archive: zipfile.ZipFile, file: str) -> None:
    """Files that are no notebooks, and entries that want to be written elsewhere; more of them: tests/classroom/test_intake.py."""
    twice = damage.solved(LESSON)
    damage._duplicated(twice)
    wrong = json.dumps({"cells": [1, {"cell_type": 5}], "nbformat": 4})
    texts = {"not-json": "this is not a notebook", "deep-json": '{"cells": ' + "[" * 100_000, "wrong-shapes": wrong}
    for number, (name, text) in enumerate((texts | {"duplicated": json.dumps(twice)}).items(), start=3001):
        archive.writestr(f"{folder_name(name, number)}/{file}", text)
    for entry in (f"../../escaped/{file}", f"/escaped/{file}", f"..\\..\\escaped\\{file}", f"C:\\escaped\\{file}"):
        archive.writestr(entry, "out")
    link = zipfile.ZipInfo(f"{folder_name('link', 3005)}/{file}")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")
    bomb = zipfile.ZipInfo(f"{folder_name('bomb', 3006)}/{file}")
    archive.writestr(bomb, b"\0" * 200_000_000, zipfile.ZIP_DEFLATED, 9)
