"""What students get of part B: each task as it is asked, and the sheets that were drawn; no key, no explanation, no reference.

What goes out is on a list, field by field, so that a new field of a task stays here until somebody adds it.
"""

import hashlib
import json
import secrets
from pathlib import Path

import yaml

from derisking.errors import UserError
from derisking.exercises import sealed
from derisking.exercises import task as tasks
from derisking.questions import bank
from derisking.questions.kinds.base import ARGUMENT, CODE, OPTIONS, SEQUENCE

ASKED = (
    *("id", "title", "part", "route", "points", "objective", "kind", "name", "evidence", "text", "source", "hints"),
    *("words", "unit", "bins", "drawn", "picture", "reread"),
)
GIVEN = "draw.released"  # beside the secret: a fingerprint of what was asked of students, by exercise
PARTS = ("options", "statements", "items", "cards")  # lists of what can be chosen
OF_PART = ("id", "text", "more", "code")  # what goes out of each of their entries


def secret(folder: Path) -> str:
    """The secret by which a grading folder's class is drawn; the first release makes it."""
    file = folder / sealed.SECRET
    if not file.is_file():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # as `grade` makes it: nobody else's
        file.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
    return sealed.kept(folder)


def students_tasks(folder: Path, drawn_by: str) -> str:
    """tasks.yaml for students, from a folder of `solutions/`."""
    content = bank.yaml_of(folder / tasks.TASKS)
    asked = {task.id: _asked(task) for task in tasks.read(folder, secret=drawn_by).part("B")}
    content["tasks"] = [asked.get(one["id"], {k: v for k, v in one.items() if k != "code"}) for one in content["tasks"]]
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False, width=140)


def sheets(folder: Path, drawn_by: str) -> str:
    """sheets.json for students: for each sheet, what it asks in another way than tasks.yaml, which holds that of the class."""
    return json.dumps(_drawn(folder, drawn_by)[1], ensure_ascii=False)


def note(into: Path, solutions: dict[str, Path], drawn_by: str) -> list[str]:
    """Keep in a grading folder what is asked of its class; gives the exercises of which an earlier release asked other things.

    solutions: exercise -> its folder of `solutions/`."""
    changed = [lesson for lesson, folder in solutions.items() if not as_given(into, lesson, folder)]
    made = {lesson: _fingerprint(folder, drawn_by) for lesson, folder in solutions.items()}
    (into / GIVEN).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    return changed


def as_given(into: Path, lesson: str, folder: Path) -> bool:
    """Whether today's checkout asks what was asked of the class of a grading folder; also where nobody kept that."""
    try:
        given = json.loads((into / GIVEN).read_text(encoding="utf-8")).get(lesson)
    except FileNotFoundError:
        return True
    except (ValueError, AttributeError):
        raise UserError(f"{into / GIVEN} cannot be read. Delete it, or take it from a backup of the folder.") from None
    return given in (None, _fingerprint(folder, sealed.kept(into)))


def _fingerprint(folder: Path, drawn_by: str) -> str:
    return hashlib.sha256(json.dumps(_drawn(folder, drawn_by)).encode()).hexdigest()


def _drawn(folder: Path, drawn_by: str) -> tuple[list[dict], list[dict]]:
    """What the class is asked in what is drawn or dealt, and for each sheet what differs."""
    every = tasks.read(folder, secret=drawn_by).part("B")
    forms = [one for one in every if one.drawn or one.question.rules.shape in (SEQUENCE, OPTIONS, ARGUMENT)]
    base, made = [_unseen(_asked(task)) for task in forms], []
    for number in range(sealed.SHEETS + 1):
        draw = tasks.Draw(folder, drawn_by, number)
        asked = [_unseen(_asked(tasks.Task(draw.question(task.question)))) for task in forms]
        made.append({task.id: _other(one, own) for task, one, own in zip(forms, asked, base, strict=True)})
    return base, made


def students_bank(file: Path, drawn_by: str) -> str:
    """The text of a bank with the slips that the class's secret plants. Raises UserError for one that names its slips in another way."""
    text = file.read_text(encoding="utf-8")
    for question in bank.read(file).questions:
        planted = bank.drawn(question, drawn_by)
        if planted is not question:
            old, new = (f"    plants: [{', '.join(one.raw.get('plants', ['?']))}]\n" for one in (question, planted))
            if text.count(old) != 1:
                raise UserError(f"{question.place}: write `plants: [...]` in one line, as no other question has it.")
            text = text.replace(old, new)
    return text


def _unseen(asked: dict) -> dict:
    """A task without its picture and what is said once it is saved: a class that got it without them is asked the same."""
    return {name: value for name, value in asked.items() if name not in ("picture", "reread")}


def _other(asked: dict, base: dict) -> dict:
    return {name: value for name, value in asked.items() if value != base.get(name)}


def _asked(task: tasks.Task) -> dict:
    """A task as it is asked."""
    question = task.question
    raw = question.written if question.rules.shape == CODE else question.raw
    asked = {name: raw[name] for name in ASKED if name in raw} | {"sealed": True} | dict(question.rules.keyless)
    asked |= {"text": question.say(asked["text"]), "hints": task.hints}
    asked |= {name: [_part(one) for one in raw[name]] for name in PARTS if name in raw}
    if labelled := getattr(question.rules, "labelled", None):
        asked["dealt"] = [option["id"] for _, option in labelled(question)]
    if question.rules.shape in (SEQUENCE, OPTIONS):  # the order in which an author writes them may tell
        name = "items" if question.rules.shape == SEQUENCE else "options"
        asked[name] = sorted(asked[name], key=lambda part: str(part["id"]))
    return asked


def _part(entry: dict) -> dict:
    return {name: entry[name] for name in OF_PART if name in entry}
