"""Before the run: each check cell becomes one that only asks, and at the end everything is asked once more."""

from __future__ import annotations

import functools
import hashlib
import json
import secrets
from pathlib import Path

import nbformat

from derisking.classroom.nbgrader.step import CHECK, Variants, asks, name_of
from derisking.exercises.task import Task


def secret_seed(db_url: str) -> int:
    """A secret number per gradebook, so that graded inputs cannot be known and a second run asks the same."""
    path = db_url.removeprefix("sqlite:///")
    if path == db_url or not path:
        return int.from_bytes(hashlib.sha256(db_url.encode("utf-8")).digest()[:6], "big")
    file = Path(path).with_name(Path(path).name + ".seed")
    if not file.is_file():
        file.write_text(secrets.token_hex(16), encoding="utf-8")
    return _seed(file, file.stat().st_mtime_ns)


@functools.lru_cache(maxsize=32)
def _seed(file: Path, changed: int) -> int:
    """changed: when the file was, so that another one at the same place is read anew."""
    return int.from_bytes(hashlib.sha256(file.read_bytes()).digest()[:6], "big")


class AskOnly(Variants):
    """Swap the check cells for cells that only ask, and ask once more at the end for answers that stand elsewhere."""

    def preprocess(self, nb, resources):
        definition = self.definition(resources)
        if definition is None:
            return nb, resources
        run = resources["derisking"] = {
            "orders": {},
            "sources": {},
            "seed": secret_seed(resources["nbgrader"]["db_url"]),
            "handle": f"_{secrets.token_hex(16)}",
            "added": [],
        }
        tasks = {task.id: task for task in definition.tasks}
        for cell in nb.cells:
            if asks(cell):
                run["sources"][cell.id] = cell.source
                task = tasks.get(name_of(cell).removeprefix(CHECK))
                cell.source = self._ask(task, "here", run) if task else "pass"
        variant = definition.variant.to_json() if definition.variant else None
        start = (
            f"import derisking.exercises.probing as _; _.install({run['handle']!r}, get_ipython(), {variant!r}); del _"
        )
        last = "\n".join(self._ask(task, "end", run) for task in definition.tasks)
        nb.cells = [self._added(start, run), *nb.cells, self._added(last, run)]
        return nb, resources

    def _ask(self, task: Task, place: str, run: dict) -> str:
        nonce = secrets.token_hex(16)
        run["orders"][nonce] = (task.id, place)
        order = {"nonce": nonce, "task": task.id, "inputs": task.inputs(run["seed"])}
        return f"__import__('sys').modules[{run['handle']!r}].run({json.dumps(order)!r})"

    def _added(self, source: str, run: dict):
        cell = nbformat.v4.new_code_cell(source)
        run["added"].append(cell.id)
        return cell
