"""What was clicked in a form before: the newest of the saved notebook, the learner's record, and this session.

A cell that runs again loses its outputs, the answer among them, so the answer has to be found elsewhere. Every click goes into
the record at once, under the folder of the exercise in the course, so that a copy in another folder starts afresh; the
notebook holds what was saved last. The newer of the two counts: a notebook that was brought from elsewhere (from the web
edition, from another computer) is newer than the record of this one. With the record switched off the session still knows.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from derisking import places, progress
from derisking.exercises import form_answers, typed
from derisking.exercises.task import Memo, Task
from derisking.progress import store

session: dict[str, tuple[float, dict]] = {}


def keep(task: Task | Memo, answers: dict, checked: bool = False) -> bool:
    """Remember an answer, and whether a check has judged it; True when it is in the record."""
    now = time.time()
    session[_key(task)] = (now, answers)
    return progress.keep(
        _key(task), json.dumps({"at": now, "answers": answers, "checked": checked}, ensure_ascii=False)
    )


def changed(task: Task) -> bool:
    """Whether the answer in the record is known to be another than the one that was checked."""
    kept = store.decoded(progress.note(_key(task)) or "null")
    return isinstance(kept, dict) and not kept.get("checked", True)


def newest(task: Task | Memo) -> dict:
    """The answer that was clicked or written last; {} where there is none."""
    kept = [session.get(_key(task)), _recorded(task), _saved(task)]
    _, answers = max((one for one in kept if one), key=lambda one: one[0], default=(0, {}))
    return typed.clean(answers, task)


def _key(task: Task | Memo) -> str:
    course, here = places.course(), Path.cwd().resolve()
    place = here.relative_to(course).as_posix() if course else here.name
    return f"form {task.lesson} {task.id} in {place}"


def everything() -> dict[str, dict]:
    """Lesson and task, as the page's drafts name them, -> {"answers"} of every form that the record knows, in whichever folder its notebook lies."""
    kept = store.read("SELECT key, value FROM meta WHERE key LIKE 'form %'")
    found = {" ".join(row["key"].split(" ")[1:3]): store.decoded(row["value"]) for row in kept}
    return {
        key: {"answers": one["answers"]} for key, one in found.items() if isinstance(one, dict) and "answers" in one
    }


def _recorded(task: Task | Memo) -> tuple[float, dict] | None:
    try:
        kept = json.loads(progress.note(_key(task)) or "null")
        return (float(kept["at"]), dict(kept["answers"]))
    except (KeyError, TypeError, ValueError):
        return None


def _saved(task: Task | Memo) -> tuple[float, dict] | None:
    """From the notebook as it was saved last. JupyterLab tells its kernel where that is; elsewhere there is the record."""
    try:
        file = Path(os.environ.get("JPY_SESSION_NAME", ""))
        changed = file.stat().st_mtime_ns
        cells = _cells(file, changed) if file.suffix == ".ipynb" else []
    except (OSError, ValueError):
        return None
    answers = _chosen(cells, task)  # without one the file says nothing against the record
    return None if answers is None else (changed / 1e9, answers)


def _chosen(cells: list, task: Task | Memo) -> dict | None:
    left = [form_answers.read(cell, task.id) for cell in cells if isinstance(cell, dict)]
    return next((one for one in reversed(left) if one), None)


def earned(file: Path, tasks: Sequence[Task]) -> dict[str, float]:
    """Task id -> points for what was chosen in its form, by a saved notebook; a task without an answer is left out."""
    try:
        cells = _cells(file, file.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}
    chosen = [(task, typed.clean(_chosen(cells, task), task)) for task in tasks]
    return {task.id: task.judge(task.probe(names, task.inputs())).points for task, names in chosen if names}


@functools.lru_cache(maxsize=1)
def _cells(file: Path, changed: int) -> list:
    """The cells of a notebook's file; read once for all its forms. Raises OSError or ValueError."""
    content = json.loads(file.read_text(encoding="utf-8"))
    cells = content.get("cells") if isinstance(content, dict) else None
    return cells if isinstance(cells, list) else []
