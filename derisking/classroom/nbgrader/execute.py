"""The run: every cell in its order, every task asked in its place and once more at the end; whatever a cell does, the rest is run.

A cell that ends or blocks its process is left out, and the others are run again in a new one. What comes back is bounded.
"""

import contextlib
import dataclasses
import math
import secrets
import time
from collections.abc import Iterator
from typing import Any

import nbformat
from traitlets import Bool, Instance

from derisking.classroom.grade import process
from derisking.classroom.grade.cells import MAX_OUTPUT, STILL
from derisking.classroom.grade.sandbox import USUAL, Limits
from derisking.classroom.nbgrader.step import CHECK, Variants, asks, is_code, name_of, note, secret_seed
from derisking.exercises.task import Task

MAX_LINES, MAX_LINE = 50, 2_000  # of an error
MAX_NOTEBOOK = 20_000_000  # characters of all outputs of all cells together
MAX_STREAM = 20_000  # characters kept of what one cell printed
MOST_DEATHS = 7
PAUSE = 0.3  # seconds after each cell up to the one at which a process was gone: so long its cell may take to do it
HERE, END = "here", "end"


@dataclasses.dataclass
class Step:
    """One thing to do: run a cell, or ask for the answer of a task, in its place or at the end. did: why it is left out."""

    cell: nbformat.NotebookNode | None
    task: Task | None = None
    place: str = ""
    did: str = ""

    @property
    def called(self) -> str:
        """The cell by its check, or by how it begins."""
        if self.task:
            return f"The cell {self.cell.id}, which asks for an answer," if self.cell else "The last round of asking"
        lines = self.cell.source.strip().splitlines()
        return f"A cell that begins {lines[0][:70]!r}" if lines else "An empty cell"


class _Over(Exception):
    pass


class Run(Variants):
    """Run a notebook and ask for its answers, for `Judge`. In plain nbgrader it has no walls, and a cell the time of `c.Execute.timeout`."""

    limits = Instance(Limits, allow_none=True, help="What the process may use.").tag(config=True)
    shut_in = Bool(False, help="Whether it is shut in.").tag(config=True)

    def preprocess(self, nb, resources):
        definition = self.definition(resources)
        if self.limits is None:
            self.limits = dataclasses.replace(USUAL, cell=self.config.Execute.timeout, notebook=math.inf)
        seed, end = secret_seed(resources["nbgrader"]["db_url"]), time.monotonic() + self.limits.notebook
        variant = definition.variant.to_json() if definition and definition.variant else None
        steps = list(_steps(nb, {task.id: task for task in definition.tasks} if definition else {}))
        folder, self._gone_at, self._waited, answers = resources.get("metadata", {}).get("path"), -1, 0.0, {}
        for _ in range(MOST_DEATHS):
            attempt = _Attempt(self, nb, seed, end)
            running = process.Process(self.limits, end, self.shut_in, folder or None)
            try:
                answers = attempt.answers
                attempt.all(running, steps, variant)
                break
            except _Over:
                seconds = self.limits.notebook
                note(self, nb, f"The notebook was not finished after {seconds} seconds; the rest was not run.")
                break
            except process.Gone as gone:
                self._leave_out(steps, attempt.at, str(gone))
            finally:
                self._waited += running.waited
                running.close()
        for step in steps:
            if step.did:
                note(self, nb, f"{step.called} {step.did} and was left out.")
        resources["derisking"] = {"answers": answers, "seed": seed, "read": False, "waited": self._waited}
        return nb, resources

    def _leave_out(self, steps: list[Step], at: int, why: str) -> None:
        """Leave out what ended the run. A process may be gone a little after the cell that did it, so that is tried again with pauses."""
        if not why and at > self._gone_at:
            self._gone_at = at
        else:
            self._gone_at, steps[at].did = -1, why or "ends the process"


def _steps(nb, tasks: dict[str, Task]) -> Iterator[Step]:
    for cell in filter(is_code, nb.cells):
        cell.outputs = []
        if not asks(cell):
            yield Step(cell)
        elif task := tasks.get(name_of(cell).removeprefix(CHECK)):
            yield Step(cell, task, HERE)
    for task in tasks.values():
        yield Step(None, task, END)


class _Attempt:
    """One run of all steps in one process. at: the step it is at; answers: (task, place) -> what came, more than once or not."""

    def __init__(self, owner: Run, nb, seed: int, end: float):
        self.owner, self.nb, self.seed, self.end = owner, nb, seed, end
        self.at, self.size, self.nonsense = 0, 0, False
        self.answers: dict[tuple[str, str], list] = {}
        self.asked: dict[str, tuple[str, str]] = {}

    def all(self, running: process.Process, steps: list[Step], variant: dict | None) -> None:
        """Raises Gone, or _Over when the notebook's time is up."""
        try:
            list(running.results({"nonce": secrets.token_hex(16), "variant": variant}, process.STARTING))
        except process.Gone as gone:
            raise RuntimeError(f"The process that runs cells did not start ({gone or 'it gave no reason'}).") from None
        for self.at, step in enumerate(steps):
            if time.monotonic() > self.end:
                raise _Over
            if not step.did:
                self._one(running, step)
                if self.at <= self.owner._gone_at:
                    time.sleep(PAUSE)
                    if not running.alive():
                        raise process.Gone

    def _one(self, running: process.Process, step: Step) -> None:
        seconds = self.owner.limits.cell
        order: dict = {"nonce": secrets.token_hex(16)}
        if step.task:
            self.asked[order["nonce"]] = (step.task.id, step.place)
            order["inputs"] = step.task.inputs(self.seed)
        else:
            order |= {"source": step.cell.source, "seconds": seconds}
        for result in running.results(order, seconds + process.GRACE):
            if (result is None or not self._taken(result, step, order["nonce"])) and not self.nonsense:
                self.nonsense = True
                note(self.owner, self.nb, f"{step.called} sends what no cell sends; it was passed over.")

    def _taken(self, result: dict, step: Step, nonce: str) -> bool:
        """Keep a result; False for what cannot be one. An answer may come more than once, which `Judge` looks at."""
        if asked := self.asked.get(result["nonce"]):
            self.answers.setdefault(asked, []).append(result.get("answers"))
            return True
        if result["nonce"] != nonce or not isinstance(result.get("outputs"), list):
            return False
        outputs = [_output(one) for one in result["outputs"][: MAX_OUTPUT // 100]]
        step.cell.outputs = [one for one in outputs if one and self._fits(one)]
        if result.get("late") is True:
            seconds = self.owner.limits.cell
            note(self.owner, self.nb, f"{step.called} took more than {seconds} seconds and was stopped.")
        return None not in outputs

    def _fits(self, output) -> bool:
        self.size += 100 + sum(map(len, (output.get("data") or {"text": output.get("text", "")}).values()))
        return self.size <= MAX_NOTEBOOK


def _output(told: Any) -> nbformat.NotebookNode | None:
    """An output as told, without what a browser could run, since nbgrader's formgrader shows it beside the teacher's own session."""
    with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
        kind = told["output_type"]
        if kind == "stream" and told["name"] in ("stdout", "stderr"):
            more = "\n… (shortened)" if len(told["text"]) > MAX_STREAM else ""
            return nbformat.v4.new_output(kind, name=told["name"], text=told["text"][:MAX_STREAM] + more)
        if kind == "error":
            lines = [line[:MAX_LINE] for line in told["traceback"].split("\n")[:MAX_LINES]]
            name, value = told["ename"][:MAX_LINE], told["evalue"][:MAX_LINE]
            return nbformat.v4.new_output(kind, ename=name, evalue=value, traceback=lines)
        if kind in ("display_data", "execute_result"):
            data = {one: text for one, text in told["data"].items() if one in STILL and isinstance(text, str)}
            long = {one: "(too long to keep)" for one, text in data.items() if len(text) > 50 * MAX_STREAM}
            return nbformat.v4.new_output("display_data", data=data | long) if data else None
    return None
